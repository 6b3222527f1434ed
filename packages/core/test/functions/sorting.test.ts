import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  argsort,
  type DType,
  jit,
  sort,
  type Tensor,
  takeAlongAxis,
  tensor,
  topK,
  zeros,
} from '../../src/index.ts';
import { reference } from '../../src/reference/index.ts';
import { goldenTensor, numberOf } from '../golden/numbers.ts';
import golden from '../golden/sorting.json' with { type: 'json' };

const values = (x: Tensor): number[] => [...x.dataSync()];

describe('sort and argsort', () => {
  it.each(golden.sorts.map((row, i) => ({ name: `${row.x.dtype}[${row.x.shape}] along ${row.axis}, row ${i}`, row })))(
    'agree with NumPy: $name',
    ({ row }) => {
      const x = goldenTensor({ ...row.x, dtype: row.x.dtype });
      expect(values(argsort(x, { axis: row.axis }))).toEqual(row.argsort);
      const sorted = values(sort(x, { axis: row.axis }));
      // Where −0 and 0 meet, NumPy's sort of values need not keep their order.
      expect(sorted.map((v) => v + 0)).toEqual(row.sort.map((v) => numberOf(v) + 0));
    },
  );

  it('give positions as int32 and elements as they are', () => {
    const x = tensor([[3, 1, 2]]);
    expect(argsort(x).dtype).toBe('int32');
    for (const dtype of ['float32', 'float64', 'int32', 'uint32', 'uint8', 'bool'] as const) {
      expect(sort(tensor([1, 0, 1], { dtype })).dtype).toBe(dtype);
    }
    expect(sort(tensor([true, false, true])).toArray()).toEqual([false, true, true]);
  });

  it('sort along the last axis unless told otherwise, negative axes from the end', () => {
    const x = tensor([
      [4, 1],
      [2, 3],
    ]);
    expect(sort(x).toArray()).toEqual([
      [1, 4],
      [2, 3],
    ]);
    expect(sort(x, { axis: -2 }).toArray()).toEqual([
      [2, 1],
      [4, 3],
    ]);
  });

  it('put NaN last, and first when descending, whatever its sign', () => {
    const x = tensor([Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -Number.NaN]);
    expect(argsort(x).toArray()).toEqual([3, 1, 2, 0, 4]);
    expect(argsort(x, { descending: true }).toArray()).toEqual([0, 4, 2, 1, 3]);
    // The sign bit of a NaN is no part of the order.
    const bits = tensor(new Float32Array(new Uint32Array([0xffc00000, 0x3f800000, 0x7fc00000]).buffer));
    expect(argsort(bits).toArray()).toEqual([1, 0, 2]);
    const wide = tensor(new Float64Array(new Uint32Array([0, 0xfff80000, 0, 0x3ff00000]).buffer));
    expect(argsort(wide).toArray()).toEqual([1, 0]);
  });

  it('keep the order of equal elements in both directions, −0 and 0 among them', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const x = tensor([0, -0, 1, -0, 1, 0], { dtype });
      expect(argsort(x).toArray()).toEqual([0, 1, 3, 5, 2, 4]);
      expect(argsort(x, { descending: true }).toArray()).toEqual([2, 4, 0, 1, 3, 5]);
      expect(values(sort(x))).toEqual([0, -0, -0, 0, 1, 1]);
    }
  });

  it('order unsigned numbers as unsigned', () => {
    const x = tensor(Uint32Array.of(0x80000000, 1, 0xffffffff, 0));
    expect(values(sort(x))).toEqual([0, 1, 0x80000000, 0xffffffff]);
    expect(values(sort(tensor(Uint8Array.of(200, 100, 255, 0))))).toEqual([0, 100, 200, 255]);
  });

  it('tell doubles apart that are one float', () => {
    const near = [1 + 2 ** -50, 1, 1 + 2 ** -52, -1 - 2 ** -52, -1];
    expect(argsort(tensor(near, { dtype: 'float64' })).toArray()).toEqual([3, 4, 1, 2, 0]);
  });

  it('have nothing to do for one element or none', () => {
    expect(sort(zeros([2, 0])).shape).toEqual([2, 0]);
    expect(argsort(zeros([0, 3])).shape).toEqual([0, 3]);
    expect(argsort(zeros([3, 1])).toArray()).toEqual([[0], [0], [0]]);
  });

  // Around the length from which on rows are sorted byte by byte, and over more values than one byte holds.
  it.each([1, 2, 39, 40, 41, 42, 255, 256, 257, 1000])(
    'sort rows of %i like the interpreter, in every type',
    (length) => {
      for (const dtype of ['float32', 'float64', 'int32', 'uint32', 'uint8', 'bool'] as const) {
        for (const descending of [false, true]) {
          const x = scrambled([2, length, 3], dtype);
          const positions = argsort(x, { axis: 1, descending });
          const [expected] = reference([positions]);
          expect(values(positions)).toEqual([...(expected as Float64Array)]);
        }
      }
    },
  );

  it('sort what is already in order, in either direction, and what is all equal', () => {
    const up = Float32Array.from({ length: 300 }, (_, i) => i - 150);
    expect(values(sort(tensor(up.toReversed())))).toEqual([...up]);
    expect(values(argsort(tensor(up)))).toEqual([...up.keys()]);
    expect(values(argsort(tensor(new Float64Array(300).fill(7))))).toEqual([...up.keys()]);
  });

  it('is a permutation that orders the elements, for any array', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.float(), fc.constantFrom(0, -0, 1, Number.NaN)), { minLength: 1, maxLength: 90 }),
        fc.boolean(),
        (list, descending) => {
          const x = tensor(Float32Array.from(list));
          const positions = values(argsort(x, { descending }));
          expect([...positions].sort((a, b) => a - b)).toEqual([...list.keys()]);
          const ranked = positions.map((p) => (Number.isNaN(list[p]) ? Number.POSITIVE_INFINITY : (list[p] as number)));
          for (let k = 1; k < ranked.length; k++) {
            const [before, after] = [ranked[k - 1] as number, ranked[k] as number];
            expect(descending ? before >= after : before <= after).toBe(true);
            if (before === after && !Number.isNaN(list[positions[k] as number]) && Math.abs(before) < Infinity) {
              expect(positions[k - 1]).toBeLessThan(positions[k] as number);
            }
          }
        },
      ),
    );
  });

  it('sort what is computed in the same program, and by what is computed', () => {
    const x = tensor([1, -4, 3]);
    const bySize = jit((t: Tensor) => takeAlongAxis(t, argsort(t.mul(t), { descending: true })));
    expect(bySize(x).toArray()).toEqual([-4, 3, 1]);
  });

  it('explain bad input', () => {
    expect(() => sort(tensor([1]), { axis: 1 })).toThrow(ArgumentError);
    expect(() => sort(tensor(1))).toThrow('sort: a scalar has no axes');
    expect(() => argsort(tensor([1]), { descending: 1 as never })).toThrow(
      'argsort: descending is true or false, got 1.',
    );
    expect(() => sort(tensor([1]), { reverse: true } as never)).toThrow('sort: unknown option "reverse"');
  });
});

