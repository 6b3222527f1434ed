import { describe, expect, it } from 'vitest';
import { classImbalance } from '../../src/rules/class-imbalance.ts';
import { covariateShift, internalCovariateShift } from '../../src/rules/covariate-shift.ts';
import { dominatingRegularization, overfitting, uselessRegularization } from '../../src/rules/generalization.ts';
import { inputsNotStandardized } from '../../src/rules/inputs-not-standardized.ts';
import { limits } from '../../src/rules/limits.ts';
import type { DataFacts, LayerFacts } from '../../src/training-record.ts';
import { recordOf, type Setting } from './records.ts';

const [less, more] = [0.99, 1.01];

/** Best after half of the epochs, then up to a height where it stays for the last ones. */
const rising = (best: number, last: number, rest: Setting = {}): Setting => ({
  epochs: 20,
  loss: (t) => Math.exp(-5 * t),
  valLoss: (t) => (t <= 0.5 ? 1 + (best - 1) * 2 * t : t > 0.8 ? last : best + ((last - best) * (t - 0.5)) / 0.4),
  ...rest,
});

describe('overfitting', () => {
  it('is found where validation gets worse by some of what guessing costs, and a fifth of itself', () => {
    const { validationRise, validationRiseRelative } = limits;
    expect(overfitting(recordOf(rising(0.2, 0.2 + less * validationRise)))).toEqual([]);
    expect(overfitting(recordOf(rising(0.2, 0.2 + more * validationRise)))[0]).toMatchObject({
      severity: 'warning',
      remedies: [
        { name: 'early-stopping' },
        { name: 'l2' },
        { name: 'dropout' },
        { name: 'augment' },
        { name: 'more-data' },
      ],
    });
    expect(overfitting(recordOf(rising(0.8, 0.8 * less * validationRiseRelative)))).toEqual([]);
    expect(overfitting(recordOf(rising(0.8, 0.8 * more * validationRiseRelative)))).toHaveLength(1);
  });

  it('tells the epoch, and how bad it is', () => {
    const [found] = overfitting(recordOf(rising(0.2, 1)));
    expect(found?.severity).toBe('problem');
    expect(found?.evidence.find(({ measure }) => measure === 'best-epoch')?.value).toBe(10);
    // Twenty epochs of five steps: the tenth ends with step 49.
    expect(found?.step).toBe(49);
  });

  it('is nothing where training got worse, too, or the gap is small', () => {
    expect(overfitting(recordOf(rising(0.2, 1, { loss: (t) => 0.2 + t })))).toEqual([]);
    expect(overfitting(recordOf({ ...rising(0.5, 0.7), loss: (t) => 0.6 - 0.1 * t }))).toEqual([]);
  });

  it('does not mind a penalty that grows', () => {
    const penalty = (t: number) => 2 * t;
    const setting = { ...rising(0.2, 0.21), penalty, loss: (t: number) => Math.exp(-5 * t) + penalty(t) };
    const { valLoss = () => 0 } = setting;
    expect(overfitting(recordOf({ ...setting, valLoss: (t) => valLoss(t) + penalty(t) }))).toEqual([]);
  });

  it('needs validation, and some epochs', () => {
    const record = recordOf(rising(0.2, 1));
    expect(
      overfitting({ ...record, epochs: record.epochs.map(({ epoch, loss, logs }) => ({ epoch, loss, logs })) }),
    ).toEqual([]);
    expect(overfitting({ ...record, epochs: record.epochs.slice(0, limits.fewEpochs - 1) })).toEqual([]);
  });
});

describe('regularization', () => {
  const penalized = (setting: Setting) => recordOf({ ...setting, record: { penalizedParameters: 3 } });

  it('is useless where a network overfits beside it', () => {
    const at = (penalty: number) => penalized(rising(0.2, 1, { penalty: () => penalty }));
    expect(uselessRegularization(at(more * limits.uselessPenalty))).toEqual([]);
    expect(uselessRegularization(at(less * limits.uselessPenalty))[0]).toMatchObject({
      remedies: [{ name: 'stronger-regularization' }, {}, {}],
    });
    expect(uselessRegularization(penalized({ penalty: () => 1e-6 }))).toEqual([]);
    expect(uselessRegularization(recordOf(rising(0.2, 1)))).toEqual([]);
  });

  it('dominates where it is most of the loss and the data is not learned', () => {
    const at = (penalty: number, data: number) => penalized({ penalty: () => penalty, loss: () => penalty + data });
    expect(dominatingRegularization(at(less * 0.8, 0.8))).toEqual([]);
    expect(dominatingRegularization(at(more * 0.8, 0.8))[0]).toMatchObject({
      cause: 'share',
      remedies: [{ name: 'weaker-regularization' }, {}],
    });
    // Much of the data was learned all the same.
    const { crushingPenalty } = limits;
    expect(dominatingRegularization(at(less * crushingPenalty, 0.3))).toEqual([]);
    expect(dominatingRegularization(at(more * crushingPenalty, 0.3))).toHaveLength(1);
  });

  it('dominates where it draws the weights to 0', () => {
    const at = (shrinkage: number) =>
      penalized({
        loss: () => 1,
        penalty: () => 0.1,
        kernel: (_, t) => ({ weightNorm: t === 1 ? shrinkage : 1 }),
      });
    expect(dominatingRegularization(at(more * limits.collapsedWeights))).toEqual([]);
    expect(dominatingRegularization(at(less * limits.collapsedWeights))[0]).toMatchObject({ cause: 'collapse' });
  });
});

