import { relu, selu, sigmoid } from '@gradkit/activations';
import { cast, tensor } from '@gradkit/core';
import { breastCancer } from '@gradkit/data/breast-cancer';
import { digits } from '@gradkit/data/digits';
import { heNormal, lecunNormal, randomNormal, zeros } from '@gradkit/initializers';
import {
  activation,
  alphaDropout,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  layerNormalization,
  sequential,
} from '@gradkit/layers';
import { binaryCrossentropy, mse, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { checks } from '../../src/checks/checks.ts';
import { checkDropoutOrder } from '../../src/checks/dropout-and-batch-normalization.ts';
import { checkInitialLoss } from '../../src/checks/initial-loss.ts';
import { checkInputs } from '../../src/checks/inputs.ts';
import { checkFiniteData } from '../../src/checks/non-finite-data.ts';
import { checkSelu } from '../../src/checks/selu-conditions.ts';
import { examined } from '../examined.ts';

const logits = sparseCategoricalCrossentropy({ fromLogits: true });
const data = digits();
type Layers = Parameters<typeof sequential>[0];
const found = async (check: Check, layers: Layers, samples: Parameters<typeof examined>[1] = data, loss = logits) =>
  check(await examined(sequential(layers), samples, loss));
const causesOf = async (...args: Parameters<typeof found>) => (await found(...args)).map(({ cause }) => cause);

const gaussian = (rows: number, columns: number, scale = 1, shift = 0) => {
  const unit = (i: number) => Math.abs(Math.sin(12.9898 * i + 4.1) * 43758.5453) % 1;
  const value = (i: number) =>
    Math.sqrt(-2 * Math.log(unit(2 * i + 1) + 1e-9)) * Math.cos(2 * Math.PI * unit(2 * i + 2));
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => shift + scale * value(r * columns + c)),
  );
};

it('finds nothing in networks as they should be', async () => {
  const healthy: Layers[] = [
    [dense({ units: 32, activation: relu, kernelInitializer: heNormal() }), dense({ units: 10 })],
    [dense({ units: 32 }), batchNormalization(), activation(relu), dropout({ rate: 0.5 }), dense({ units: 10 })],
    [dense({ units: 32, activation: sigmoid }), dense({ units: 10 })],
    [
      dense({ units: 32, activation: relu, kernelRegularizer: l2(1e-3) }),
      dense({ units: 10, kernelInitializer: zeros() }),
    ],
  ];
  for (const layers of healthy) {
    const subject = await examined(sequential(layers), data, logits);
    expect(checks.flatMap((check) => check(subject))).toEqual([]);
  }
});

describe('the first loss', () => {
  it('is too large where weights are', async () => {
    const [finding] = await found(checkInitialLoss, [
      dense({ units: 64, activation: relu, kernelInitializer: randomNormal({ stddev: 1 }) }),
      dense({ units: 10, kernelInitializer: randomNormal({ stddev: 1 }) }),
    ]);
    expect(finding?.cause).toBe('weights');
    expect(finding?.evidence[1]).toEqual({ measure: 'expected-loss', value: expect.closeTo(Math.log(10), 4) });
  });

  it('is that of the mean, where targets lie far from 0', async () => {
    const samples = { x: gaussian(64, 3), y: gaussian(64, 1, 2, 500) };
    const [finding] = await found(checkInitialLoss, [dense({ units: 1 })], samples, mse());
    expect(finding?.cause).toBe('targets');
    const { value } = finding?.evidence.find(({ measure }) => measure === 'target-mean') ?? { value: 0 };
    expect(value).toBeGreaterThan(498);
    expect(
      await found(checkInitialLoss, [dense({ units: 1 })], { ...samples, y: gaussian(64, 1, 2, 1) }, mse()),
    ).toEqual([]);
  });
});

