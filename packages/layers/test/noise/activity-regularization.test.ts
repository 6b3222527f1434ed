import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { activityRegularization, sequential } from '../../src/index.ts';

describe('activityRegularization', () => {
  it('gives its input, and adds the penalty of a mean sample', () => {
    const x = tensor([
      [1, -2],
      [3, 4],
    ]);
    const terms: number[] = [];
    const model = sequential([activityRegularization({ l1: 0.5, l2: 0.1 })]);
    expect(model.apply(x, { training: true, addLoss: (term) => terms.push(term.item()) })).toBe(x);
    expect(terms).toHaveLength(1);
    // float32
    expect(terms[0]).toBeCloseTo((0.5 * 10 + 0.1 * 30) / 2, 6);
    expect(model.apply(x).toArray()).toEqual(x.toArray());
  });

  it('says what it got', () => {
    expect(() => activityRegularization({ l1: -1 })).toThrow('l1 must be a finite number of at least 0');
    expect(() => activityRegularization({ l3: 1 } as never)).toThrow('unknown option "l3"');
  });
});