describe('covariate shift', () => {
  const data = (shift: number, validationSamples: number): DataFacts => ({
    samples: 1e6,
    validationSamples,
    batchSize: 32,
    nonFinite: false,
    inputs: { means: [0, 5, 1], standardDeviations: [1, 2, 0.5] },
    validationInputs: { means: [shift, 5 + 2 * shift, 1 + 0.5 * shift], standardDeviations: [1, 2, 0.5] },
  });
  const at = (shift: number, samples = 1e9) => covariateShift(recordOf({ record: { data: data(shift, samples) } }));

  it('is found where means of validation inputs lie far from those of training', () => {
    expect(at(less * limits.distributionShift)).toEqual([]);
    expect(at(more * limits.distributionShift)[0]).toMatchObject({
      name: 'covariate-shift',
      remedies: [{ name: 'shuffle-before-split' }, {}],
    });
  });

  it('leaves room for chance where samples are few', () => {
    expect(at(0.7, 1e9)).toHaveLength(1);
    expect(at(0.7, 10)).toEqual([]);
  });

  it('does not make much of features that hardly vary', () => {
    const { inputs, validationInputs } = data(0, 1e9);
    const pixel = { means: [0.001], standardDeviations: [0.0001] };
    const shifted = { means: [0.003], standardDeviations: [0.0001] };
    const joined = (one: typeof inputs, other: typeof inputs): typeof inputs => ({
      means: [...(one?.means ?? []), ...(other?.means ?? [])],
      standardDeviations: [...(one?.standardDeviations ?? []), ...(other?.standardDeviations ?? [])],
    });
    const record = recordOf({
      record: {
        data: { ...data(0, 1e9), inputs: joined(inputs, pixel), validationInputs: joined(validationInputs, shifted) },
      },
    });
    expect(covariateShift(record)).toEqual([]);
  });
});

describe('internal covariate shift', () => {
  const at = (drift: number, rest: Setting = {}) =>
    recordOf({ loss: () => 1, ...rest, layer: (place) => (place === 2 ? { inputShift: drift } : {}) });
  // Batches of 32 differ by 0.2 deviations by themselves.
  const limit = limits.inputShift + 2 / Math.sqrt(32 * Math.PI);

  it('is found where inputs of a layer keep moving and nothing is learned', () => {
    expect(internalCovariateShift(at(less * limit))).toEqual([]);
    expect(internalCovariateShift(at(more * limit))[0]).toMatchObject({
      layers: ['dense_2'],
      remedies: [{ name: 'batch-normalization' }, {}],
    });
    expect(internalCovariateShift(at(2, { loss: () => 0.3 }))).toEqual([]);
  });

  it('is not said where nothing but noise arrives', () => {
    const behind = (share: number) =>
      recordOf({
        loss: () => 1,
        layer: (place) =>
          place === 2 ? { inputShift: 99 } : place === 1 ? { deviationOverSamples: share, standardDeviation: 1 } : {},
      });
    expect(internalCovariateShift(behind(more * limits.lostSignal))).toHaveLength(1);
    expect(internalCovariateShift(behind(less * limits.lostSignal))).toEqual([]);
  });

  it('is not said behind a normalization', () => {
    const record = at(2);
    const normalization = {
      path: 'batchNormalization',
      kind: 'batchNormalization',
      parameters: ['batchNormalization/gamma'],
    };
    const [first, second, last] = record.layers as [LayerFacts, LayerFacts, LayerFacts];
    expect(internalCovariateShift({ ...record, layers: [first, second, normalization, last] })).toEqual([]);
    expect(internalCovariateShift({ ...record, layers: [first, normalization, second, last] })).toHaveLength(1);
  });

  it('is not said of the first layer, whose inputs are the data', () => {
    const record = recordOf({ loss: () => 1, layer: (place) => (place === 0 ? { inputShift: 2 } : {}) });
    expect(internalCovariateShift(record)).toEqual([]);
  });
});

describe('inputs', () => {
  const at = (means: number[], standardDeviations: number[], kind = 'dense') => {
    const record = recordOf({
      record: { data: { batchSize: 32, nonFinite: false, inputs: { means, standardDeviations } } },
    });
    return inputsNotStandardized({
      ...record,
      layers: record.layers.map((layer, i) => (i === 0 ? { ...layer, kind } : layer)),
    });
  };

  it('of other scales than weights are drawn for are found, as before training', () => {
    expect(at([0, 0], [1, 1])).toEqual([]);
    expect(at([700, 20], [300, 4])[0]).toMatchObject({
      name: 'inputs-not-standardized',
      cause: 'scale',
      remedies: [{ name: 'standardize-inputs' }, {}],
    });
    expect(at([700, 20], [300, 4], 'batchNormalization')).toEqual([]);
  });
});

describe('class imbalance', () => {
  const at = (classCounts: number[], rest: Partial<DataFacts> = {}) =>
    classImbalance(recordOf({ record: { data: { batchSize: 32, nonFinite: false, classCounts, ...rest } } }));

  it('is found from eight to one', () => {
    expect(at([79, 10])).toEqual([]);
    expect(at([80, 10])[0]).toMatchObject({ remedies: [{ name: 'class-weights' }, {}] });
    expect(at([80, 10])[0]?.evidence.map(({ value }) => value)).toEqual([8, 10 / 90]);
  });

  it('is nothing where classes are weighted, or absent', () => {
    expect(at([800, 10], { classWeighted: true })).toEqual([]);
    expect(at([80, 0])).toEqual([]);
    expect(classImbalance(recordOf())).toEqual([]);
  });
});
