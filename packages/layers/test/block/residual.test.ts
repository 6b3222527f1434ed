import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { add, key, matmul, mul, ones, reshape, sum, type Tensor, tanh, tensor, uniform } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import { activation, batchNormalization, conv1d, conv2d, dense, residual, sequential } from '../../src/index.ts';

const numbers = (x: Tensor): number[] => [...x.dataSync()];
const normOf = (x: Tensor): number => Math.hypot(...numbers(x));

describe('residual', () => {
  it('adds the input to what the body gives', () => {
    const block = residual(dense({ units: 2, kernelInitializer: constant(1) }));
    expect(block.apply(tensor([[1, 2]])).toArray()).toEqual([[4, 5]]);
    expect(block.variables.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
  });

  it('is the identity, with its gradient, where the body gives nothing', () => {
    const block = residual([activation(relu), dense({ units: 3, kernelInitializer: constant(0) })]);
    const x = tensor([[1, -2, 3]]);
    const y = block.apply(x);
    expect(y.toArray()).toEqual([[1, -2, 3]]);
    expect(gradients(sum(y), [x])[0].toArray()).toEqual([[1, 1, 1]]);
  });

  it('applies an activation to the sum, as the first residual networks did', () => {
    const block = residual(dense({ units: 2, kernelInitializer: constant(1) }), { activation: relu });
    expect(block.apply(tensor([[-3, 2]])).toArray()).toEqual([[0, 1]]);
  });

  it('projects where channels change: a linear map of the last axis', () => {
    const block = residual(dense({ units: 3, kernelInitializer: constant(0) }));
    const x = tensor([
      [1, 2],
      [3, 5],
    ]);
    const y = block.apply(x);
    const projection = block.parameters.find(({ name }) => name === 'projection/kernel')?.variable.value as Tensor;
    expect(projection.shape).toEqual([2, 3]);
    expect(numbers(y)).toEqual(numbers(matmul(x, projection)));
  });

  it.each([
    { extents: [7, 8], strides: 2 },
    { extents: [9, 6], strides: 3 },
    { extents: [5, 4], strides: 1 },
  ])('projects images of $extents with strides of $strides as a convolution of size 1 does', ({ extents, strides }) => {
    const x = uniform(key(1), [2, ...extents, 3]);
    const body = () => conv2d({ filters: 4, kernelSize: 3, strides, padding: 'same', kernelInitializer: constant(0) });
    const block = residual(body());
    const y = block.apply(x);
    const kernel = block.parameters.find(({ name }) => name === 'projection/kernel')?.variable.value as Tensor;
    const shortcut = conv2d({
      filters: 4,
      kernelSize: 1,
      strides,
      useBias: false,
      kernelInitializer: () => reshape(kernel, [1, 1, 3, 4]),
    });
    const expected = residual(body(), { shortcut }).apply(x);
    expect(y.shape).toEqual(expected.shape);
    // Sums of three products, in any order.
    for (const [i, value] of numbers(expected).entries()) expect(numbers(y)[i]).toBeCloseTo(value, 6);
  });

  it('takes a shortcut of its own', () => {
    const block = residual(dense({ units: 2, kernelInitializer: constant(1) }), {
      shortcut: activation((x) => mul(x, 10)),
      name: 'tenfold',
    });
    expect(block.apply(tensor([[1, 2]])).toArray()).toEqual([[13, 23]]);
    expect(block.name).toBe('tenfold');
  });

  it('keeps masks where steps stay', () => {
    const mask = tensor([[true, true, false, false]], { dtype: 'bool' });
    const x = ones([1, 4, 2]);
    expect(
      residual(dense({ units: 2 }))
        .applyMasked(x, { mask })
        .mask?.toArray(),
    ).toEqual([[true, true, false, false]]);
    const fewer = residual(conv1d({ filters: 2, kernelSize: 1, strides: 2 }));
    expect(fewer.applyMasked(x, { mask }).mask).toBeUndefined();
  });

  it('lets gradients reach the first of many layers, where a plain network loses them', () => {
    const layers = () => [dense({ units: 16, kernelInitializer: constant(0.02) }), activation(tanh)];
    const depth = 30;
    const plain = sequential(Array.from({ length: depth }, layers).flat());
    const skipping = sequential(Array.from({ length: depth }, () => residual(layers())));
    const first = (model: typeof plain): number => {
      const y = model.apply(add(uniform(key(3), [4, 16]), -0.5));
      return normOf(gradients(sum(y), model.parameters)[0] as Tensor);
    };
    // Each plain layer multiplies by 0.32 = 16 · 0.02 and a slope of at most 1: 0.32²⁹ is 4e-15.
    expect(first(plain)).toBeLessThan(1e-12);
    expect(first(skipping)).toBeGreaterThan(0.1);
  });

  it('nests: blocks of blocks have paths', () => {
    const model = sequential([residual([residual(batchNormalization()), dense({ units: 2 })])]);
    model.apply(ones([2, 2]), { training: true });
    expect(model.parameters.map(({ name }) => name)).toEqual([
      'residual/sequential/residual/batchNormalization/gamma',
      'residual/sequential/residual/batchNormalization/beta',
      'residual/sequential/dense/kernel',
      'residual/sequential/dense/bias',
    ]);
  });

  it('explains shapes that no projection joins, and options that are wrong', () => {
    const valid = residual(conv2d({ filters: 3, kernelSize: 3 }));
    expect(() => valid.build([1, 8, 8, 3])).toThrow(
      "projection: no projection leads from [1, 8, 8, 3] to [1, 6, 6, 3]. Let the body keep places with padding: 'same', or give residual a shortcut.",
    );
    const wrong = residual(dense({ units: 2 }), { shortcut: dense({ units: 3 }) });
    expect(() => wrong.build([1, 4])).toThrow('add: shapes [1, 2] and [1, 3] do not broadcast');
    expect(() => residual([])).toThrow('at least one layer');
    expect(() => residual(relu as never)).toThrow('not a layer');
    expect(() => residual(dense({ units: 1 }), { activation: 'relu' as never })).toThrow('activation is a function');
    expect(() => residual(dense({ units: 1 }), { shortcuts: 1 } as never)).toThrow('"shortcuts"');
  });
});
