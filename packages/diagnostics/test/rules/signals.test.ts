import { describe, expect, it } from 'vitest';
import { dyingRelu } from '../../src/rules/dying-relu.ts';
import { explodingGradient } from '../../src/rules/exploding-gradient.ts';
import {
  initializationTooLarge,
  initializationTooSmall,
  symmetricInitialization,
} from '../../src/rules/initialization.ts';
import { limits } from '../../src/rules/limits.ts';
import { saturation } from '../../src/rules/saturation.ts';
import { vanishingGradient } from '../../src/rules/vanishing-gradient.ts';
import { recordOf, relu, type Setting, sigmoid, tanh } from './records.ts';

/** Just inside and just outside of a limit: a hundredth, more than rounding. */
const [less, more] = [0.99, 1.01];

describe('vanishing gradient', () => {
  // All kernels but the first and last have 32 × 32 weights; the last has 32 × 3, and a gradient of norm 0.1.
  const atRatio = (ratio: number, rest: Setting = {}): Setting => ({
    hidden: 4,
    activation: tanh,
    ...rest,
    kernel: (place, t) => ({
      ...(place === 1 ? { gradientNorm: ratio * 0.1 * Math.sqrt((32 * 32) / (32 * 3)) } : {}),
      ...rest.kernel?.(place, t),
    }),
  });

  it('is found below a thousandth of the last kernel’s gradient, each weight’s share compared', () => {
    expect(vanishingGradient(recordOf(atRatio(more * limits.vanishingRatio)))).toEqual([]);
    const [found] = vanishingGradient(recordOf(atRatio(less * limits.vanishingRatio)));
    expect(found).toMatchObject({
      name: 'vanishing-gradient',
      layers: ['dense_1'],
      cause: 'depth',
      severity: 'warning',
    });
    expect(found?.evidence[0]?.value).toBeCloseTo(less * limits.vanishingRatio, 8);
  });

  it('is a problem where nothing is learned, and not of a network with one hidden layer', () => {
    expect(vanishingGradient(recordOf({ ...atRatio(1e-5), loss: () => 1 }))[0]?.severity).toBe('problem');
    const shallow = { hidden: 1, kernel: (place: number) => (place === 0 ? { gradientNorm: 1e-9 } : {}) };
    expect(vanishingGradient(recordOf(shallow))).toEqual([]);
  });

  it.each<[string, Setting, string, string]>([
    ['of a gentle activation', { activation: sigmoid }, 'slope', 'relu'],
    [
      'of a gentle and saturated one',
      { activation: sigmoid, layer: () => ({ saturatedShare: 0.9 }) },
      'slope-and-saturation',
      'relu',
    ],
    ['of saturated units', { layer: () => ({ saturatedShare: 0.9 }) }, 'saturation', 'glorot-initializer'],
    ['of dead units', { activation: relu, layer: () => ({ deadShare: 0.9 }) }, 'dead-units', 'he-initializer'],
    [
      'of small weights',
      { kernel: (place) => (place === 1 ? { weightNorm: 0.5 } : {}) },
      'small-weights',
      'glorot-initializer',
    ],
    ['of depth alone', {}, 'depth', 'batch-normalization'],
  ])('knows that it comes %s', (_, setting, cause, remedy) => {
    const [found] = vanishingGradient(recordOf(atRatio(1e-5, setting)));
    expect(found?.cause).toBe(cause);
    expect(found?.remedies[0]?.name).toBe(remedy);
  });
});

