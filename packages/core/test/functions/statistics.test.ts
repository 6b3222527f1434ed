import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  DTypeError,
  mean,
  std,
  type Tensor,
  type TensorLike,
  tensor,
  variance,
} from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const f64 = { dtype: 'float64' } as const;
const matrix = tensor([
  [1, 2, 3, 4],
  [2, 4, 4, 10],
]);

describe('mean', () => {
  it('is the sum over the count', () => {
    expect(mean(matrix).item()).toBe(3.75);
    expect(mean(matrix, { axis: 1 }).toArray()).toEqual([2.5, 5]);
    expect(mean(matrix, { axis: 0, keepDims: true }).toArray()).toEqual([[1.5, 3, 3.5, 7]]);
    expect(mean(matrix, { axis: [] }).toArray()).toEqual(matrix.toArray());
  });

  it('of nothing is NaN', () => {
    expect(mean(tensor([])).item()).toBe(Number.NaN);
    expect(mean(tensor([], { shape: [0, 2] }), { axis: 1 }).shape).toEqual([0]);
  });
});

describe('variance, std', () => {
  it('measure the spread around the mean', () => {
    expect(variance(matrix, { axis: 1 }).toArray()).toEqual([1.25, 9]);
    expect(variance(tensor([2, 4, 4, 4, 5, 5, 7, 9])).item()).toBe(4);
    expect([...std(matrix, { axis: 1, keepDims: true }).dataSync()][1]).toBe(3);
    expectClose(std(tensor([1, 2, 3, 4], f64)), Math.sqrt(1.25), 2);
  });

  it('are unbiased for a sample with ddof 1', () => {
    expectClose(variance(tensor([1, 2, 3, 4], f64), { ddof: 1 }), 5 / 3, 2);
    expectClose(std(tensor([1, 2, 3, 4], f64), { ddof: 1 }), Math.sqrt(5 / 3), 2);
  });

  it('do not lose digits to a large mean', () => {
    // The mean of squares less the square of the mean would be 0 or 2 in float32 here.
    expect(variance(tensor([10000, 10001, 10002])).item()).toBeCloseTo(2 / 3, 6);
  });

  it('are not finite without degrees of freedom', () => {
    expect(variance(tensor([5]), { ddof: 1 }).item()).toBe(Number.NaN);
    expect(variance(tensor([])).item()).toBe(Number.NaN);
    expect(variance(tensor([1, 2]), { ddof: 3 }).item()).toBe(Infinity);
  });

  it('of one number are 0', () => {
    expect([variance(tensor([7])).item(), std(tensor([7])).item()]).toEqual([0, 0]);
  });

  it('explain bad options', () => {
    const functions = { mean, variance, std };
    for (const [name, f] of Object.entries(functions)) {
      expect(() => f(tensor([1, 2]), { axis: 1 })).toThrow(`${name}: axis 1 is outside [-1, 0] for rank 1.`);
    }
    expect(() => variance(matrix, { ddof: -1 })).toThrow(ArgumentError);
    expect(() => std(matrix, { ddof: Number.NaN })).toThrow('std: ddof is a number not below 0, got NaN.');
    expect(() => std(matrix, { dof: 1 } as never)).toThrow('std: unknown option "dof". Did you mean "ddof"?');
    expect(() => std(matrix, { axis: 5 })).toThrow('axis 5 is outside [-2, 1]');
  });
});

it.each([
  ['mean', mean],
  ['variance', variance],
  ['std', std],
] as [string, (x: TensorLike) => Tensor][])('%s is for floats', (name, f) => {
  for (const dtype of ['int32', 'uint8', 'bool'] as const) {
    expect(() => f(tensor([1], { dtype }))).toThrow(DTypeError);
    expect(() => f(tensor([1], { dtype }))).toThrow(
      `${name}: ${dtype} is not supported, only float32 and float64. Use cast().`,
    );
  }
});
