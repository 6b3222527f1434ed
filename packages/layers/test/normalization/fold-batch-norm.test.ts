import { relu } from '@gradkit/activations';
import { allClose, key, normal, type Tensor, uniform, zeros } from '@gradkit/core';
import { randomNormal, randomUniform } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import {
  activation,
  add,
  batchNormalization,
  connect,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  dense,
  denseNet,
  depthwiseConv1d,
  depthwiseConv2d,
  dropConnect,
  foldBatchNorm,
  globalAveragePooling2d,
  graphModel,
  input,
  type Layer,
  type Model,
  residual,
  separableConv1d,
  separableConv2d,
  sequential,
} from '../../src/index.ts';

/** Batch normalisation with statistics, scales and shifts that are not trivial. */
const normalization = (options: Parameters<typeof batchNormalization>[0] = {}): Layer =>
  batchNormalization({
    gammaInitializer: randomUniform({ minval: -2, maxval: 2 }),
    betaInitializer: randomNormal({ stddev: 1 }),
    movingMeanInitializer: randomNormal({ stddev: 1 }),
    movingVarianceInitializer: randomUniform({ minval: 0.2, maxval: 3 }),
    ...options,
  });

const kinds = (model: Model): (string | undefined)[] => model.layers.map(({ kind }) => kind);

/** The same outputs to rounding: factors are applied to weights instead of sums of products. */
const expectSame = (folded: Model, model: Model, x: Tensor): void => {
  const options = { rtol: 1e-4, atol: 1e-4 };
  expect(allClose(folded.apply(x), model.apply(x), options).toArray()).toBe(true);
};

const biasInitializer = randomNormal({ stddev: 1 });

