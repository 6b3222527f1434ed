import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The modules of core of which something is in the bundle of a program. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/core/test' },
    bundle: true,
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

const isLinearAlgebra = (path: string): boolean => /(^|\/)linalg\//.test(path);

describe('a bundle', () => {
  it('of everything else in core holds no linear algebra but its names', async () => {
    const modules = await modulesOf("import * as core from '../src/index.ts'; console.log(core)");
    expect(modules).toContain('ops/linear-algebra.ts');
    expect(modules.filter(isLinearAlgebra)).toEqual([]);
  });

  it('of one function holds the kernels that it needs', async () => {
    const modules = await modulesOf("export { cholesky } from '../src/linalg/index.ts'");
    const kernels = modules.filter((path) => path.startsWith('wasm/linalg/'));
    expect(kernels).toContain('wasm/linalg/cholesky.ts');
    expect(kernels.filter((path) => /eigh|svd|qr|reflections/.test(path))).toEqual([]);
  });
});
