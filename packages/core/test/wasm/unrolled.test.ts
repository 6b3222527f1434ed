import { describe, expect, it } from 'vitest';
import { argmax, key, max, normal, softmax, sum, type Tensor, tensor, variance } from '../../src/index.ts';

/** By hand, in double precision. */
function byHand(values: ArrayLike<number>, rows: number, columns: number, of: (column: number[]) => number): number[] {
  return Array.from({ length: columns }, (_, c) =>
    of(Array.from({ length: rows }, (_, r) => values[r * columns + c] as number)),
  );
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;

describe('reductions over leading axes, with several registers of columns side by side', () => {
  // Registers of 4, from one to twenty-four of them, with and without a rest.
  const widths = [1, 3, 4, 7, 8, 11, 12, 16, 20, 23, 24, 28, 32, 36, 40, 43, 96];
  const rows = 37;

  it.each(widths)('are those of each column alone: %i columns', (columns) => {
    const x = normal(key(columns), [rows, columns]).realize();
    const values = x.dataSync();
    const check = (made: Tensor, of: (column: number[]) => number): void => {
      const expected = byHand(values, rows, columns, of);
      made.dataSync().forEach((v, i) => {
        expect(v).toBeCloseTo(expected[i] as number, 5);
      });
    };
    check(sum(x, { axis: 0 }), (column) => mean(column) * rows);
    check(max(x, { axis: 0 }), (column) => Math.max(...column));
    check(argmax(x, { axis: 0 }), (column) => column.indexOf(Math.max(...column)));
    check(variance(x, { axis: 0 }), (column) => mean(column.map((v) => (v - mean(column)) ** 2)));
  });

  it('keep the bits of a column, whatever stands beside it, also in later passes over the rows', () => {
    const all = normal(key(7), [rows, 96]).realize();
    const whole = softmax(all.mul(3), { axis: 0 }).toArray() as number[][];
    // Fewer than fill a register are summed in another order.
    for (const columns of widths.filter((n) => n >= 4)) {
      const part = tensor((all.toArray() as number[][]).map((row) => row.slice(0, columns)));
      expect(softmax(part.mul(3), { axis: 0 }).toArray()).toEqual(whole.map((row) => row.slice(0, columns)));
    }
  });

  it('of float64 and of integers', () => {
    for (const dtype of ['float64', 'int32', 'uint8'] as const) {
      for (const columns of [2, 6, 8, 14, 16, 24, 33]) {
        const values = Array.from({ length: 9 * columns }, (_, i) => (i * 7) % 11);
        const x = tensor(values, { dtype, shape: [9, columns] });
        expect([...sum(x, { axis: 0 }).dataSync()]).toEqual(
          byHand(values, 9, columns, (c) => mean(c) * 9).map(Math.round),
        );
      }
    }
  });
});
