import { grad } from '@gradkit/autograd';
import { jit, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { ctc } from '../src/index.ts';

describe('ctc', () => {
  /** −log of the sum over all sequences of classes that say the label. */
  function byEnumeration(label: readonly number[], logits: readonly (readonly number[])[], blank = 0): number {
    const classes = (logits[0] as readonly number[]).length;
    let total = 0;
    for (let code = 0; code < classes ** logits.length; code++) {
      const path = logits.map((_, t) => Math.floor(code / classes ** t) % classes);
      const said = path.filter((c, t) => c !== path[t - 1]).filter((c) => c !== blank);
      if (said.join() !== label.join()) continue;
      total += path.reduce((product, c, t) => {
        const row = logits[t] as readonly number[];
        return (product * Math.exp(row[c] as number)) / row.reduce((sum, x) => sum + Math.exp(x), 0);
      }, 1);
    }
    return -Math.log(total);
  }
  const logits = [
    [0.5, -1, 2],
    [1, 0.25, -0.5],
    [-2, 1.5, 0],
    [0.75, 0.5, -1],
  ];
  const of = (labels: number[][], rows: number[][][], options: Parameters<typeof ctc>[0] = {}): number[] =>
    Array.from(
      ctc({ reduction: 'none', ...options })(
        tensor(labels, { dtype: 'int32' }),
        tensor(rows, { dtype: 'float64' }),
      ).dataSync(),
    );

  it('is −log of the sum over all paths', () => {
    for (const label of [[1], [2, 1], [1, 1], [1, 2, 1]]) {
      expect(of([label], [logits])[0]).toBeCloseTo(byEnumeration(label, logits), 12);
    }
    expect(of([[0, 1]], [logits], { blank: 2 })[0]).toBeCloseTo(byEnumeration([0, 1], logits, 2), 12);
  });

  it('takes labels of different lengths, padded with blanks, also empty ones', () => {
    const values = of(
      [
        [1, 2],
        [2, 0],
        [0, 0],
      ],
      [logits, logits, logits],
    );
    expect(values[0]).toBeCloseTo(byEnumeration([1, 2], logits), 12);
    expect(values[1]).toBeCloseTo(byEnumeration([2], logits), 12);
    expect(values[2]).toBeCloseTo(byEnumeration([], logits), 12);
  });

  it('skips masked timesteps, wherever they are', () => {
    const mask = tensor([[1, 0, 1, 1]]);
    const value = ctc()(tensor([[2, 1]]), tensor([logits], { dtype: 'float64' }), { mask });
    const left = logits.filter((_, t) => t !== 1);
    expect(value.item()).toBeCloseTo(byEnumeration([2, 1], left), 12);
  });

  it('leaves out masked samples', () => {
    const yPred = tensor([logits, logits], { dtype: 'float64' });
    const value = ctc()(tensor([[1], [2]]), yPred, { mask: tensor([0, 1]) });
    expect(value.item()).toBeCloseTo(byEnumeration([2], logits), 12);
  });

  it('is infinite where labels do not fit in, or 0 if so wished, with derivative 0', () => {
    const two = logits.slice(0, 2);
    expect(of([[1, 1]], [two])).toEqual([Number.POSITIVE_INFINITY]);
    expect(of([[1, 1]], [two], { zeroInfinity: true })).toEqual([0]);
    const loss = ctc();
    const slope = grad((p: Tensor) => loss(tensor([[1, 1]]), p))(tensor([two]));
    expect([...slope.dataSync()].every((x) => x === 0)).toBe(true);
  });

  it('is NaN for a label that is no class', () => {
    expect(of([[3]], [logits])[0]).toBeNaN();
    expect(of([[-1]], [logits])[0]).toBeNaN();
  });

  it('is computed in jit over hundreds of timesteps', () => {
    const long = tensor(
      Float64Array.from({ length: 600 }, (_, i) => Math.sin(i)),
      { shape: [1, 200, 3] },
    );
    const step = jit((p: Tensor) => ctc()(tensor([[1, 2, 1, 1]]), p));
    expect(step(long).item()).toBeCloseTo(ctc()(tensor([[1, 2, 1, 1]]), long).item(), 10);
    expect(step(long).item()).toBeGreaterThan(0);
  });

  it('has the values of samples for metrics, and three parameters', () => {
    const loss = ctc();
    expect([loss.length, loss.name]).toEqual([3, 'ctc']);
    expect(loss.perSample?.(tensor([[1]]), tensor([logits])).values.shape).toEqual([1]);
  });

  it('rejects shapes and options that do not fit', () => {
    expect(() => ctc()(tensor([1]), tensor([logits]))).toThrow(/ctc: labels \[1\] do not fit predictions \[1, 4, 3\]/);
    expect(() => ctc({ blank: 3 })(tensor([[1]]), tensor([logits]))).toThrow(/blank 3 is not one of 3 classes/);
    expect(() => ctc({ blank: 0.5 })).toThrow(/ctc: blank is a class id/);
    expect(() => ctc({ zeroInfinity: 0 as never })).toThrow(/zeroInfinity is true or false/);
  });
});
