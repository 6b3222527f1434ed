import { fromIterable } from '@gradkit/data';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { type Callback, evaluate, type FitOptions, fit, predict } from '../src/index.ts';

const line = { x: [[-1], [0], [1], [2], [3]], y: [[-3], [-1], [1], [3], [5]] };
const loss = meanSquaredError();

function begin(change: Partial<FitOptions> = {}, data: Parameters<typeof fit>[1] = line) {
  const model = sequential([dense({ units: 1 })]);
  const optimizer = sgd({ learningRate: 0.1 });
  const controller = new AbortController();
  const calls: string[] = [];
  const run = (callback: Callback = {}) =>
    fit(model, data, {
      optimizer,
      loss,
      batchSize: 1,
      epochs: 10,
      signal: controller.signal,
      callbacks: [
        callback,
        { onEpochEnd: ({ epoch }) => void calls.push(`epoch ${epoch}`), onTrainEnd: () => void calls.push('end') },
      ],
      ...change,
    });
  return { model, optimizer, controller, calls, run };
}

describe('an abort', () => {
  it('ends training after the current step, and leaves a model to go on with', async () => {
    const { controller, calls, run, optimizer, model } = begin();
    const reason = new Error('enough');
    const attempt = run({
      onBatchEnd: ({ epoch, step }) => (epoch === 1 && step === 2 ? controller.abort(reason) : undefined),
    });
    await expect(attempt).rejects.toBe(reason);
    expect(optimizer.iterations.value.item()).toBe(5 + 2);
    expect(calls).toEqual(['epoch 0', 'end']);

    // The same seven steps without an abort.
    const other = begin();
    const steps = other.run({
      onBatchEnd: ({ epoch, step, stop }) => (epoch === 1 && step === 2 ? stop() : undefined),
    });
    await steps;
    expect(model.getWeights()).toEqual(other.model.getWeights());
    await fit(model, line, { optimizer, loss });
  });

  it('before the start changes nothing', async () => {
    const { controller, calls, run, model } = begin();
    controller.abort();
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toEqual([]);
    expect(model.built).toBe(false);
  });

  it('at the beginning of training prevents the first step', async () => {
    const { controller, calls, run, optimizer } = begin();
    await expect(run({ onEpochBegin: () => controller.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(optimizer.iterations.value.item()).toBe(0);
    expect(calls).toEqual(['end']);
  });

  it('after the last step of an epoch counts, too', async () => {
    const { controller, calls, run } = begin({ epochs: 1 });
    await expect(run({ onEpochEnd: () => controller.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toEqual(['epoch 0', 'end']);
  });

  it('ends a validation', async () => {
    const { controller, calls, run } = begin({ validationData: line, validationBatchSize: 1 });
    const attempt = run({ onBatchEnd: ({ step }) => (step === 5 ? controller.abort() : undefined) });
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toEqual(['end']);
  });

  it('does not wait for a batch that does not come', async () => {
    const stuck = fromIterable(async function* () {
      yield { x: [1], y: [1] };
      await new Promise(() => {});
    });
    const { controller, calls, run } = begin({ batchSize: 1 }, stuck);
    const attempt = run({ onBatchEnd: () => void setTimeout(() => controller.abort()) });
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
    expect(calls).toEqual(['end']);
  });

  it('does not wait for the first batch, before training begins, nor for that of a validation', async () => {
    const stuck = fromIterable(async function* () {
      await new Promise(() => {});
      yield { x: [1], y: [1] };
    });
    const reason = new Error('enough');
    for (const [change, data] of [
      [{}, stuck],
      [{ validationData: stuck }, line],
    ] as const) {
      const { controller, calls, run } = begin(change, data);
      const attempt = run();
      controller.abort(reason);
      await expect(attempt).rejects.toBe(reason);
      expect(calls).toEqual([]);
    }
    const { model, run } = begin({ epochs: 1 });
    await run();
    for (const attempt of [
      (signal: AbortSignal) => evaluate(model, stuck, { loss, signal }),
      (signal: AbortSignal) => predict(model, stuck, { signal }),
    ]) {
      const controller = new AbortController();
      const pending = attempt(controller.signal);
      controller.abort(reason);
      await expect(pending).rejects.toBe(reason);
    }
  });

  it('leaves no listeners behind', async () => {
    let listeners = 0;
    const signal = {
      aborted: false,
      reason: undefined,
      addEventListener: () => void listeners++,
      removeEventListener: () => void listeners--,
    };
    const samples = fromIterable(async function* () {
      for (let i = 0; i < 5; i++) yield { x: [i], y: [i] };
    });
    await begin({ signal, epochs: 2 }, samples).run();
    expect(listeners).toBe(0);
  });

  it('is not what errors of callbacks and data are', async () => {
    const failing = begin();
    const error = new Error('callback');
    await expect(
      failing.run({
        onBatchEnd() {
          throw error;
        },
      }),
    ).rejects.toBe(error);
    expect(failing.calls).toEqual([]);
  });

  it('ends evaluate and predict', async () => {
    const { model, run } = begin({ epochs: 1 });
    await run();
    const { signal } = Object.assign(new AbortController(), {});
    const aborted = AbortSignal.abort(new Error('no'));
    await expect(evaluate(model, line, { loss, signal: aborted })).rejects.toThrow('no');
    await expect(predict(model, line.x, { signal: aborted })).rejects.toThrow('no');
    expect((await predict(model, line.x, { signal })).shape).toEqual([5, 1]);
  });
});
