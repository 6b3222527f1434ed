import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  cast,
  DTypeError,
  diagonal,
  einsum,
  matmul,
  ones,
  outer,
  type Shape,
  ShapeError,
  type Tensor,
  tensor,
  trace,
  transpose,
  zeros,
} from '../../src/index.ts';
import { indicesOf, numbered, position } from './elements.ts';

const a = numbered([2, 3]);
const b = numbered([3, 4]);

describe('einsum with one operand', () => {
  const square = numbered([3, 3]);

  it('reorders, sums and takes diagonals', () => {
    expect(einsum('ij->ji', a).toArray()).toEqual(transpose(a).toArray());
    expect(einsum('ij->', a).item()).toBe(15);
    expect(einsum('ij->j', a).toArray()).toEqual([3, 5, 7]);
    expect(einsum('ii->i', square).toArray()).toEqual(diagonal(square).toArray());
    expect(einsum('ii', square).item()).toBe(trace(square).item());
    expect(einsum('iij->ji', numbered([2, 2, 3])).toArray()).toEqual([
      [0, 9],
      [1, 10],
      [2, 11],
    ]);
    expect(einsum('iii->i', numbered([2, 2, 2])).toArray()).toEqual([0, 7]);
    expect(einsum('', tensor(5)).item()).toBe(5);
  });

  it('has an output of its own accord: letters that occur once, in alphabetic order', () => {
    expect(einsum('ba', a).toArray()).toEqual(transpose(a).toArray());
    expect(einsum('ij', a).toArray()).toEqual(a.toArray());
    expect(einsum('...i', numbered([2, 2, 2])).toArray()).toEqual(numbered([2, 2, 2]).toArray());
  });

  it('moves bool and sums integers in their own type', () => {
    expect(einsum('ij->ji', tensor([[true, false]])).toArray()).toEqual([[true], [false]]);
    expect(einsum('i->', tensor([200, 100], { dtype: 'uint8' })).item()).toBe(44);
  });
});

describe('einsum with two operands', () => {
  it('makes products of matrices', () => {
    expect(einsum('ij,jk->ik', a, b).toArray()).toEqual(matmul(a, b).toArray());
    expect(einsum('ij,jk', a, b).toArray()).toEqual(matmul(a, b).toArray());
    expect(einsum('ij,jk->ki', a, b).toArray()).toEqual(transpose(matmul(a, b)).toArray());
    const [p, q] = [numbered([2, 3, 4]), numbered([2, 4, 5])];
    expect(einsum('bij,bjk->bik', p, q).toArray()).toEqual(matmul(p, q).toArray());
    expect(einsum('...ij,...jk->...ik', p, numbered([4, 5])).toArray()).toEqual(matmul(p, numbered([4, 5])).toArray());
    expect(einsum('i,j->ij', tensor([1, 2]), tensor([3, 4])).toArray()).toEqual(
      outer(tensor([1, 2]), tensor([3, 4])).toArray(),
    );
    expect(einsum(',ij->ij', 2, cast(a, 'float32')).toArray()).toEqual([
      [0, 2, 4],
      [6, 8, 10],
    ]);
  });

  it('ignores spaces', () => {
    expect(einsum(' i j , j k -> i k ', a, b).toArray()).toEqual(matmul(a, b).toArray());
  });

  it('broadcasts the axes of ellipses, and axes of extent 1', () => {
    expect(einsum('...,...->...', ones([2, 1, 3]), ones([4, 1])).shape).toEqual([2, 4, 3]);
    expect(einsum('ij,jk->ik', ones([2, 1]), ones([3, 4])).toArray()).toEqual(ones([2, 4]).mul(3).toArray());
    expect(einsum('ij,ij->ij', ones([2, 1]), ones([1, 3])).shape).toEqual([2, 3]);
    expect(einsum('ii,i->i', numbered([1, 2]), numbered([2])).toArray()).toEqual([0, 1]);
    expect(einsum('i...->...', zeros([0, 2])).toArray()).toEqual([0, 0]);
  });
});

