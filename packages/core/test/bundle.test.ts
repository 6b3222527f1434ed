import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The modules of this package of which something is in the bundle of a program. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/core/test' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''));
}

const isRare = (path: string): boolean =>
  /^brought\/|^convolution\/|^scan\/|^structure\/|\bloop\.ts|overlap|spatial|sort|recurrence/.test(path);

describe('a bundle', () => {
  it('of a program without rare operations holds no more of them than their names', async () => {
    const modules = await modulesOf("export { add, jit, matmul, softmax, sum } from '../src/index.ts'");
    expect(modules).toContain('ops/table.ts');
    expect(modules.filter(isRare)).toEqual([]);
  });

  it('of pooling holds views, and no convolution', async () => {
    const modules = await modulesOf("export { averagePool2d, maxPool2d } from '../src/index.ts'");
    expect(modules).toContain('compile/overlap.ts');
    expect(modules.filter((path) => path.startsWith('brought/'))).toEqual([]);
    expect(modules.filter((path) => path.startsWith('convolution/'))).toEqual([
      'convolution/axes.ts',
      'convolution/windows.ts',
    ]);
  });

  it('of convolutions holds all that they are, and no other rare operation', async () => {
    const modules = await modulesOf("export { conv2d } from '../src/index.ts'");
    expect(modules.filter((path) => path.startsWith('brought/'))).toEqual(['brought/conv.ts']);
  });

  it.each([
    ['median', 'brought/argsort.ts'],
    ['permutation', 'brought/argsort.ts'],
    ['cumsum', 'brought/recurrence.ts'],
  ])('of %s holds the one rare operation that it is made of', async (name, operation) => {
    const modules = await modulesOf(`export { ${name} } from '../src/index.ts'`);
    expect(modules.filter((path) => path.startsWith('brought/'))).toEqual([operation]);
  });

  it('of the usual random numbers holds no other distributions', async () => {
    const modules = await modulesOf("export { bernoulli, key, normal, split, uniform } from '../src/index.ts'");
    expect(modules.filter(isRare)).toEqual([]);
    expect(modules.filter((path) => /gamma|permutation/.test(path))).toEqual([]);
  });
});