describe('foldBatchNorm', () => {
  const linear: readonly [Layer, readonly number[]][] = [
    [dense({ units: 3, biasInitializer }), [4, 5]],
    [dense({ units: 2, useBias: false }), [4, 3, 5]],
    [conv1d({ filters: 3, kernelSize: 3, padding: 'causal', biasInitializer }), [2, 7, 2]],
    [conv2d({ filters: 4, kernelSize: 3, padding: 'same', groups: 2, biasInitializer }), [2, 5, 5, 2]],
    [conv3d({ filters: 2, kernelSize: 2, useBias: false }), [1, 3, 3, 3, 2]],
    [depthwiseConv1d({ kernelSize: 2, depthMultiplier: 2, biasInitializer }), [2, 5, 3]],
    [
      depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same', biasInitializer }),
      [2, 5, 4, 3],
    ],
    [separableConv1d({ filters: 3, kernelSize: 2, biasInitializer }), [2, 5, 2]],
    [separableConv2d({ filters: 3, kernelSize: 2, depthMultiplier: 2, useBias: false }), [2, 4, 4, 2]],
    [conv1dTranspose({ filters: 3, kernelSize: 3, strides: 2, biasInitializer }), [2, 4, 2]],
    [conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', biasInitializer }), [1, 3, 3, 3]],
    [conv3dTranspose({ filters: 2, kernelSize: 2, useBias: false }), [1, 2, 2, 2, 3]],
  ];

  for (const [layer, shape] of linear) {
    it(`joins ${layer.kind} and what follows it`, () => {
      const model = sequential([layer, normalization(), activation(relu)], { seed: 2 });
      const x = normal(key(1), [...shape]);
      model.build(x.shape);
      const folded = foldBatchNorm(model);
      expect(kinds(folded)).toEqual([layer.kind, 'activation']);
      expectSame(folded, model, x);
      expect(folded.parameters.map(({ name }) => name).at(-1)).toBe(`${layer.kind}/bias`);
      expect(folded.state).toEqual([]);
    });
  }

  it('joins also without scale, shift or both', () => {
    for (const options of [{ scale: false }, { center: false }, { scale: false, center: false }]) {
      const model = sequential([dense({ units: 3 }), normalization(options)], { seed: 2 });
      const x = normal(key(1), [4, 5]);
      model.build(x.shape);
      expect(kinds(foldBatchNorm(model))).toEqual(['dense']);
      expectSame(foldBatchNorm(model), model, x);
    }
  });

  it('does not change the model, and is not changed by it', () => {
    const model = sequential([dense({ units: 3 }), normalization({ momentum: 0.5 })], { seed: 2 });
    const x = normal(key(1), [4, 5]);
    model.build(x.shape);
    const before = model.getWeights();
    const folded = foldBatchNorm(model);
    const output = folded.apply(x).toArray();
    expect(model.getWeights()).toEqual(before);
    model.apply(x, { training: true });
    model.parameters[0]?.variable.assign(zeros([5, 3]));
    expect(folded.apply(x).toArray()).toEqual(output);
  });

  it('leaves what does not follow a linear layer directly', () => {
    const shared = dense({ units: 4 });
    const model = sequential(
      [
        normalization(),
        dense({ units: 4, activation: relu }),
        normalization(),
        activation(relu),
        normalization(),
        dropConnect(dense({ units: 4 }), { rate: 0.5 }),
        normalization(),
        shared,
        normalization(),
        shared,
      ],
      { seed: 1 },
    );
    const x = normal(key(1), [4, 4]);
    model.build(x.shape);
    const folded = foldBatchNorm(model);
    expect(kinds(folded)).toEqual(kinds(model));
    expectSame(folded, model, x);
    const along = sequential([conv1d({ filters: 2, kernelSize: 1 }), normalization({ axis: 1 })], { seed: 1 });
    along.build([2, 3, 2]);
    expect(kinds(foldBatchNorm(along))).toEqual(['conv1d', 'batchNormalization']);
  });

  it('reaches models inside the model, and blocks', () => {
    const convolution = () => conv2d({ filters: 4, kernelSize: 3, padding: 'same', useBias: false });
    const block = residual([convolution(), normalization(), activation(relu), convolution(), normalization()]);
    const model = sequential(
      [sequential([convolution(), normalization()]), activation(relu), block, globalAveragePooling2d()],
      { seed: 3 },
    );
    const x = normal(key(1), [2, 6, 6, 3]);
    model.build(x.shape);
    const folded = foldBatchNorm(model);
    expectSame(folded, model, x);
    expect(folded.variables.filter(({ name }) => name.includes('moving'))).toEqual([]);
    expect(folded.summary({ expand: true })).not.toContain('batchNormalization');
  });

  it('joins in graphs where nobody else looks at the value between', () => {
    const x = input({ shape: [4], name: 'x' });
    const seen = connect(dense({ units: 3, name: 'seen' }), x);
    const first = connect(normalization({ name: 'first' }), seen);
    const second = connect(normalization({ name: 'second' }), connect(dense({ units: 3 }), x));
    const third = connect(normalization({ name: 'third' }), connect(dense({ units: 3 }), first));
    const sum = connect(add(), [seen, second]);
    const model = graphModel({ inputs: [x], outputs: [sum, third], seed: 5 });
    const values = normal(key(1), [6, 4]);
    model.build([[6, 4]]);
    const folded = foldBatchNorm(model);
    expect(folded.layers.map(({ name }) => name).sort()).toEqual(['add', 'dense', 'first', 'seen', 'third'].sort());
    expect(folded.outputNames).toEqual(model.outputNames);
    folded.apply([values]).forEach((output, i) => {
      const options = { rtol: 1e-5, atol: 1e-5 };
      expect(allClose(output, model.apply([values])[i] as Tensor, options).toArray()).toBe(true);
    });
  });

  it('folds the bottlenecks of a DenseNet', () => {
    const model = denseNet({ blocks: [2, 2], growthRate: 4, stem: 'small', classes: 3, seed: 1 });
    const x = uniform(key(1), [2, 16, 16, 3]);
    model.build(x.shape);
    for (let step = 0; step < 2; step++) model.apply(x, { training: true });
    const folded = foldBatchNorm(model);
    const count = (m: Model) => m.variables.filter(({ name }) => name.endsWith('movingMean')).length;
    expect(count(folded)).toBeLessThan(count(model));
    expectSame(folded, model, x);
  });

  it('needs a model that has its variables', () => {
    expect(() => foldBatchNorm(sequential([dense({ units: 1 })]))).toThrow('sequential has no variables yet');
    expect(() => foldBatchNorm(dense({ units: 1 }) as never)).toThrow('foldBatchNorm: expected a model');
  });
});
