import { describe, expect, it } from 'vitest';
import { modulesOf } from '../modules-of.ts';

const isLinearAlgebra = (path: string): boolean => /^linalg\/|\/linear-algebra\//.test(path);

describe('a bundle', () => {
  it('of everything else in core holds no linear algebra but its names', async () => {
    const modules = await modulesOf("import * as core from '../src/index.ts'; console.log(core)");
    expect(modules).toContain('ops/linear-algebra.ts');
    expect(modules.filter(isLinearAlgebra)).toEqual([]);
  });

  it('of one function holds the kernels that it needs', async () => {
    const modules = await modulesOf("export { cholesky } from '../src/linalg/index.ts'");
    const kernels = modules.filter((path) => path.startsWith('wasm/linear-algebra/'));
    expect(kernels).toContain('wasm/linear-algebra/cholesky.ts');
    expect(kernels.filter((path) => /eigh|svd|qr|reflections/.test(path))).toEqual([]);
  });
});
