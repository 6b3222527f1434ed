import { jacobian, vmap } from '@gradkit/autograd';
import { ArgumentError, jit, matmul, mul, softmax, square, sum, type Tensor, tensor } from '@gradkit/core';
import { topological } from '@gradkit/core/graph';
import { describe, expect, test } from 'vitest';
import { filled, float64 } from './vectors.ts';

const modes = [{ mode: 'forward' }, { mode: 'reverse' }, {}] as const;

describe.each(modes)('jacobian with %o', (options) => {
  test('of a matrix product is the matrix', () => {
    const a = filled([3, 2]);
    expect(jacobian((x: Tensor) => matmul(a, x), options)(filled([2])).toArray()).toEqual(a.toArray());
  });

  test('of softmax is diag(p) − p pᵀ', () => {
    const x = float64([0.1, -1, 2]);
    const p = softmax(x).dataSync();
    const j = jacobian((z: Tensor) => softmax(z), options)(x).toArray() as number[][];
    p.forEach((pi, i) => {
      p.forEach((pj, k) => {
        expect(j[i]?.[k]).toBeCloseTo((i === k ? pi : 0) - pi * pj, 15);
      });
    });
  });

  test('has the shape of the value followed by that of the argument', () => {
    const j = jacobian((x: Tensor) => sum(square(x), { axis: 0 }), options)(filled([2, 3]));
    expect(j.shape).toEqual([3, 2, 3]);
    expect(jacobian((x: Tensor) => square(x), options)(tensor(3)).toArray()).toBe(6);
    expect(jacobian((x: Tensor) => square(x), options)(tensor([], { shape: [0] })).shape).toEqual([0, 0]);
  });

  test('has a graph that does not grow with the number of elements', () => {
    const count = (n: number): number => {
      const j = jacobian((x: Tensor) => softmax(mul(x, x)), options)(filled([n]));
      return topological([j.node]).length;
    };
    expect(count(100)).toBe(count(3));
  });

  test('nests: second derivatives, inside vmap and jit', () => {
    const cubes = (x: Tensor) => mul(x, square(x));
    const second = jacobian(jacobian(cubes, options), options)(float64([1, 2]));
    expect(second.toArray()).toEqual([
      [
        [6, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 12],
      ],
    ]);
    const rows = float64([1, 2, 3, 4], [2, 2]);
    const all = jit(vmap(jacobian(cubes, options)))(rows);
    expect(all.toArray()).toEqual([
      [
        [3, 0],
        [0, 12],
      ],
      [
        [27, 0],
        [0, 48],
      ],
    ]);
  });

  test('is zero where the value does not depend on the argument', () => {
    expect(jacobian((_: Tensor) => tensor([1, 2]), options)(tensor([1])).toArray()).toEqual([[0], [0]]);
  });
});

test('jacobian hands further arguments through', () => {
  expect(jacobian((x: Tensor, n: number) => mul(x, n))(tensor([1]), 5).toArray()).toEqual([[5]]);
});

test('jacobian refuses trees, integers and unknown modes', () => {
  expect(() => jacobian((x: Tensor) => x)([tensor(1)] as unknown as Tensor)).toThrow(ArgumentError);
  expect(() => jacobian((_: Tensor) => tensor([1], { dtype: 'int32' }))(tensor(1))).toThrow(
    'jacobian: the function must return one float tensor, got int32[1].',
  );
  expect(() => jacobian((x: Tensor) => x, { mode: 'both' as 'forward' })).toThrow("mode is 'forward' or 'reverse'");
});
