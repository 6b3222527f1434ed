import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { dice } from '../src/index.ts';
import { expectClose } from './close.ts';

describe('dice', () => {
  const truth = tensor([
    [1, 1, 0, 0],
    [1, 0, 0, 0],
  ]);
  const guess = tensor([
    [0, 1, 1, 0],
    [1, 0, 0, 0],
  ]);

  it('is 1 minus twice the overlap over both sizes, of the whole batch', () => {
    expect(dice()(truth, guess).item()).toBeCloseTo(1 - 4 / 6, 6);
    expect(dice()(truth, guess).shape).toEqual([]);
  });

  it('takes samples for regions of their own with axes, and then weighs them', () => {
    const loss = dice({ axis: 1, reduction: 'none' });
    expectClose(loss(truth, guess).dataSync(), [0.5, 0], 1e-6);
    expectClose(loss(truth, guess, { sampleWeight: tensor([4, 1]) }).dataSync(), [2, 0], 1e-6);
    expect(() => dice()(truth, guess, { sampleWeight: tensor([1, 2]) })).toThrow(
      /dice: sampleWeight \[2\] does not fit values \[\]/,
    );
  });

  it('is 1 where both are empty', () => {
    expect(dice()(tensor([0, 0]), tensor([0, 0])).item()).toBe(1);
  });

  it('rejects axes that are none', () => {
    expect(() => dice({ axis: 3 })(truth, guess)).toThrow(/dice: axis 3 is outside/);
    expect(() => dice({ axes: 1 } as object)).toThrow(/Did you mean "axis"/);
  });
});
