import { describe, expect, it } from 'vitest';
import { learningRateTooHigh, learningRateTooLow } from '../../src/rules/learning-rate.ts';
import { limits } from '../../src/rules/limits.ts';
import { notFinite } from '../../src/rules/not-finite.ts';
import { noisyGradients, plateau, underfitting } from '../../src/rules/stagnation.ts';
import type { TrainingRecord } from '../../src/training-record.ts';
import { recordOf, type Setting } from './records.ts';

const [less, more] = [0.99, 1.01];

/** All kernels of norm 1, of which a step changes a share. */
const updates =
  (share: number): NonNullable<Setting['kernel']> =>
  () => ({ weightNorm: 1, updateNorm: share });

describe('learning rate too high', () => {
  it('is found where the loss ends higher than it began', () => {
    const endingAt = (height: number) => recordOf({ loss: (t) => (t < 0.1 ? 1 : height) });
    expect(learningRateTooHigh(endingAt(less * limits.diverged))).toEqual([]);
    expect(learningRateTooHigh(endingAt(more * limits.diverged))[0]).toMatchObject({
      cause: 'divergence',
      severity: 'problem',
      remedies: [{ name: 'lower-learning-rate' }, { name: 'clip-gradients' }, { name: 'schedule-learning-rate' }],
    });
  });

  it('does not mind a penalty, which has a rule of its own', () => {
    expect(learningRateTooHigh(recordOf({ loss: () => 3, penalty: () => 2 }))).toEqual([]);
  });

  it('is found where the loss leapt, unless it was learned well afterwards', () => {
    const leaping = (height: number, end: number) =>
      recordOf({ loss: (t) => (t > 0.3 && t < 0.4 ? height : t > 0.5 ? end : 1) });
    expect(learningRateTooHigh(leaping(less * limits.leapt, 1))).toEqual([]);
    expect(learningRateTooHigh(leaping(more * limits.leapt, 1))).toHaveLength(1);
    expect(learningRateTooHigh(leaping(more * limits.leapt, 0.1))).toEqual([]);
  });

  it('is found where steps are long and nothing is learned, and prescribes one with usual steps', () => {
    const at = (share: number, loss: number) => recordOf({ kernel: updates(share), loss: () => loss, learningRate: 1 });
    expect(learningRateTooHigh(at(less * limits.fastUpdates, 1))).toEqual([]);
    expect(learningRateTooHigh(at(more * limits.fastUpdates, 0.2))).toEqual([]);
    const [found] = learningRateTooHigh(at(0.2, 1));
    expect(found).toMatchObject({ cause: 'restless' });
    // 0.2 % of the weights instead of 20 %: a hundredth of the rate.
    expect(found?.remedies[0]).toEqual({
      name: 'lower-learning-rate',
      value: 0.01,
      code: 'sgd({ learningRate: 0.01 })',
    });
  });

  it('is found where a first step replaces most of the weights, as later ones seem short', () => {
    const at = (share: number, loss = 1) =>
      recordOf({
        kernel: (_, t) => ({ weightNorm: 10, updateNorm: t < 0.2 ? 10 * share : 0.001 }),
        loss: () => loss,
        learningRate: 1,
      });
    expect(learningRateTooHigh(at(less * limits.wildUpdate))).toEqual([]);
    const [found] = learningRateTooHigh(at(more * limits.wildUpdate));
    expect(found).toMatchObject({ cause: 'restless', severity: 'problem' });
    // 0.2 % instead of 50 %.
    expect(found?.remedies[0]?.value).toBe(0.005);
    // A network that learned well in spite of it: only where nothing is left of the first weights.
    expect(learningRateTooHigh(at(less, 0.1))).toEqual([]);
    expect(learningRateTooHigh(at(more, 0.1))[0]?.severity).toBe('warning');
  });

  it('takes validation and leaps of the loss for harm, too', () => {
    const kernel = (_: number, t: number) => ({ weightNorm: 10, updateNorm: t < 0.2 ? 6 : 0.001 });
    const leaping = (height: number) =>
      recordOf({ kernel, loss: (t) => (t > 0.3 && t < 0.4 ? height : t > 0.5 ? 0.1 : 1), valLoss: () => 0.1 });
    expect(learningRateTooHigh(leaping(less * limits.leaptWildly))).toEqual([]);
    expect(learningRateTooHigh(leaping(more * limits.leaptWildly))).toHaveLength(1);
    const validated = (valLoss: number) => recordOf({ kernel, valLoss: () => valLoss });
    expect(learningRateTooHigh(validated(less * limits.littleLearned))).toEqual([]);
    expect(learningRateTooHigh(validated(more * limits.littleLearned))).toHaveLength(1);
  });

  it('does not mind a single sample with a large loss', () => {
    const record = recordOf({ loss: (t) => (Math.abs(t - 0.5) < 0.006 ? 15 : 0.9) });
    expect(learningRateTooHigh(record)).toEqual([]);
  });

  it('does not call a step long since the weights are small', () => {
    const record = recordOf({
      kernel: (_, t) => (t < 0.2 ? { weightNorm: 1e-3, updateNorm: 0.1 } : {}),
      loss: () => 1,
    });
    expect(learningRateTooHigh(record)).toEqual([]);
  });

  it('writes the optimizer in use', () => {
    const record = recordOf({ loss: (t) => 1 + 5 * t, record: { optimizer: 'adam' } });
    expect(learningRateTooHigh(record)[0]?.remedies[0]?.code).toMatch(/^adam\(/);
  });
});

describe('learning rate too low', () => {
  const crawling = (share: number, loss: Setting['loss'] = (t) => 1 - 0.01 * t) =>
    recordOf({ kernel: updates(share), loss, learningRate: 1e-5 });

  it('is found where steps are short and the loss falls along a line', () => {
    expect(learningRateTooLow(crawling(more * limits.slowUpdates))).toEqual([]);
    const [found] = learningRateTooLow(crawling(less * limits.slowUpdates));
    expect(found).toMatchObject({ cause: 'crawling', severity: 'problem' });
    // Ten times as long steps would be usual.
    expect(found?.remedies.map(({ name, value }) => [name, value])).toEqual([
      ['raise-learning-rate', 1e-4],
      ['adam', 0.001],
      ['momentum', 0.9],
    ]);
  });

  it('is not said of what has converged, or learned well', () => {
    expect(learningRateTooLow(crawling(1e-5, (t) => 0.6 + 0.4 * Math.exp(-9 * t)))).toEqual([]);
    expect(learningRateTooLow(crawling(1e-5, (t) => 0.4 - 0.1 * t))).toEqual([]);
  });

  it('waits for some steps', () => {
    expect(learningRateTooLow(recordOf({ kernel: updates(1e-5), loss: () => 1, steps: limits.fewSteps - 1 }))).toEqual(
      [],
    );
    expect(learningRateTooLow(recordOf({ kernel: updates(1e-5), loss: () => 1, steps: limits.fewSteps }))).toHaveLength(
      1,
    );
  });
});

describe('the loss of guessing', () => {
  it('is the entropy of the classes where nobody says what it is', () => {
    const data = { batchSize: 32, nonFinite: false, classCounts: [50, 50, 0] };
    const at = (loss: number) => plateau({ ...recordOf({ loss: () => loss }), baselineLoss: undefined, data });
    expect(at(less * limits.littleLearned * Math.LN2)).toEqual([]);
    const [found] = at(Math.LN2);
    expect(found?.evidence.find(({ measure }) => measure === 'loss-to-baseline')?.value).toBeCloseTo(1, 6);
  });

  it('is the first loss without classes', () => {
    const record = { ...recordOf({ loss: () => 7 }), baselineLoss: undefined };
    expect(plateau(record)[0]?.evidence[0]?.value).toBeCloseTo(1, 6);
  });
});

describe('plateau', () => {
  it('is found where the loss stays high and still', () => {
    expect(plateau(recordOf({ loss: () => less * limits.littleLearned }))).toEqual([]);
    expect(plateau(recordOf({ loss: () => more * limits.littleLearned }))[0]).toMatchObject({
      cause: 'flat',
      remedies: [{ name: 'adam' }, { name: 'momentum' }, {}, {}],
    });
    expect(plateau(recordOf({ loss: (t) => 1 - 0.4 * t }))).toEqual([]);
  });

  it('tells a loss that fluctuates from one that stands still', () => {
    // A swing of ±a has the deviation a.
    const swinging = (swing: number) =>
      recordOf({ loss: (t) => 0.7 * (1 + (Math.round(99 * t) % 2 === 0 ? swing : -swing)) });
    expect(plateau(swinging(0.2))[0]?.cause).toBe('flat');
    expect(plateau(swinging(0.3))[0]).toMatchObject({
      cause: 'bouncing',
      remedies: [{ name: 'schedule-learning-rate' }, {}, {}],
    });
  });
});

describe('underfitting', () => {
  it('is found in networks that are too small', () => {
    expect(underfitting(recordOf({ width: 4, loss: () => 0.7 }))[0]).toMatchObject({
      cause: 'too-few-units',
      layers: ['dense', 'dense_1'],
      remedies: [{ name: 'more-units', value: 32 }, {}],
    });
    expect(underfitting(recordOf({ hidden: 0, loss: () => 0.7 }))[0]?.cause).toBe('no-hidden-layer');
    expect(underfitting(recordOf({ width: limits.narrow, loss: () => less * limits.narrowLearned }))).toEqual([]);
    expect(underfitting(recordOf({ width: limits.narrow, loss: () => more * limits.narrowLearned }))).toHaveLength(1);
    expect(underfitting(recordOf({ width: limits.narrow + 1, loss: () => 0.7 }))).toEqual([]);
    expect(underfitting(recordOf({ hidden: 0, loss: () => less * limits.littleLearned }))).toEqual([]);
  });

  it('is found where training ends too early', () => {
    expect(underfitting(recordOf({ loss: (t) => 1 - 0.4 * t }))[0]).toMatchObject({
      cause: 'stopped-early',
      severity: 'warning',
      remedies: [{ name: 'more-epochs', value: 30 }, {}],
    });
    expect(underfitting(recordOf({ loss: (t) => 1 - 0.4 * t, epochs: limits.fewEpochs - 1 }))).toEqual([]);
  });
});

describe('noisy gradients', () => {
  const noisy = (batchSize: number, swing: number, gradientAgreement = 0.01, level = 0.7) =>
    recordOf({
      loss: (t) => level * (1 + (Math.round(99 * t) % 2 === 0 ? swing : -swing)),
      step: () => ({ gradientAgreement }),
      record: { data: { samples: 500, batchSize, nonFinite: false } },
    });

  it('are found where batches are small, disagree, and losses leap about', () => {
    const { smallBatch, lossFluctuation, gradientAgreement } = limits;
    expect(noisyGradients(noisy(smallBatch + 1, 0.8))).toEqual([]);
    expect(noisyGradients(noisy(smallBatch, 0.95 * lossFluctuation))).toEqual([]);
    expect(noisyGradients(noisy(smallBatch, 0.8, more * gradientAgreement))).toEqual([]);
    expect(noisyGradients(noisy(smallBatch, 0.8, less * gradientAgreement))).toHaveLength(1);
  });

  it('are cured by larger batches where enough steps remain, else by a rate that falls', () => {
    const first = (steps: number) => {
      const { losses, ...record } = noisy(1, 0.8);
      const many = Array.from({ length: steps }, (_, i) => losses[i % losses.length] as number);
      return noisyGradients({ ...record, losses: many })[0]?.remedies[0]?.name;
    };
    expect(first(limits.enoughSteps * limits.usualBatch)).toBe('larger-batch');
    expect(first(limits.enoughSteps * limits.usualBatch - 1)).toBe('schedule-learning-rate');
  });

  it('do not matter where much was learned', () => {
    expect(noisyGradients(noisy(1, 0.8, 0.01, 0.1))).toEqual([]);
  });
});

describe('NaN and infinity', () => {
  const at = (record: Partial<TrainingRecord>) => notFinite(recordOf({ record }))[0];

  it('are told with their origin', () => {
    expect(at({})).toBeUndefined();
    expect(at({ firstNonFinite: { step: 7, where: 'activation', layer: 'dense_1' } })).toMatchObject({
      layers: ['dense_1'],
      cause: 'activation',
      step: 7,
      remedies: [{ name: 'lower-learning-rate' }, { name: 'clip-gradients' }],
    });
    expect(at({ firstNonFinite: { step: 0, where: 'input' } })?.remedies[0]?.name).toBe('remove-non-finite-samples');
    expect(at({ firstNonFinite: { step: 3, where: 'loss' } })?.remedies[0]?.name).toBe('loss-from-logits');
  });

  it('are told from data and losses alone', () => {
    expect(at({ data: { batchSize: 1, nonFinite: true } })?.cause).toBe('input');
    expect(at({ losses: [1, 2, Number.NaN] })).toMatchObject({ cause: 'loss', step: 2 });
  });
});
