import { digits } from '@gradkit/data/digits';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  activation,
  adaHessian,
  adam,
  batchNormalization,
  checkpointTo,
  connect,
  conv2d,
  dense,
  dropout,
  embedding,
  evaluate,
  fit,
  flatten,
  freeze,
  graphModel,
  gru,
  hessianFree,
  input,
  l2,
  lookahead,
  type Model,
  type Optimizer,
  parseCheckpoint,
  relu,
  sam,
  sequential,
  sophia,
  sparseCategoricalCrossentropy,
  stochasticLbfgs,
} from '../src/index.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const { train, test } = digits().split(0.8, { seed: 1 });

/** Optimizers that use curvature, as someone would choose them for this network. */
const optimizers: Readonly<Record<string, () => Optimizer>> = {
  adaHessian: () => adaHessian(),
  'adaHessian, every second step': () => adaHessian({ learningRate: 0.05, updatePeriod: 2 }),
  'sophia by Hutchinson': () => sophia(0.003),
  'sophia by Gauss, Newton and Bartlett': () => sophia({ learningRate: 0.003, estimator: 'gauss-newton-bartlett' }),
  stochasticLbfgs: () => stochasticLbfgs(),
  'stochasticLbfgs with products of the Hessian': () => stochasticLbfgs({ pairs: 'hessian', updatePeriod: 5 }),
  hessianFree: () => hessianFree({ maxIterations: 20 }),
};

/** A small network; `full` with everything that is random or remembers. */
const network = ({ full = true } = {}): Model => {
  const more = full ? [batchNormalization(), dropout({ rate: 0.2 })] : [];
  return sequential([dense({ units: 32 }), ...more, activation(relu), dense({ units: 10 })], { seed: 1 });
};

async function trained(optimizer: Optimizer, batchSize = 32): Promise<number> {
  const model = network({ full: false });
  await fit(model, train, { optimizer, loss, epochs: 5, batchSize, seed: 7 });
  return (await evaluate(model, test, { loss, metrics: [accuracy()] }))['accuracy'] as number;
}

describe('an optimizer that uses curvature', () => {
  it('gets further than Adam with its own learning rate in as many epochs, and near its best', async () => {
    const [usual, best] = [await trained(adam()), await trained(adam(0.01))];
    expect(best).toBeGreaterThan(0.94);
    for (const [name, make] of Object.entries(optimizers)) {
      // Hessian-free optimization is made for large batches.
      const reached = await trained(make(), name === 'hessianFree' ? 720 : 32);
      expect(reached, name).toBeGreaterThan(usual + 0.03);
      expect(reached, name).toBeGreaterThan(best - 0.04);
    }
  });

  describe.each(Object.entries(optimizers))('%s', (_, make) => {
    it('goes on from a checkpoint bit for bit', async () => {
      const data = train.take(64);
      const kept: Uint8Array[] = [];
      const options = { loss, epochs: 2, batchSize: 16, seed: 3 };
      const whole = network();
      await fit(whole, data, {
        ...options,
        optimizer: make(),
        callbacks: [checkpointTo((bytes) => void kept.push(bytes), { every: { steps: 3 } })],
      });
      const resumed = network();
      await fit(resumed, data, { ...options, optimizer: make(), resume: parseCheckpoint(kept[0] as Uint8Array) });
      expect(resumed.getWeights()).toEqual(whole.getWeights());
    });

    it('trains convolutions behind frozen layers, and as an inner optimizer', async () => {
      const images = train.take(48).map(({ x, y }) => ({ x: x.reshape([-1, 8, 8, 1]), y }));
      for (const wrap of [sam, lookahead]) {
        const frozen = freeze(conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] }));
        const layers = [
          frozen,
          conv2d({ filters: 4, kernelSize: 3, activation: relu }),
          flatten(),
          dense({ units: 10 }),
        ];
        const model = sequential(layers, { seed: 4 });
        model.build([1, 8, 8, 1]);
        const before = frozen.variables?.map(({ variable }) => variable.value.toArray());
        const { logs } = await fit(model, images, { optimizer: wrap(make()), loss, epochs: 8, batchSize: 16, seed: 5 });
        expect(logs['loss']?.at(-1)).toBeLessThan((logs['loss']?.[0] as number) * 0.98);
        expect(frozen.variables?.map(({ variable }) => variable.value.toArray())).toEqual(before);
      }
    });

    it('trains a recurrent network with several outputs, weights of samples and penalties', async () => {
      const tokens = Array.from({ length: 24 }, (_, i) => Array.from({ length: 4 }, (_, t) => (i * 7 + t * t) % 5));
      const x = input({ shape: [4], name: 'tokens' });
      const embedded = connect(embedding({ inputDim: 5, outputDim: 3 }), x);
      const hidden = connect(gru({ units: 4, kernelRegularizer: l2(0.001) }), embedded);
      const model = graphModel({
        inputs: [x],
        outputs: [
          connect(dense({ units: 5, name: 'last' }), hidden),
          connect(dense({ units: 5, name: 'first' }), hidden),
        ],
      });
      const data = {
        tokens,
        last: tokens.map((row) => row[3] as number),
        first: tokens.map((row) => row[0] as number),
        sampleWeight: tokens.map((_, i) => 1 + (i % 2)),
      };
      const options = { loss, lossWeights: { first: 0.5 }, epochs: 40, batchSize: 24, seed: 1 };
      const { logs } = await fit(model, data, { ...options, optimizer: make() });
      expect(logs['loss']?.at(-1)).toBeLessThan(0.99 * (logs['loss']?.[0] as number));
    });
  });
});
