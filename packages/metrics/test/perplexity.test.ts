import { greater, log, neg, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { computeMetric, perplexity } from '../src/index.ts';

describe('perplexity', () => {
  const nll = Object.assign((): Tensor => expect.fail(), {
    perSample: (_: Tensor, yPred: Tensor) => ({ values: neg(log(yPred)), mask: greater(yPred, 0) }),
  });

  it('is the exponential of the mean cross-entropy over all tokens', () => {
    const metric = perplexity(nll);
    let state = metric.update(metric.initial(), tensor([0]), tensor([0.25]));
    state = metric.update(state, tensor([0, 0]), tensor([0.5, 0.125]));
    expect(metric.result(state).item()).toBeCloseTo(4, 6);
    expect(metric).toMatchObject({ name: 'perplexity', direction: 'min' });
  });

  it('leaves out what the loss leaves out, and weighs the rest', () => {
    expect(computeMetric(perplexity(nll), tensor([0, 0]), tensor([0.5, 0])).item()).toBeCloseTo(2, 6);
    const weighted = computeMetric(perplexity(nll), tensor([0, 0]), tensor([0.5, 0.125]), tensor([1, 3]));
    expect(weighted.item()).toBeCloseTo(2 ** 2.5, 5);
  });
});
