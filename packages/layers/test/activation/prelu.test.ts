import { key, tensor, zeros } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { prelu, sequential } from '../../src/index.ts';
import golden from '../golden/activation.json' with { type: 'json' };
import { checkRow, rowsOf, titleOf } from '../golden/rows.ts';

describe('prelu', () => {
  for (const row of rowsOf(golden)) {
    // A product, and sums of a few of them.
    it(`gives what Keras gives: ${titleOf(row)}`, () => checkRow(row, 2e-7));
  }

  it('has a slope for every unit, or for all units along shared axes', () => {
    const own = prelu({ alphaRegularizer: l2(1) });
    own.build([2, 3, 4], key(0));
    expect(own.parameters.map(({ name, variable: { shape } }) => [name, shape])).toEqual([['prelu/alpha', [3, 4]]]);
    expect(own.parameters[0]?.regularizer).toBeDefined();
    const shared = prelu({ sharedAxes: [1, -2] });
    shared.build([2, 5, 6, 3], key(0));
    expect(shared.parameters[0]?.variable.shape).toEqual([1, 1, 3]);
    expect(shared.build([1, 9, 2, 3], key(0))).toEqual([1, 9, 2, 3]);
  });

  it('keeps what is not a number, and is a closed unit at first', () => {
    const model = sequential([prelu()]);
    expect(model.apply(tensor([[-1, Number.NaN, 2, -Infinity]])).toArray()).toEqual([[-0, Number.NaN, 2, Number.NaN]]);
    const open = sequential([prelu({ alphaInitializer: constant(0.25) })]);
    expect(open.apply(tensor([[-4, -Infinity]])).toArray()).toEqual([[-1, -Infinity]]);
  });

  it('says what does not fit', () => {
    expect(() => prelu({ sharedAxes: 0 }).build([1, 2], key(0))).toThrow('prelu: axis 0 is the batch');
    expect(() => prelu({ sharedAxes: 3 }).build([1, 2], key(0))).toThrow('axis 3');
    expect(() => prelu({ alphaInitializer: 0.25 as never })).toThrow('prelu: alphaInitializer is a function such as');
    const layer = prelu({ name: 'unit' });
    layer.build([1, 3], key(0));
    expect(() => layer.build([1, 4], key(0))).toThrow('unit: has slopes of shape [3] for each sample, got [1, 4]');
    expect(() => layer.apply(zeros([1, 3], { dtype: 'int32' }), { training: false })).toThrow('unit: expected float32');
  });
});
