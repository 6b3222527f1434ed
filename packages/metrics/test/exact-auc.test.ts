import { jit, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { exactAuc } from '../src/index.ts';

const noise = (n: number, seed: number): number[] =>
  Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898 + seed) * 0.5 + 0.5);

describe('exactAuc', () => {
  it('is the share of pairs in which the yes is higher, ties as half', () => {
    const scores = noise(60, 1).map((x) => Math.round(x * 10) / 10);
    const truth = noise(60, 2).map((x) => (x > 0.5 ? 1 : 0));
    let won = 0;
    let pairs = 0;
    truth.forEach((yes, i) => {
      if (yes === 0) return;
      truth.forEach((other, j) => {
        if (other === 1) return;
        pairs += 1;
        won += (scores[i] as number) > (scores[j] as number) ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      });
    });
    expect(exactAuc(tensor(truth), tensor(scores)).item()).toBeCloseTo(won / pairs, 12);
  });

  it('is the average precision of pr', () => {
    const [truth, scores] = [tensor([1, 0, 1, 0]), tensor([0.9, 0.8, 0.7, 0.1])];
    expect(exactAuc(truth, scores, { curve: 'pr' }).item()).toBeCloseTo((1 + 2 / 3) / 2, 15);
  });

  it('takes scores of any size, and ignores samples of weight 0', () => {
    expect(exactAuc(tensor([0, 1]), tensor([-1e30, 1e30])).item()).toBe(1);
    const sampleWeight = tensor([1, 1, 0, 0]);
    expect(exactAuc(tensor([0, 1, 1, 0]), tensor([1, 2, 0, 9]), { sampleWeight }).item()).toBe(1);
    expect(exactAuc(tensor([0, 1, 1, 0]), tensor([1, 2, 0, 9]), { curve: 'pr', sampleWeight }).item()).toBe(1);
  });

  it('is NaN without a yes or without a no', () => {
    expect(exactAuc(tensor([1, 1]), tensor([0.1, 0.2])).item()).toBeNaN();
    expect(exactAuc(tensor([0, 0]), tensor([0.1, 0.2]), { curve: 'pr' }).item()).toBeNaN();
  });

  it('is NaN if a prediction is, at whatever place', () => {
    for (const curve of ['roc', 'pr'] as const) {
      expect(exactAuc(tensor([1, 0, 1]), tensor([0.2, Number.NaN, 0.3]), { curve }).item()).toBeNaN();
      expect(exactAuc(tensor([0, 1, 1]), tensor([0.2, 0.3, Number.NaN]), { curve }).item()).toBeNaN();
    }
  });

  it('is computed in jit', () => {
    const of = jit((y: Tensor, p: Tensor) => exactAuc(y, p));
    expect(of(tensor([0, 0, 1, 1]), tensor([0.1, 0.4, 0.35, 0.8])).item()).toBe(0.75);
  });

  it('rejects curves that are none, and shapes that differ', () => {
    expect(() => exactAuc(tensor([1]), tensor([1]), { curve: 'x' as 'pr' })).toThrow(
      /exactAuc: curve is 'roc' or 'pr'/,
    );
    expect(() => exactAuc(tensor([1, 0]), tensor([1]))).toThrow(/exactAuc: truth \[2\] does not fit/);
  });
});
