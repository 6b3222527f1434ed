import { gradients } from '@gradkit/autograd';
import { jit, key, type Tensor } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { constant } from '@gradkit/initializers';
import { batchNormalization, dense, type Model, penalty, sequential } from '@gradkit/layers';
import { type Loss, meanAbsoluteError, meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy, confusionMatrix, lossMetric } from '@gradkit/metrics';
import { adam, sgd } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { type Callback, evaluate, type FitOptions, fit, type TrainingContext } from '../src/index.ts';
import { classifier, points } from './samples.ts';

const crossentropy = sparseCategoricalCrossentropy({ fromLogits: true });
/** A rate of 0 leaves the weights alone, so that means over an epoch are those of one model. */
const frozen = (): ReturnType<typeof sgd> => sgd({ learningRate: 0 });
const line = { x: [[-1], [0], [1], [2], [3]], y: [[-3], [-1], [1], [3], [5]] };

describe('fit', () => {
  it('finds the line that the data lies on', async () => {
    const model = sequential([dense({ units: 1 })]);
    const history = await fit(model, line, {
      optimizer: sgd({ learningRate: 0.1 }),
      loss: meanSquaredError(),
      epochs: 200,
      batchSize: 'full',
    });
    const [kernel, bias] = model.getWeights();
    // Gradient descent contracts by at least 0.8 per step here: 200 steps leave only the rounding of float32.
    expect(kernel?.[0]).toBeCloseTo(2, 5);
    expect(bias?.[0]).toBeCloseTo(-1, 5);
    expect(history.epochs.length).toBe(200);
    expect(history.best('loss')).toBeLessThan(1e-9);
  });

  it('does what one does by hand', async () => {
    const optimizer = adam({ learningRate: 0.01 });
    const model = classifier();
    model.build([1, 2], key(7));
    const step = jit((x: Tensor, y: Tensor) => {
      const value = crossentropy(y, model.apply(x, { training: true }));
      optimizer.apply(gradients(value, model.parameters), model.parameters);
      return value;
    });
    const data = dataset(points).shuffle({ seed: 7 });
    for (let epoch = 0; epoch < 3; epoch++) for (const { x, y } of data.epoch(epoch).batch(8)) step(x, y);

    const other = classifier();
    await fit(other, points, {
      optimizer: adam({ learningRate: 0.01 }),
      loss: crossentropy,
      epochs: 3,
      batchSize: 8,
      seed: 7,
    });
    expect(other.getWeights()).toEqual(model.getWeights());
  });

  it('gives the same numbers for the same seed, and others for another', async () => {
    const run = async (seed: number) => {
      const model = classifier();
      const { logs } = await fit(model, points, {
        optimizer: adam(),
        loss: crossentropy,
        metrics: [accuracy()],
        epochs: 2,
        batchSize: 8,
        validationSplit: 0.2,
        seed,
      });
      return { logs, weights: model.getWeights() };
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect((await run(4)).logs).not.toEqual(first.logs);
  });

  it('keeps the weights and the seed of a model that has them', async () => {
    const model = classifier(11);
    const expected = classifier(11);
    expected.build([1, 2]);
    await fit(model, points, { optimizer: frozen(), loss: crossentropy, seed: 99 });
    const weightsOf = (m: Model) => m.getWeights().slice(0, m.parameters.length);
    expect(weightsOf(model)).toEqual(weightsOf(expected));
  });

  it('logs the means over all samples, also when the last batch is smaller', async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: constant(1) })]);
    const options = { loss: meanSquaredError(), metrics: [lossMetric(meanAbsoluteError())] };
    const { logs } = await fit(model, line, { ...options, optimizer: frozen(), batchSize: 2 });
    // Predictions are x; the errors of 2x − 1 are x − 1: −2, −1, 0, 1, 2.
    expect(logs['loss']).toEqual([2]);
    expect(logs['meanAbsoluteError']).toEqual([6 / 5]);
  });

  it('adds the penalties of the parameters to the loss, in training and in validation', async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: constant(1), kernelRegularizer: l2(0.25) })]);
    const { logs } = await fit(model, line, {
      optimizer: frozen(),
      loss: meanSquaredError(),
      batchSize: 2,
      validationData: line,
    });
    expect(penalty(model).item()).toBe(0.25);
    expect(logs).toEqual({ loss: [2.25], valLoss: [2.25] });
  });

  it('keeps the last samples for validation, before any shuffling', async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: constant(1) })]);
    const { logs } = await fit(model, line, {
      optimizer: frozen(),
      loss: meanSquaredError(),
      metrics: [lossMetric(meanAbsoluteError())],
      validationSplit: 0.4,
      seed: 5,
    });
    // Squared errors 4, 1, 0 and 1, 4.
    expect(logs).toEqual({
      loss: [expect.closeTo(5 / 3, 6)],
      meanAbsoluteError: [1],
      valLoss: [2.5],
      valMeanAbsoluteError: [1.5],
    });
    const tenth = { x: line.x.concat(line.x), y: line.y.concat(line.y) };
    const { logs: one } = await fit(model, tenth, {
      optimizer: frozen(),
      loss: meanSquaredError(),
      validationSplit: 0.9,
    });
    expect(one['loss']).toEqual([4]);
  });

  it('validates with the weights and the moving statistics after the epoch', async () => {
    const model = sequential([dense({ units: 4 }), batchNormalization(), dense({ units: 3 })]);
    const options = { loss: crossentropy, metrics: [accuracy()] };
    const { logs } = await fit(model, points, {
      ...options,
      optimizer: sgd({ learningRate: 0.1 }),
      batchSize: 8,
      validationData: points,
    });
    const after = await evaluate(model, points, { ...options, batchSize: 8 });
    expect([logs['valLoss'], logs['valAccuracy']]).toEqual([[after.loss], [after['accuracy']]]);
  });

  it('goes on with a run as if it had not been interrupted', async () => {
    const options = { loss: crossentropy, batchSize: 8, seed: 1 };
    const whole = classifier(2);
    await fit(whole, points, { ...options, optimizer: adam(), epochs: 4 });

    const resumed = classifier(2);
    const optimizer = adam();
    await fit(resumed, points, { ...options, optimizer, epochs: 2 });
    const { epochs } = await fit(resumed, points, { ...options, optimizer, epochs: 4, initialEpoch: 2 });
    expect(epochs).toEqual([2, 3]);
    expect(resumed.getWeights()).toEqual(whole.getWeights());
  });

  it('does a given number of steps per epoch', async () => {
    const optimizer = adam();
    await fit(classifier(), points, { optimizer, loss: crossentropy, batchSize: 4, epochs: 3, stepsPerEpoch: 2 });
    expect(optimizer.iterations.value.item()).toBe(6);
  });

  it('without shuffling sees the samples in their order', async () => {
    const seen: number[] = [];
    const spy: Loss = (yTrue, yPred) => meanSquaredError()(yTrue, yPred);
    const data = dataset({ x: line.x, y: line.y }).map(({ x, y }, { indices }) => {
      seen.push(...indices);
      return { x, y };
    });
    seen.length = 0;
    await fit(sequential([dense({ units: 1 })]), data, { optimizer: sgd(), loss: spy, batchSize: 2, shuffle: false });
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('calls callbacks in order, and waits for them', async () => {
    const calls: string[] = [];
    const note =
      (name: string): Required<Callback>['onTrainBegin'] =>
      async ({ epoch, step, steps, logs }) => {
        await Promise.resolve();
        calls.push(`${name} ${epoch} ${step}/${steps} ${Object.keys(logs)}`);
      };
    const callback: Callback = {
      onTrainBegin: note('train begin'),
      onEpochBegin: note('epoch begin'),
      onBatchEnd: note('batch end'),
      onEpochEnd: note('epoch end'),
      onTrainEnd: note('train end'),
    };
    await fit(sequential([dense({ units: 1 })]), line, {
      optimizer: sgd(),
      loss: meanSquaredError(),
      epochs: 2,
      batchSize: 3,
      validationData: line,
      callbacks: [callback],
    });
    const epoch = (n: number) => [
      `epoch begin ${n} 0/2 `,
      `batch end ${n} 1/2 loss`,
      `batch end ${n} 2/2 loss`,
      `epoch end ${n} 2/2 loss,valLoss`,
    ];
    expect(calls).toEqual(['train begin 0 0/2 ', ...epoch(0), ...epoch(1), 'train end 2 2/2 loss,valLoss']);
  });

  it('shows callbacks the means so far', async () => {
    const losses: (number | undefined)[] = [];
    await fit(sequential([dense({ units: 1, kernelInitializer: constant(1) })]), line, {
      optimizer: frozen(),
      loss: meanSquaredError(),
      batchSize: 2,
      shuffle: false,
      callbacks: [{ onBatchEnd: ({ logs }) => void losses.push(logs['loss']) }],
    });
    // Squared errors 4, 1 | 0, 1 | 4.
    expect(losses).toEqual([5 / 2, 6 / 4, 10 / 5]);
  });

  it('ends after the batch in which a callback stops it', async () => {
    const optimizer = sgd();
    const history = await fit(sequential([dense({ units: 1 })]), line, {
      optimizer,
      loss: meanSquaredError(),
      epochs: 5,
      batchSize: 1,
      callbacks: [{ onBatchEnd: ({ epoch, step, stop }) => (epoch === 1 && step === 3 ? stop() : undefined) }],
    });
    expect(history.stoppedEpoch).toBe(1);
    expect(history.epochs).toEqual([0, 1]);
    expect(optimizer.iterations.value.item()).toBe(5 + 3);
  });

  it('does nothing more when a callback stops it before a step', async () => {
    for (const moment of ['onTrainBegin', 'onEpochBegin'] as const) {
      const optimizer = sgd();
      const callbacks: Callback[] = [{ [moment]: ({ stop }: TrainingContext) => stop() }];
      const model = sequential([dense({ units: 1 })]);
      const { epochs, logs } = await fit(model, line, { optimizer, loss: meanSquaredError(), epochs: 5, callbacks });
      expect([epochs, logs, optimizer.iterations.value.item()]).toEqual([[], { loss: [] }, 0]);
    }
  });

  it('reports numbers that are not finite instead of failing', async () => {
    const fine = await fit(classifier(), points, { optimizer: sgd(), loss: crossentropy });
    expect(fine.flags).toEqual({ nonFiniteInputs: false });

    const x = points.x.map(([a = 0, b = 0], i) => (i === 20 ? [Number.NaN, b] : [a, b]));
    const history = await fit(
      classifier(),
      { x, y: points.y },
      {
        optimizer: sgd(),
        loss: crossentropy,
        batchSize: 8,
        epochs: 2,
        shuffle: false,
      },
    );
    expect(history.flags).toEqual({ nonFiniteInputs: true, nonFiniteLoss: { epoch: 0, step: 2 } });
    expect(history.logs['loss']).toEqual([Number.NaN, Number.NaN]);
  });

  it('lets a loss ignore labels that are no class', async () => {
    const y = points.y.map((label, i) => (i % 5 === 0 ? -1 : label));
    const loss = sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: -1 });
    const history = await fit(classifier(), { x: points.x, y }, { optimizer: sgd(), loss });
    expect(history.flags).toEqual({ nonFiniteInputs: false });
  });
});