describe('exploding gradient', () => {
  it('is found where it grows toward the input', () => {
    const atRatio = (ratio: number) =>
      recordOf({
        hidden: 4,
        kernel: (place) => (place === 1 ? { gradientNorm: ratio * 0.1 * Math.sqrt((32 * 32) / (32 * 3)) } : {}),
      });
    expect(explodingGradient(atRatio(less * limits.explodingRatio))).toEqual([]);
    expect(explodingGradient(atRatio(more * limits.explodingRatio))[0]).toMatchObject({
      layers: ['dense_1'],
      cause: 'depth',
      remedies: [{ name: 'he-initializer' }, { name: 'clip-gradients' }, { name: 'batch-normalization' }],
    });
  });

  it('is found where it is huge beside the weights', () => {
    const at = (ratio: number) =>
      recordOf({ kernel: () => ({ weightNorm: 10, gradientNorm: ratio * 10 }), loss: () => 1 });
    expect(explodingGradient(at(less * limits.explodingToWeight))).toEqual([]);
    expect(explodingGradient(at(more * limits.explodingToWeight))[0]).toMatchObject({
      cause: 'scale',
      severity: 'problem',
      layers: ['dense', 'dense_1', 'dense_2'],
    });
  });

  it('is found where it leaps once, and tells when', () => {
    const at = (height: number) =>
      recordOf({ kernel: (_, t) => ({ gradientNorm: t > 0.52 && t < 0.56 ? height : 0.1 }), loss: () => 1 });
    // Biases, with gradients of 0.05, count as well.
    expect(explodingGradient(at(9.9))).toEqual([]);
    const [found] = explodingGradient(at(12));
    expect(found).toMatchObject({ cause: 'cliff', layers: [], remedies: [{ name: 'clip-gradients' }, {}] });
    expect(found?.step).toBe(54);
  });
});

describe('saturation', () => {
  const at = (early: number, late: number, rest: Setting = {}) =>
    recordOf({
      activation: tanh,
      ...rest,
      layer: (place, t) => (place === 1 ? { saturatedShare: t < 0.2 ? early : late } : {}),
    });

  it('is found at the beginning', () => {
    expect(saturation(at(less * limits.saturatedAtFirst, 0))).toEqual([]);
    expect(saturation(at(more * limits.saturatedAtFirst, 0))[0]).toMatchObject({
      layers: ['dense_1'],
      cause: 'activation',
      severity: 'warning',
    });
  });

  it('is found later only where nothing was learned', () => {
    expect(saturation(at(0, more * limits.saturatedLater))).toEqual([]);
    expect(saturation(at(0, less * limits.saturatedLater, { loss: () => 1 }))).toEqual([]);
    expect(saturation(at(0, more * limits.saturatedLater, { loss: () => 1 }))[0]).toMatchObject({
      cause: 'learning-rate',
      severity: 'problem',
      remedies: [{ name: 'lower-learning-rate' }, {}, {}],
    });
  });

  it('knows inputs and weights as reasons', () => {
    const raw = recordOf({
      activation: tanh,
      layer: () => ({ saturatedShare: 0.9 }),
      record: {
        data: { batchSize: 32, nonFinite: false, inputs: { means: [0, 700], standardDeviations: [1, 300] } },
      },
    });
    expect(saturation(raw)[0]).toMatchObject({ cause: 'inputs', remedies: [{ name: 'standardize-inputs' }, {}, {}] });
    const large = recordOf({
      activation: tanh,
      layer: () => ({ saturatedShare: 0.9 }),
      kernel: (place) => (place === 0 ? { weightNorm: 100 } : {}),
    });
    expect(saturation(large)[0]).toMatchObject({
      cause: 'large-weights',
      remedies: [{ name: 'glorot-initializer' }, {}, {}],
    });
  });

  it('is nothing that ReLU or the output could have', () => {
    expect(saturation(recordOf({ layer: () => ({ saturatedShare: 0.6 }) }))).toEqual([]);
    expect(
      saturation(recordOf({ activation: tanh, layer: (place) => ({ saturatedShare: place === 2 ? 1 : 0 }) })),
    ).toEqual([]);
  });
});

describe('dying ReLU', () => {
  const at = (early: number, late: number, rest: Setting = {}) =>
    recordOf({ ...rest, layer: (place, t) => (place === 1 ? { deadShare: t < 0.3 ? early : late } : {}) });

  it('is found where too many units are dead at the end', () => {
    expect(dyingRelu(at(0.9, less * limits.deadShare))).toEqual([]);
    expect(dyingRelu(at(0, more * limits.deadShare))[0]).toMatchObject({
      layers: ['dense_1'],
      severity: 'warning',
      cause: 'learning-rate',
      remedies: [{ name: 'lower-learning-rate' }, { name: 'leaky-relu' }, {}],
    });
  });

  it('is a problem where most are, or nothing was learned', () => {
    expect(dyingRelu(at(0, more * limits.mostlyDead))[0]?.severity).toBe('problem');
    expect(dyingRelu(at(0, more * limits.deadShare, { loss: () => 1 }))[0]?.severity).toBe('problem');
  });

  it('tells units that were born dead from those that died', () => {
    expect(dyingRelu(at(0.8, 0.8))[0]).toMatchObject({
      cause: 'initialization',
      remedies: [{ name: 'he-initializer' }, {}, {}],
    });
  });
});

