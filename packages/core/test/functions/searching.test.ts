import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, ShapeError, searchSorted, tensor, zeros } from '../../src/index.ts';
import { goldenTensor } from '../golden/numbers.ts';
import golden from '../golden/sorting.json' with { type: 'json' };

describe('searchSorted', () => {
  it.each(golden.searches.map((row) => ({ name: `among ${row.sorted.values.length} from the ${row.side}`, row })))(
    'agrees with NumPy: $name',
    ({ row }) => {
      const side = row.side as 'left' | 'right';
      const found = searchSorted(goldenTensor(row.sorted), goldenTensor(row.values), { side });
      expect([...found.dataSync()]).toEqual(row.found);
    },
  );

  it('counts the elements that are smaller, or not larger, for every length', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 40 }), (list) => {
        const edges = list.toSorted((a, b) => a - b);
        const wanted = Array.from({ length: 21 }, (_, i) => i - 10);
        const of = (data: number[]) => tensor(data, { dtype: 'int32' });
        const count = (test: (edge: number, value: number) => boolean): number[] =>
          wanted.map((value) => edges.filter((edge) => test(edge, value)).length);
        expect(searchSorted(of(edges), of(wanted)).toArray()).toEqual(count((edge, value) => edge < value));
        const right = searchSorted(of(edges), of(wanted), { side: 'right' });
        expect(right.toArray()).toEqual(count((edge, value) => edge <= value));
      }),
      { numRuns: 50 },
    );
  });

  it('has the shape of the values', () => {
    expect(searchSorted(tensor([1, 2]), zeros([2, 0, 3])).shape).toEqual([2, 0, 3]);
    expect(searchSorted(tensor([1, 2]), 3).shape).toEqual([]);
    expect(searchSorted(tensor([1, 2]), tensor([[3, 0]])).dtype).toBe('int32');
  });

  it('explains bad input', () => {
    expect(() => searchSorted(zeros([2, 2]), 1)).toThrow(ShapeError);
    expect(() => searchSorted(tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => searchSorted(tensor([1]), 1, { side: 'middle' as never })).toThrow(ArgumentError);
  });
});