describe('fit rejects', () => {
  const attempt = (
    change: Partial<Record<keyof FitOptions, unknown>>,
    data: unknown = points,
    model: unknown = classifier(),
  ) => fit(model as Model, data as typeof points, { optimizer: sgd(), loss: crossentropy, ...change } as FitOptions);

  it.each<[string, () => Promise<unknown>, string]>([
    ['a missing optimizer', () => attempt({ optimizer: undefined }), 'fit: needs an optimizer such as adam()'],
    ['a missing loss', () => attempt({ loss: undefined }), 'fit: needs a loss'],
    ['a loss by name', () => attempt({ loss: 'mse' }), 'got "mse"'],
    ['an unknown option', () => attempt({ epoch: 3 } as never), 'unknown option "epoch". Did you mean "epochs"?'],
    ['no options', () => fit(classifier(), points, undefined as never), 'fit: needs an optimizer'],
    ['something that is no model', () => attempt({}, points, 'model'), 'fit: expected a model'],
    ['no data', () => attempt({}, null), 'expected a data set or { x, y }'],
    ['data without targets', () => attempt({}, { x: points.x }), 'expected a data set or { x, y }'],
    ['an empty data set', () => attempt({}, { x: [], y: [] }), 'has no samples'],
    ['more inputs than targets', () => attempt({}, { x: points.x, y: [0, 1] }), '"x" has 30 samples, but "y" has 2'],
    ['a label that is no class', () => attempt({}, { x: points.x, y: points.y.map((y) => y + 1) }), 'label 3'],
    ['such a label in validation', () => attempt({ validationData: { x: [[1, 2]], y: [7] } }), 'label 7'],
    ['no epochs', () => attempt({ epochs: 0 }), 'epochs is an integer of at least 1, got 0'],
    ['a fraction of an epoch', () => attempt({ epochs: 1.5 }), 'epochs is an integer'],
    ['to start after the end', () => attempt({ epochs: 2, initialEpoch: 2 }), 'leaves nothing to train'],
    ['a batch size of 0', () => attempt({ batchSize: 0 }), "batchSize is a positive integer or 'full', got 0"],
    ['a split of 1', () => attempt({ validationSplit: 1 }), 'at least 0 and less than 1'],
    ['a split that leaves nothing', () => attempt({ validationSplit: 1e-12 }), 'leaves none for validation'],
    ['a split that leaves nothing to train', () => attempt({ validationSplit: 0.99 }), 'leaves none for training'],
    ['two validations', () => attempt({ validationSplit: 0.1, validationData: points }), 'not both'],
    ['a negative seed', () => attempt({ seed: -1 }), 'seed is an integer'],
    ['more steps than batches', () => attempt({ batchSize: 10, stepsPerEpoch: 4 }), '30 samples make 3 batches of 10'],
    ['a metric that is not called', () => attempt({ metrics: [accuracy] }), 'Call it: accuracy()'],
    ['metrics of one name', () => attempt({ metrics: [accuracy(), accuracy()] }), 'two results are called "accuracy"'],
    [
      'a metric that is no number',
      () => attempt({ metrics: [confusionMatrix({ classes: 3 })] }),
      'gives [3, 3], not one number',
    ],
    ['callbacks that are none', () => attempt({ callbacks: [() => {}] }), 'callbacks is a list'],
  ])('%s', async (_, run, message) => {
    await expect(run()).rejects.toThrow(message);
  });

  it('what does not fit, before any weight changes', async () => {
    const model = classifier();
    model.build([1, 2]);
    const before = model.getWeights();
    const optimizer = adam();
    const wide = { x: [[1, 2, 3]], y: [0] };
    await expect(fit(model, wide, { optimizer, loss: crossentropy })).rejects.toThrow(
      'dense: expected last axis 2, got',
    );
    await expect(fit(model, line, { optimizer, loss: crossentropy })).rejects.toThrow('dense: expected last axis 2');
    const regression = { x: [[1, 2]], y: [[0.5, 0.5]] };
    await expect(fit(model, regression, { optimizer, loss: meanSquaredError() })).rejects.toThrow('meanSquaredError');
    const perSample = meanSquaredError({ reduction: 'none' });
    const square = { x: [[1, 2]], y: [[1, 2, 3]] };
    await expect(fit(model, square, { optimizer, loss: perSample })).rejects.toThrow('the loss must be one number');
    expect(model.getWeights()).toEqual(before);
    expect(optimizer.iterations.value.item()).toBe(0);
  });
});
