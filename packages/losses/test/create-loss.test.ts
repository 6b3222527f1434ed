import { mean, square, sub, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { createLoss, type Loss, type Reduction, type Weighting } from '../src/index.ts';

const f64 = { dtype: 'float64' } as const;
const zero = tensor([0, 0, 0, 0], f64);
const yPred = tensor([1, 2, 3, 4], f64);
const own = (reduction?: Reduction): Loss =>
  createLoss('own', (yTrue, yPred) => square(sub(yTrue, yPred)), { reduction });
const of = (reduction: Reduction, weighting?: Weighting): unknown => own(reduction)(zero, yPred, weighting).toArray();

const sampleWeight = tensor([1, 2, 0, 0.5], f64);
const mask = tensor([1, 0, 1, 1], { dtype: 'bool' });

describe('createLoss', () => {
  it('reduces the values of samples', () => {
    expect(own()(zero, yPred).item()).toBe(30 / 4);
    expect(of('mean')).toBe(30 / 4);
    expect(of('weightedMean')).toBe(30 / 4);
    expect(of('sum')).toBe(30);
    expect(of('none')).toEqual([1, 4, 9, 16]);
  });

  it('multiplies them by weights; only weightedMean divides by these', () => {
    expect(of('mean', { sampleWeight })).toBe(17 / 4);
    expect(of('weightedMean', { sampleWeight })).toBe(17 / 3.5);
    expect(of('sum', { sampleWeight })).toBe(17);
    expect(of('none', { sampleWeight })).toEqual([1, 8, 0, 8]);
  });

  it('leaves masked ones out, and divides by what is left', () => {
    expect(of('mean', { mask })).toBe(26 / 3);
    expect(of('weightedMean', { mask })).toBe(26 / 3);
    expect(of('sum', { mask })).toBe(26);
    expect(of('none', { mask })).toEqual([1, 0, 9, 16]);
  });

  it('takes both', () => {
    expect(of('mean', { mask, sampleWeight })).toBe(9 / 3);
    expect(of('weightedMean', { mask, sampleWeight })).toBe(9 / 1.5);
    expect(of('sum', { mask, sampleWeight })).toBe(9);
    expect(of('none', { mask, sampleWeight })).toEqual([1, 0, 0, 8]);
  });

  it('is 0 where nothing is left', () => {
    const nothing = tensor([0, 0, 0, 0]);
    for (const reduction of ['mean', 'weightedMean', 'sum'] as const) {
      expect(of(reduction, { mask: nothing })).toBe(0);
      expect(of(reduction, { sampleWeight: nothing })).toBe(0);
    }
  });

  it('lets masked values be NaN', () => {
    const broken = tensor([1, Number.NaN, 3, Number.POSITIVE_INFINITY], f64);
    expect(own()(zero, broken, { mask: tensor([1, 0, 1, 0]) }).item()).toBe(5);
  });

  it('joins the mask of the loss itself with that of the call', () => {
    const even = createLoss('even', (_, yPred) => ({ values: yPred, mask: tensor([0, 1, 0, 1]) }));
    expect(even(zero, yPred).item()).toBe(3);
    expect(even(zero, yPred, { mask: tensor([1, 1, 1, 0]) }).item()).toBe(2);
    expect(even(zero, yPred, { sampleWeight: tensor([9, 2, 9, 1]) }).item()).toBe(4);
  });
});

describe('weights of values [B, T]', () => {
  const steps = tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    f64,
  );
  const identity = (reduction: Reduction): Loss => createLoss('identity', (_, yPred) => yPred, { reduction });
  const sum = (sampleWeight: Tensor): number => identity('sum')(steps, steps, { sampleWeight }).item();

  it('count per sample, per timestep, or for all', () => {
    expect(sum(tensor([2, 3]))).toBe(12 + 45);
    expect(sum(tensor([[2], [3]]))).toBe(12 + 45);
    expect(sum(tensor([[1, 0, 2]]))).toBe(7 + 16);
    expect(
      sum(
        tensor([
          [1, 0, 0],
          [0, 0, 2],
        ]),
      ),
    ).toBe(1 + 12);
    expect(sum(tensor(2))).toBe(42);
  });

  it('are counted as often as they are used', () => {
    const loss = identity('weightedMean');
    expect(loss(steps, steps, { sampleWeight: tensor([1, 3]) }).item()).toBe((6 + 45) / 12);
    expect(loss(steps, steps, { sampleWeight: tensor([1, 3]), mask: tensor([[1, 1, 0]]) }).item()).toBe(30 / 8);
    expect(identity('mean')(steps, steps, { mask: tensor([1, 0]) }).item()).toBe(2);
  });

  it('are [B, 1] for values [B], too', () => {
    expect(own('sum')(zero, yPred, { sampleWeight: tensor([[1], [0], [0], [2]]) }).item()).toBe(33);
  });

  it('are rejected where they fit no axes', () => {
    expect(() => sum(tensor([1, 2, 3]))).toThrow(/identity: sampleWeight \[3\] does not fit values \[2, 3\]/);
    expect(() => own()(zero, yPred, { mask: tensor([[1, 1, 1, 1]]) })).toThrow(/own: mask \[1, 4\] does not fit/);
  });
});

describe('the loss itself', () => {
  it('has three parameters, a name and its values', () => {
    expect(own()).toHaveLength(3);
    expect(own().name).toBe('own');
    expect(own()?.perSample?.(zero, yPred).values.toArray()).toEqual([1, 4, 9, 16]);
  });

  it('may also be a function of two arguments', () => {
    const loss: Loss = (yTrue, yPred) => mean(square(sub(yTrue, yPred)));
    expect(loss).toHaveLength(2);
    expect(loss(zero, yPred).item()).toBe(7.5);
  });

  it('rejects what it cannot use', () => {
    expect(() => createLoss('', (a) => a)).toThrow(/createLoss: needs a name/);
    expect(() => createLoss('own', 3 as never)).toThrow(/needs a function of \(yTrue, yPred\), got 3/);
    expect(() => createLoss('own', (a) => a, { reduce: 'sum' } as object)).toThrow(/own: unknown option "reduce"/);
    expect(() => createLoss('own', () => 3 as never)(zero, yPred)).toThrow(
      /own: the value of samples must be a tensor/,
    );
    expect(() => own()(zero, yPred, { weight: zero } as object)).toThrow(/own: unknown option "weight"/);
  });
});
