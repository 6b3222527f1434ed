import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, logSoftmax, logSumExp, softmax, tensor } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const f64 = { dtype: 'float64' } as const;
const row = [1, 2, 3];
const total = row.reduce((s, x) => s + Math.exp(x), 0);

// Ulps: 2 for each exponential and logarithm, and one for each of a handful of roundings.
const ulps = 8;

describe('softmax', () => {
  it('is eˣ / Σ eˣ along the last axis', () => {
    const expected = row.map((x) => Math.exp(x) / total);
    expectClose(softmax(tensor([row, row], f64)), [expected, expected], ulps);
    expectClose(softmax(tensor(row)), expected, ulps);
  });

  it('works along another axis', () => {
    const x = tensor([
      [0, 7],
      [0, 7],
    ]);
    expect(softmax(x, { axis: 0 }).toArray()).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });

  it('neither overflows nor changes when a number is added to all', () => {
    expectClose(softmax(tensor([1001, 1002, 1003], f64)), softmax(tensor(row, f64)).toArray(), ulps);
    expect(softmax(tensor([1e30, 0])).toArray()).toEqual([1, 0]);
    expect(softmax(tensor([-1e30, -1e30])).toArray()).toEqual([0.5, 0.5]);
  });

  it('gives masked elements no weight', () => {
    expect(softmax(tensor([0, -Infinity, 0])).toArray()).toEqual([0.5, 0, 0.5]);
  });

  it('is NaN where the largest element is infinite, as in SciPy', () => {
    expect(softmax(tensor([-Infinity, -Infinity])).toArray()).toEqual([Number.NaN, Number.NaN]);
    expect(
      softmax(
        tensor([
          [Infinity, 0],
          [0, 0],
        ]),
      ).toArray(),
    ).toEqual([
      [Number.NaN, Number.NaN],
      [0.5, 0.5],
    ]);
  });

  it('of nothing is nothing', () => {
    expect(softmax(tensor([], { shape: [2, 0] })).shape).toEqual([2, 0]);
    expect(softmax(tensor([], { shape: [0, 2] })).shape).toEqual([0, 2]);
  });

  it('explains bad input', () => {
    expect(() => softmax(tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => softmax(tensor(1))).toThrow('softmax: a scalar has no axes');
    expect(() => softmax(tensor([1]), { dim: 0 } as never)).toThrow(ArgumentError);
    expect(() => softmax(tensor([1]), { axis: 1 })).toThrow('softmax: axis 1 is outside [-1, 0]');
  });
});

describe('logSoftmax', () => {
  it('is x − ln Σ eˣ', () => {
    expectClose(
      logSoftmax(tensor(row, f64)),
      row.map((x) => x - Math.log(total)),
      ulps,
    );
  });

  it('keeps probabilities that softmax rounds to zero', () => {
    expect(logSoftmax(tensor([1000, 0])).toArray()).toEqual([0, -1000]);
    expect(logSoftmax(tensor([0, -Infinity])).toArray()).toEqual([0, -Infinity]);
  });

  it('works along another axis and on nothing', () => {
    expectClose(logSoftmax(tensor([[0], [0]], f64), { axis: 0 }), [[-Math.LN2], [-Math.LN2]], ulps);
    expect(logSoftmax(tensor([], { shape: [3, 0] })).shape).toEqual([3, 0]);
  });

  it('is NaN where the largest element is infinite', () => {
    expect(logSoftmax(tensor([-Infinity, -Infinity])).toArray()).toEqual([Number.NaN, Number.NaN]);
  });

  it('names itself in errors', () => {
    expect(() => logSoftmax(tensor([true]))).toThrow('logSoftmax: bool is not supported');
  });
});

describe('logSumExp', () => {
  it('is ln Σ eˣ', () => {
    expectClose(logSumExp(tensor(row, f64)), Math.log(total), ulps);
    const x = tensor([row, row], f64);
    expectClose(logSumExp(x, { axis: 1, keepDims: true }), [[Math.log(total)], [Math.log(total)]], ulps);
    expectClose(logSumExp(x, { axis: [0, 1] }), Math.log(2 * total), ulps);
    expectClose(
      logSumExp(x, { axis: 0 }),
      row.map((v) => v + Math.LN2),
      ulps,
    );
  });

  it('does not overflow', () => {
    expect(logSumExp(tensor([1000, -1000])).item()).toBe(1000);
    expectClose(logSumExp(tensor([-1000, -1000], f64)), -1000 + Math.LN2, ulps);
  });

  it('of nothing but -Infinity is -Infinity, and of Infinity is Infinity, as in SciPy', () => {
    const x = tensor([
      [-Infinity, -Infinity],
      [Infinity, 3],
      [Infinity, -Infinity],
      [-Infinity, 5],
    ]);
    expect(logSumExp(x, { axis: 1 }).toArray()).toEqual([-Infinity, Infinity, Infinity, 5]);
  });

  it('of nothing is -Infinity', () => {
    expect(logSumExp(tensor([])).item()).toBe(-Infinity);
    expect(logSumExp(tensor([], { shape: [2, 0] }), { axis: 1, keepDims: true }).toArray()).toEqual([
      [-Infinity],
      [-Infinity],
    ]);
  });

  it('lets NaN through, and leaves a scalar as it is', () => {
    expect(logSumExp(tensor([1, Number.NaN])).item()).toBe(Number.NaN);
    expect(logSumExp(tensor(2.5)).item()).toBe(2.5);
  });

  it('explains bad input', () => {
    expect(() => logSumExp(tensor([1], { dtype: 'uint8' }))).toThrow('logSumExp: uint8 is not supported');
    expect(() => logSumExp(tensor([1]), { axis: 3 })).toThrow('logSumExp: axis 3 is outside');
    expect(() => logSumExp(tensor([1]), { keepdims: true } as never)).toThrow('logSumExp: unknown option');
  });
});
