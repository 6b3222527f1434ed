import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

/** The modules of this package of which something is in the bundle of a program. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/autograd/test' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
    external: ['@gradkit/core', '@gradkit/core/graph'],
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
});
