import { constant } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { averageWeights, sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { type Callback, earlyStopping, fit, swapEmaWeights } from '../src/index.ts';

const data = { x: [[1]], y: [[1]] };
const network = () => sequential([dense({ units: 1, useBias: false, kernelInitializer: constant(0) })]);
// The gradient of (w − 1)² is 2·(w − 1): with rate 0.25 the distance to 1 halves at every step.
const weights = [0.5, 0.75, 0.875, 0.9375];
// Averages of momentum 0.5, which begin at the first weight.
const averages = [0.5, 0.625, 0.75, 0.84375];

async function run(callbacks: readonly Callback[], optimizer = sgd({ learningRate: 0.25, ema: { momentum: 0.5 } })) {
  const model = network();
  const options = { optimizer, loss: meanSquaredError(), epochs: 4, validationData: data, callbacks };
  const history = await fit(model, data, options);
  return { history, model, optimizer, weight: model.getWeights()[0]?.[0] };
}

describe('swapEmaWeights', () => {
  it('measures the averages, and trains the weights', async () => {
    const during: (number | undefined)[] = [];
    const after: (number | undefined)[] = [];
    const { history } = await run([
      swapEmaWeights(),
      {
        onBatchEnd: ({ model }) => void during.push(model.getWeights()[0]?.[0]),
        onEpochEnd: ({ model }) => void after.push(model.getWeights()[0]?.[0]),
      },
    ]);
    expect(during).toEqual(weights);
    expect(after).toEqual(averages);
    expect(history.logs['valLoss']).toEqual(averages.map((w) => (1 - w) ** 2));
  });

  it('ends with the averages, also for an optimizer that goes on', async () => {
    const { weight, optimizer, model } = await run([swapEmaWeights()]);
    expect(weight).toBe(averages.at(-1));
    expect(optimizer.averages?.of(model.parameters[0] as never).value.toArray()).toEqual([[weight]]);
  });

  it('works with early stopping and with other averages', async () => {
    const stopping = earlyStopping({ patience: 1, restoreBestWeights: true });
    expect((await run([swapEmaWeights(), stopping])).weight).toBe(averages.at(-1));
    const { weight } = await run([swapEmaWeights()], averageWeights(sgd({ learningRate: 0.25 })));
    expect(weight).toBe((0.5 + 0.75 + 0.875 + 0.9375) / 4);
  });

  it('needs an optimizer that keeps averages', async () => {
    await expect(run([swapEmaWeights()], sgd())).rejects.toThrow('swapEmaWeights: the optimizer keeps no averages');
  });

  it('leaves a model alone that was never trained', async () => {
    const { weight } = await run([swapEmaWeights(), { onTrainBegin: ({ stop }) => stop() }]);
    expect(weight).toBe(0);
  });
});