describe('inputs', () => {
  const y = tensor(Array.from({ length: 64 }, (_, i) => [i % 2]));
  const binary = binaryCrossentropy({ fromLogits: true });
  const layers = (): Layers => [dense({ units: 1 })];

  it('have one scale, neither large nor small', async () => {
    const causes = (x: number[][]) => causesOf(checkInputs, layers(), { x, y }, binary);
    expect(await causes(gaussian(64, 5))).toEqual([]);
    expect(await causes(gaussian(64, 5, 100))).toEqual(['scale']);
    expect(await causes(gaussian(64, 5, 0.001))).toEqual(['scale']);
    expect(await causes(gaussian(64, 5, 0.2, 3))).toEqual(['shift']);
    expect(await causes(gaussian(64, 5).map(([a = 0, ...others]) => [a / 100, ...others]))).toEqual(['spread']);
    expect(await causes(gaussian(64, 5).map(([, ...others]) => [1, ...others]))).toEqual([]);
  });

  it('of measured data differ; pixels do not, unless they are not scaled', async () => {
    expect(await causesOf(checkInputs, layers(), breastCancer(), binary)).toEqual(['scale']);
    expect(await causesOf(checkInputs, [dense({ units: 10 })], digits({ scale: false }))).toEqual(['scale']);
  });

  it('are no trouble for layers that normalise them, nor numbers of words', async () => {
    const x = gaussian(64, 5, 100);
    expect(await causesOf(checkInputs, [layerNormalization(), dense({ units: 1 })], { x, y }, binary)).toEqual([]);
    const ids = tensor(
      Int32Array.from({ length: 64 }, (_, i) => i),
      { shape: [64, 1], dtype: 'int32' },
    );
    const model = sequential([activation((each) => cast(each, 'float32')), dense({ units: 1 })]);
    expect(checkInputs(await examined(model, { x: ids, y }, binary))).toEqual([]);
  });
});

describe('data', () => {
  it('has no NaN, in inputs or in targets', async () => {
    const x = gaussian(32, 2);
    const y = gaussian(32, 1);
    const spoiled = (rows: number[][]) => rows.map((row, i) => (i === 7 ? [Number.NaN, ...row.slice(1)] : row));
    const causes = (samples: { x: number[][]; y: number[][] }) =>
      causesOf(checkFiniteData, [dense({ units: 1 })], samples, mse());
    expect(await causes({ x, y })).toEqual([]);
    expect(await causes({ x: spoiled(x), y })).toEqual(['input']);
    expect(await causes({ x, y: spoiled(y) })).toEqual(['target']);
    const [finding] = await found(checkFiniteData, [dense({ units: 1 })], { x: spoiled(x), y }, mse());
    expect(finding?.evidence[0]?.value).toBe(1 / 64);
  });
});

describe('dropout', () => {
  it('does not come right before batch normalisation, and better after the last', async () => {
    const right = [
      dense({ units: 8 }),
      batchNormalization(),
      activation(relu),
      dropout({ rate: 0.5 }),
      dense({ units: 10 }),
    ];
    expect(await found(checkDropoutOrder, right)).toEqual([]);
    const wrong = [dense({ units: 8 }), dropout({ rate: 0.5 }), batchNormalization(), dense({ units: 10 })];
    expect((await found(checkDropoutOrder, wrong)).map(({ severity, layers }) => [severity, layers])).toEqual([
      ['warning', ['dropout']],
    ]);
    const between = [dropout({ rate: 0.2 }), dense({ units: 8 }), batchNormalization(), dense({ units: 10 })];
    expect((await found(checkDropoutOrder, between)).map(({ severity }) => severity)).toEqual(['note']);
  });
});

describe('SELU', () => {
  const samples = {
    x: gaussian(256, 20),
    y: tensor(
      Int32Array.from({ length: 256 }, (_, i) => i % 10),
      { shape: [256], dtype: 'int32' },
    ),
  };
  const own = (
    more: { kernelInitializer?: ReturnType<typeof heNormal>; kernelRegularizer?: ReturnType<typeof l2> } = {},
  ) => dense({ units: 64, activation: selu, kernelInitializer: lecunNormal(), ...more });
  const causes = (...layers: Layers) => causesOf(checkSelu, [...layers, dense({ units: 10 })], samples);

  it('is content with dense layers, its own initialiser, alpha dropout and standardised inputs', async () => {
    expect(await causes(own(), alphaDropout({ rate: 0.1 }), own(), own())).toEqual([]);
    expect(await causes(dense({ units: 64 }), dense({ units: 64, activation: relu }))).toEqual([]);
  });

  it('tells each condition that does not hold', async () => {
    expect(await causes(own(), dropout({ rate: 0.5 }), own())).toEqual(['dropout']);
    expect(await causes(own(), batchNormalization(), own())).toEqual(['batch-normalization']);
    expect(await causes(own({ kernelInitializer: heNormal() }), own())).toEqual(['weights']);
    expect(await causes(own({ kernelRegularizer: l2(1e-3) }), own())).toEqual(['penalties']);
    expect(await causes(own(), dense({ units: 64, activation: relu, kernelInitializer: lecunNormal() }))).toEqual([
      'other-activations',
    ]);
    expect(await causesOf(checkSelu, [own(), dense({ units: 10 })], { ...samples, x: gaussian(256, 20, 10) })).toEqual([
      'inputs',
    ]);
    const images = digits({ image: true });
    const convolution = conv2d({ filters: 4, kernelSize: 3, activation: selu });
    expect(await causesOf(checkSelu, [convolution, flatten(), dense({ units: 10 })], images)).toContain('other-layers');
  });
});