describe('einsum', () => {
  interface Axes {
    readonly inputs: readonly string[];
    readonly output: string;
    readonly extents: { readonly [letter: string]: number };
  }

  /** The definition: every combination of indices adds one product. */
  function bySums({ inputs, output, extents }: Axes): number[] {
    const letters = [...new Set([...inputs.join(''), ...output])];
    const shapeOf = (term: string): Shape => [...term].map((letter) => extents[letter] as number);
    const result = new Array<number>(shapeOf(output).reduce((n, m) => n * m, 1)).fill(0);
    for (const index of indicesOf(letters.map((letter) => extents[letter] as number))) {
      const at = (term: string): number =>
        position(
          shapeOf(term),
          [...term].map((letter) => index[letters.indexOf(letter)] as number),
        );
      const terms = inputs.map((term) => at(term) + 1);
      result[at(output)] = (result[at(output)] as number) + terms.reduce((product, x) => product * x, 1);
    }
    return result;
  }

  const term = fc.array(fc.constantFrom('a', 'b', 'c', 'D'), { maxLength: 3 }).map((letters) => letters.join(''));
  const axes: fc.Arbitrary<Axes> = fc
    .record({
      inputs: fc.array(term, { minLength: 1, maxLength: 4 }),
      order: fc.shuffledSubarray(['a', 'b', 'c', 'D']),
      extents: fc.record(
        Object.fromEntries(['a', 'b', 'c', 'D'].map((letter) => [letter, fc.constantFrom(0, 1, 2, 3)])),
      ) as fc.Arbitrary<Axes['extents']>,
    })
    .map(({ inputs, order, extents }) => ({
      inputs,
      output: order.filter((letter) => inputs.some((input) => input.includes(letter))).join(''),
      extents,
    }));

  it('is the sum of products over all indices', () => {
    fc.assert(
      fc.property(axes, ({ inputs, output, extents }) => {
        const tensors = inputs.map((input) =>
          cast(numbered([...input].map((letter) => extents[letter] as number)).add(1), 'float64'),
        );
        const result = einsum(`${inputs.join(',')}->${output}`, ...tensors);
        expect(result.shape).toEqual([...output].map((letter) => extents[letter]));
        // Integers below 2⁵³ are exact.
        expect([...result.dataSync()]).toEqual(bySums({ inputs, output, extents }));
      }),
      { numRuns: 150 },
    );
  });

  it('multiplies first what makes the smallest product', () => {
    const chain = (...shapes: Shape[]): Tensor[] => shapes.map((shape) => ones(shape));
    // From the left, the first product would have 10⁸ elements.
    const [u, v, w] = chain([10_000, 1], [1, 10_000], [10_000, 2]) as [Tensor, Tensor, Tensor];
    const { node } = einsum('ij,jk,kl->il', u, v, w);
    const sizes: number[] = [];
    const visit = (n: typeof node): void => {
      sizes.push(n.shape.reduce((size, extent) => size * extent, 1));
      n.inputs.forEach(visit);
    };
    visit(node);
    expect(Math.max(...sizes)).toBe(20_000);
  });

  it('says what is wrong, and where', () => {
    expect(() => einsum('ij')).toThrow('einsum: needs at least one tensor');
    expect(() => einsum('ij,jk', a)).toThrow('einsum: "ij,jk" is for 2 operands, got 1.');
    expect(() => einsum('i1', a)).toThrow('einsum: unexpected "1" at position 1 of "i1".');
    expect(() => einsum('ij, j.k', a, b)).toThrow('einsum: unexpected "." at position 5 of "ij, j.k".');
    expect(() => einsum('......', a)).toThrow('einsum: a second "..." of one operand at position 3 of "......".');
    expect(() => einsum('ij-> i k', a)).toThrow(
      'einsum: the output has "k", which no operand has, at position 7 of "ij-> i k".',
    );
    expect(() => einsum('ij->ii', a)).toThrow('einsum: the output names "i" twice at position 5 of "ij->ii".');
    expect(() => einsum('...j->j', a)).toThrow('the output lacks the "..." that the operands have');
    expect(() => einsum('ij->i,j', a)).toThrow('einsum: unexpected "," at position 5');
    expect(() => einsum(5 as never, a)).toThrow(ArgumentError);
  });

  it('says which shapes do not fit', () => {
    expect(() => einsum('ijk', a)).toThrow(ShapeError);
    expect(() => einsum('ijk', a)).toThrow(
      'einsum: "ijk" at position 0 of "ijk" names 3 axes, but its operand is [2, 3].',
    );
    expect(() => einsum('ij,j', a, b)).toThrow('Use "..." for axes without a name.');
    expect(() => einsum('ij,jk', a, a)).toThrow('einsum: index "j" of "ij,jk" is 3 and 2: [2, 3], [2, 3].');
    expect(() => einsum('...,...', a, b)).toThrow('einsum: an axis of "..." of "...,..." is');
    expect(() => einsum('ii', a)).toThrow(ShapeError);
  });

  it('says which element types do not fit', () => {
    expect(() => einsum('i,i', tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => einsum('i,i', tensor([1]), tensor([1], { dtype: 'int32' }))).toThrow(
      'einsum: element types differ: float32 and int32.',
    );
    expect(() => einsum('i->', tensor([true]))).toThrow('einsum: bool is not supported');
  });
});
