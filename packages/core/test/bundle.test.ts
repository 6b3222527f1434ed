import { describe, expect, it } from 'vitest';
import { modulesOf } from './modules-of.ts';

const isRare = (path: string): boolean => /^brought\/|emit\/scan|overlap|spatial|sort|recurrence/.test(path);

describe('a bundle', () => {
  it('of a program without rare operations holds no more of them than their names', async () => {
    const modules = await modulesOf("export { add, jit, matmul, softmax, sum } from '../src/index.ts'");
    expect(modules).toContain('ops/table.ts');
    expect(modules.filter(isRare)).toEqual([]);
  });

  it('of pooling holds views, and no convolution', async () => {
    const modules = await modulesOf("export { averagePool2d, maxPool2d } from '../src/index.ts'");
    expect(modules.filter((path) => path.startsWith('brought/'))).toEqual([
      'brought/convolution/axes.ts',
      'brought/overlap/derivative.ts',
      'brought/overlap/overlap.ts',
      'brought/convolution/windows.ts',
    ]);
  });

  it('of convolutions holds all that they are, and no other rare operation', async () => {
    const modules = await modulesOf("export { conv2d } from '../src/index.ts'");
    const rare = modules.filter((path) => path.startsWith('brought/'));
    expect(rare).toContain('brought/convolution/conv.ts');
    expect(rare.filter((path) => !/^brought\/(convolution|overlap)\//.test(path))).toEqual([]);
  });

  it.each([
    ['median', 'brought/argsort.ts'],
    ['permutation', 'brought/argsort.ts'],
    ['cumsum', 'brought/recurrence.ts'],
  ])('of %s holds the one rare operation that it is made of', async (name, operation) => {
    const modules = await modulesOf(`export { ${name} } from '../src/index.ts'`);
    const rare = modules.filter((path) => path.startsWith('brought/') && path !== 'brought/mapped-axis.ts');
    expect(rare).toEqual([operation]);
  });

  it('of the usual random numbers holds no other distributions', async () => {
    const modules = await modulesOf("export { bernoulli, key, normal, split, uniform } from '../src/index.ts'");
    expect(modules.filter(isRare)).toEqual([]);
    expect(modules.filter((path) => /gamma|permutation/.test(path))).toEqual([]);
  });
});