describe('first weights', () => {
  // He's deviation for 32 inputs is 1/4, the norm of 32 × 32 such weights 8.
  const weights = (relative: number, layer: Setting['layer'] = () => ({}), rest: Setting = {}) =>
    recordOf({ ...rest, kernel: (place) => (place === 1 ? { weightNorm: relative * 8 } : {}), layer });

  it('are too small where the signal becomes faint', () => {
    const faint = (signal: number) => (place: number) => (place === 1 ? { deviationOverSamples: signal } : {});
    const [signal, relative] = [limits.faintSignal, limits.ratherSmallWeights];
    expect(initializationTooSmall(weights(more * relative, faint(less * signal)))).toEqual([]);
    expect(initializationTooSmall(weights(less * relative, faint(more * signal)))).toEqual([]);
    expect(initializationTooSmall(weights(less * relative, faint(less * signal)))[0]).toMatchObject({
      layers: ['dense_1'],
      remedies: [{ name: 'he-initializer' }, {}],
    });
    // Where some are much too small, only these are named.
    const mixed = (much: number) =>
      recordOf({
        kernel: (place) => (place === 1 ? { weightNorm: much * 8 } : place === 0 ? { weightNorm: 0.7 * 8 } : {}),
        layer: faint(less * signal),
      });
    expect(initializationTooSmall(mixed(less * limits.smallWeights))[0]?.layers).toEqual(['dense_1']);
    expect(initializationTooSmall(mixed(more * limits.smallWeights))[0]?.layers).toEqual(['dense', 'dense_1']);
    expect(initializationTooSmall(weights(0, faint(0)))).toEqual([]);
  });

  it('are too large where the signal grows', () => {
    const growing = (growth: number) => (place: number) => ({ deviationOverSamples: place === 2 ? growth : 1 });
    const [growth, relative] = [limits.signalGrowth, limits.ratherLargeWeights];
    expect(initializationTooLarge(weights(less * relative, growing(more * growth)))).toEqual([]);
    expect(initializationTooLarge(weights(more * relative, growing(less * growth)))).toEqual([]);
    expect(initializationTooLarge(weights(more * relative, growing(more * growth)))[0]).toMatchObject({
      layers: ['dense_1'],
      remedies: [{ name: 'he-initializer' }, {}],
    });
  });

  it('are too large where the first loss is far above that of guessing', () => {
    const firstLoss = (loss: number) => weights(4, undefined, { loss: (t) => (t === 0 ? loss : 0.1) });
    expect(initializationTooLarge(firstLoss(less * limits.firstLossToBaseline))).toEqual([]);
    expect(initializationTooLarge(firstLoss(more * limits.firstLossToBaseline))).toHaveLength(1);
    const at = (relative: number) => weights(relative, undefined, { loss: (t) => (t === 0 ? 9 : 0.1) });
    expect(initializationTooLarge(at(less * limits.largeWeights))).toEqual([]);
    expect(initializationTooLarge(at(more * limits.largeWeights))).toHaveLength(1);
  });

  it('are symmetric where units are the same, and stay so', () => {
    const spread = (first: number, next: number) =>
      recordOf({ kernel: (place, t) => (place === 0 ? { unitSpread: t === 0 ? first : next } : {}) });
    const { unitSpread } = limits;
    expect(symmetricInitialization(spread(more * unitSpread, 0))).toEqual([]);
    expect(symmetricInitialization(spread(0, more * unitSpread))).toEqual([]);
    expect(symmetricInitialization(spread(0, less * unitSpread))[0]).toMatchObject({
      layers: ['dense'],
      cause: 'constant',
      severity: 'problem',
    });
  });

  it('may be the same at the output', () => {
    expect(symmetricInitialization(recordOf({ kernel: (place) => (place === 2 ? { unitSpread: 0 } : {}) }))).toEqual(
      [],
    );
  });
});
