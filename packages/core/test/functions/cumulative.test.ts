import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  cast,
  cummax,
  cummin,
  cumprod,
  cumsum,
  flip,
  jit,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts';
import golden from '../golden/cumulative.json' with { type: 'json' };
import { goldenTensor, numberOf } from '../golden/numbers.ts';

const functions: Readonly<Record<string, (x: Tensor, options: { axis?: number | undefined }) => Tensor>> = {
  cumsum,
  cumprod,
  cummax,
  cummin,
};
const values = (x: Tensor): number[] => [...x.dataSync()];

describe('cumsum, cumprod, cummax and cummin', () => {
  it.each(
    golden.cumulatives.map((row) => ({ name: `${row.function} of ${row.x.dtype}[${row.x.shape}], ${row.axis}`, row })),
  )('agree with NumPy: $name', ({ row }) => {
    const found = (functions[row.function] as (typeof functions)[string])(goldenTensor(row.x), {
      axis: row.axis ?? undefined,
    });
    expect(found.shape).toEqual(row.result.shape);
    // The same operations in the same order, so the same bits, but for the sign of zero.
    expect(values(found).map((v) => v + 0)).toEqual(row.result.values.map((v) => numberOf(v) + 0));
  });

  it.each(Object.entries(functions))('%s starts from the end when told to', (_, of) => {
    const x = tensor([
      [3, -1, 4],
      [1, -5, 9],
    ]);
    for (const axis of [0, 1, -1]) {
      const reversed = flip(of(flip(x, { axis }), { axis }), { axis });
      expect(of(x, { axis, reverse: true } as object).toArray()).toEqual(reversed.toArray());
    }
  });

  it.each([1, 2, 3, 5, 7, 8, 9, 17, 33])('go along every axis of odd shapes, %i wide', (n) => {
    const x = tensor(
      Int32Array.from({ length: 2 * n * 3 }, (_, i) => ((i * 7) % 11) - 5),
      { shape: [2, n, 3] },
    );
    for (const dtype of ['int32', 'float32', 'float64'] as const) {
      for (const axis of [0, 1, 2]) {
        const shape = x.shape;
        const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
        const expected = values(x);
        expected.forEach((_, i) => {
          if (Math.floor(i / step) % (shape[axis] as number) > 0) {
            expected[i] = (expected[i] as number) + (expected[i - step] as number);
          }
        });
        expect(values(cumsum(cast(x, dtype), { axis }))).toEqual(expected);
      }
    }
  });

  it('counts truth values and bytes in 32 bits, and wraps integers', () => {
    expect(cumsum(tensor([true, false, true])).dtype).toBe('int32');
    expect(cumsum(tensor([true, false, true])).toArray()).toEqual([1, 1, 2]);
    expect(values(cumsum(tensor(Uint8Array.of(200, 100))))).toEqual([200, 300]);
    expect(values(cumsum(tensor(Int32Array.of(2 ** 31 - 1, 1))))).toEqual([2 ** 31 - 1, -(2 ** 31)]);
    expect(values(cumprod(tensor(Uint32Array.of(65536, 65536, 3))))).toEqual([65536, 0, 0]);
    expect(values(cumprod(tensor(Int32Array.of(123456789, 987654321))))).toEqual([123456789, -67153019]);
    expect(cummax(tensor([true, false])).dtype).toBe('bool');
  });

  it('keeps the digits of long float32 sums', () => {
    const n = 1_000_000;
    const sums = cumsum(tensor(new Float32Array(n).fill(0.1))).dataSync();
    // One rounding at the end; a float32 accumulator would be off by a percent.
    const exact = n * Math.fround(0.1);
    expect(Math.abs((sums[n - 1] as number) - exact)).toBeLessThanOrEqual(2 ** -24 * exact);
  });

  it('leaves an element out of its own sum and product', () => {
    const x = tensor([[2, 3, 4]]);
    expect(cumsum(x, { axis: 1, exclusive: true }).toArray()).toEqual([[0, 2, 5]]);
    expect(cumprod(x, { axis: 1, exclusive: true }).toArray()).toEqual([[1, 2, 6]]);
    expect(cumprod(x, { exclusive: true, reverse: true }).toArray()).toEqual([12, 4, 1]);
    expect(cumsum(x, { axis: 0, exclusive: true }).toArray()).toEqual([[0, 0, 0]]);
    expect(cumsum(zeros([0]), { exclusive: true }).toArray()).toEqual([]);
  });

  it('keeps zeros and infinities apart: what comes before them is untouched', () => {
    expect(values(cumprod(tensor([2, 0, Number.POSITIVE_INFINITY, 3])))).toEqual([2, 0, Number.NaN, Number.NaN]);
    expect(values(cumprod(tensor([Number.POSITIVE_INFINITY, 2])))).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(values(cumsum(tensor([Number.NaN, 1]), { reverse: true }))).toEqual([Number.NaN, 1]);
  });

  it('takes a scalar for a vector of one', () => {
    expect(cumsum(tensor(5)).toArray()).toEqual([5]);
  });

  it('fuses what led to it', () => {
    const f = jit((x: Tensor) => cumsum(x.mul(x), { axis: 1 }));
    expect(f(tensor([[1, 2, 3]])).toArray()).toEqual([[1, 5, 14]]);
  });

  it('explains bad input', () => {
    expect(() => cumsum(tensor([1]), { axis: 1 })).toThrow(ArgumentError);
    expect(() => cumprod(tensor([1]), { reverse: 1 as never })).toThrow('cumprod: reverse is true or false, got 1.');
    expect(() => cummax(tensor([1]), { exclusive: true } as never)).toThrow('cummax: unknown option "exclusive"');
  });
});
