import fc from 'fast-check';
import { expect } from 'vitest';
import { type Shape, sizeOf, type Tensor, tensor } from '../../src/index.ts';

/** Shapes up to `maxRank` axes with the extents that find mistakes: none, one, odd and even. */
export const shapes = (minRank: number, maxRank: number): fc.Arbitrary<number[]> =>
  fc.array(fc.constantFrom(0, 1, 2, 3, 5), { minLength: minRank, maxLength: maxRank });

/** 0, 1, 2, … in row-major order: every element is different. */
export function numbered(shape: Shape): Tensor {
  return tensor(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => i),
    { shape },
  );
}

/** Position of an element in row-major order. */
export function position(shape: Shape, index: readonly number[]): number {
  return index.reduce((at, i, axis) => at * (shape[axis] as number) + i, 0);
}

/** Every index of a shape, in row-major order. */
export function indicesOf(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (lists, extent) => lists.flatMap((list) => Array.from({ length: extent }, (_, i) => [...list, i])),
    [[]],
  );
}

/** Expects the shape, and each element to be what a function of its index says. */
export function expectElements(actual: Tensor, shape: Shape, element: (index: number[]) => number): void {
  expect(actual.shape).toEqual(shape);
  expect([...actual.dataSync()]).toEqual(indicesOf(shape).map(element));
}
