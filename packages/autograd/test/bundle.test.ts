import { type BuildOptions, build } from 'esbuild';
import { describe, expect, test } from 'vitest';

const options = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  write: false as const,
  logLevel: 'silent',
  conditions: ['@gradkit/source'],
  external: ['@gradkit/core', '@gradkit/core/graph'],
} satisfies BuildOptions;

/** The modules of this package of which something is in the bundle of a program. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    ...options,
    stdin: { contents: program, resolveDir: 'packages/autograd/test' },
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''));
}

describe('a bundle', () => {
  test('of first derivatives holds no rules for mapped axes', async () => {
    const modules = await modulesOf("export { grad, gradients, hvp, jvp, valueAndGrad, vjp } from '../src/index.ts'");
    expect(modules).toContain('rules/table.ts');
    expect(modules.filter((path) => path.startsWith('batching/') || path === 'vmap.ts')).toEqual([]);
  });

  test('of vmap holds no rules for derivatives', async () => {
    const modules = await modulesOf("export { vmap } from '../src/index.ts'");
    expect(modules).toContain('batching/table.ts');
    expect(modules.filter((path) => path.startsWith('rules/'))).toEqual([]);
  });

  test('of the built package, which is one module, holds as little', async () => {
    const built = await build({ ...options, entryPoints: ['packages/autograd/src/index.ts'] });
    const contents = `${built.outputFiles[0]?.text}`.replace(/^export \{[^}]*\};$/m, 'export { gradients };');
    const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: 'packages/autograd/test' } });
    const text = outputFiles[0]?.text ?? '';
    expect(text).toMatch(/\brules = /);
    expect(text).not.toMatch(/\bbatchRules = /);
  });
});