describe('topK', () => {
  const x = tensor([
    [5, 9, 7, 9],
    [1, 2, 3, 0],
  ]);

  it('gives the largest elements, the best first, and where they stand', () => {
    const { values: best, indices } = topK(x, 2);
    expect(best.toArray()).toEqual([
      [9, 9],
      [3, 2],
    ]);
    expect(indices.toArray()).toEqual([
      [1, 3],
      [2, 1],
    ]);
    expect(indices.dtype).toBe('int32');
  });

  it('gives the smallest, works along any axis, and can keep the order of the array', () => {
    expect(topK(x, 1, { largest: false, axis: 0 }).values.toArray()).toEqual([[1, 2, 3, 0]]);
    const { values: kept, indices } = topK(x, 3, { sorted: false });
    expect(kept.toArray()).toEqual([
      [9, 7, 9],
      [1, 2, 3],
    ]);
    expect(indices.toArray()).toEqual([
      [1, 2, 3],
      [0, 1, 2],
    ]);
  });

  it('gives none and all', () => {
    expect(topK(x, 0).values.shape).toEqual([2, 0]);
    expect(topK(x, 4).values.toArray()).toEqual(sort(x, { descending: true }).toArray());
  });

  it('takes NaN for the largest', () => {
    expect(topK(tensor([1, Number.NaN, 2]), 2).indices.toArray()).toEqual([1, 2]);
  });

  it('explains a k that does not fit', () => {
    expect(() => topK(x, 5)).toThrow('topK: k is an integer in [0, 4], the extent of axis 1, got 5.');
    expect(() => topK(x, 1.5)).toThrow(ArgumentError);
    expect(() => topK(x, 1, { sorted: 'yes' as never })).toThrow('topK: sorted is true or false, got "yes".');
  });
});

/** Numbers without order, some of them equal. */
function scrambled(shape: readonly number[], dtype: DType): Tensor {
  const size = shape.reduce((n, extent) => n * extent, 1);
  const state = { x: 12345 };
  const list = Float64Array.from({ length: size }, () => {
    state.x = (Math.imul(state.x, 1664525) + 1013904223) >>> 0;
    if (dtype === 'bool') return state.x >>> 31;
    if (dtype === 'float32' || dtype === 'float64') return Math.round((state.x / 2 ** 32 - 0.5) * 1000) / 8;
    return dtype === 'int32' ? state.x | 0 : state.x;
  });
  return tensor(list, { shape, dtype });
}
