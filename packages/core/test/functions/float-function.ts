import { describe, expect, it } from 'vitest';
import { DTypeError, type Tensor, type TensorLike, tensor } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

/** A function of floats, what it means, and where it is looked at. */
export interface FloatFunction {
  readonly of: (x: TensorLike) => Tensor;
  readonly meaning: (x: number) => number;
  readonly points: readonly number[];
  /** Largest error in units in the last place, with 1 for the rounding of the expectation itself. */
  readonly ulps: number;
  /** Arguments whose results are exact, −0 told from 0. */
  readonly exact: readonly (readonly [x: number, y: number])[];
}

/** Tests what all elementwise functions of floats have in common. */
export function describeFloatFunction(name: string, { of, meaning, points, ulps, exact }: FloatFunction): void {
  describe(name, () => {
    it('agrees with JavaScript in float32 and float64', () => {
      const stored = points.map(Math.fround);
      expectClose(of(tensor(stored)), stored.map(meaning), ulps);
      expectClose(of(tensor([...points], { dtype: 'float64' })), points.map(meaning), ulps);
    });

    it('is exact at the edges', () => {
      for (const dtype of ['float32', 'float64'] as const) {
        const edges = [...exact, [Number.NaN, Number.NaN] as const];
        expect(
          of(
            tensor(
              edges.map(([x]) => x),
              { dtype },
            ),
          ).toArray(),
        ).toEqual(edges.map(([, y]) => (dtype === 'float32' ? Math.fround(y) : y)));
      }
    });

    it('keeps shape and element type, also of nothing', () => {
      const y = of(tensor([[1], [1]], { dtype: 'float64' }));
      expect([y.shape, y.dtype]).toEqual([[2, 1], 'float64']);
      expect(of(tensor([], { shape: [0, 2] })).shape).toEqual([0, 2]);
    });

    it('is for floats', () => {
      expect(() => of(tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
      expect(() => of(tensor([1], { dtype: 'int32' }))).toThrow(`${name}: int32 is not supported`);
    });
  });
}
