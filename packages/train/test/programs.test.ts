import { relu } from '@gradkit/activations';
import { batchNormalization, dense, dropout, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { adam, exponentialDecay } from '@gradkit/optimizers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { evaluate, fit, predict } from '../src/index.ts';

afterEach(() => vi.unstubAllGlobals());

/** How many programs are compiled while something runs. */
async function compiledBy(run: () => Promise<unknown>): Promise<number> {
  const { Module } = WebAssembly;
  let count = 0;
  const Counted = new Proxy(Module, {
    construct(target, args) {
      count++;
      return Reflect.construct(target, args) as object;
    },
  });
  vi.stubGlobal('WebAssembly', { ...descriptorsOf(WebAssembly), Module: Counted });
  await run();
  vi.unstubAllGlobals();
  return count;
}

/** The functions of a namespace, which are not enumerable. */
const descriptorsOf = (namespace: object): object =>
  Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(namespace)).map(([key, { value }]) => [key, value]),
  );

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
/** 27 samples: three batches of 8 and one of 3. */
const data = {
  x: Array.from({ length: 27 }, (_, i) => [i, (i * 7) % 5, (i * 3) % 4]),
  y: Array.from({ length: 27 }, (_, i) => i % 3),
};
const options = { loss, metrics: [accuracy()], batchSize: 8 } as const;

function built() {
  const model = sequential([
    dense({ units: 6, activation: relu }),
    batchNormalization(),
    dropout({ rate: 0.2 }),
    dense({ units: 3 }),
  ]);
  model.build([8, 3]);
  return model;
}

describe('training compiles', () => {
  it('one program more for the last smaller batch, and none in later epochs', async () => {
    const model = built();
    const even = { x: data.x.slice(0, 24), y: data.y.slice(0, 24) };
    const optimizer = adam();
    // The first run also makes the variables of the optimizer.
    await fit(model, even, { ...options, optimizer, epochs: 1 });
    expect(await compiledBy(() => fit(model, even, { ...options, optimizer, epochs: 2 }))).toBe(0);
    expect(await compiledBy(() => fit(model, data, { ...options, optimizer, epochs: 1 }))).toBe(1);
    expect(await compiledBy(() => fit(model, data, { ...options, optimizer, epochs: 2 }))).toBe(0);
  });

  it('nothing for another learning rate, nor while a schedule changes it', async () => {
    const model = built();
    await fit(model, data, { ...options, optimizer: adam({ learningRate: 0.01 }), epochs: 1 });
    const other = adam({ learningRate: 0.3 });
    expect(await compiledBy(() => fit(model, data, { ...options, optimizer: other, epochs: 1 }))).toBe(0);
    other.learningRate = 0.07;
    expect(await compiledBy(() => fit(model, data, { ...options, optimizer: other, epochs: 1 }))).toBe(0);
    const scheduled = adam({
      learningRate: exponentialDecay({ initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.5 }),
    });
    await fit(model, data, { ...options, optimizer: scheduled, epochs: 1 });
    expect(await compiledBy(() => fit(model, data, { ...options, optimizer: scheduled, epochs: 3 }))).toBe(0);
  });

  it('nothing for another model of the same structure', async () => {
    await fit(built(), data, { ...options, optimizer: adam(), epochs: 1 });
    const model = built();
    expect(await compiledBy(() => fit(model, data, { ...options, optimizer: adam(), epochs: 1 }))).toBe(0);
  });
});

describe('evaluation and prediction compile', () => {
  it.each([
    ['evaluate', (model: ReturnType<typeof built>, samples: typeof data) => evaluate(model, samples, options)],
    ['predict', (model: ReturnType<typeof built>, { x }: typeof data) => predict(model, x, { batchSize: 8 })],
  ])('one program more for the last smaller batch: %s', async (_, run) => {
    const model = built();
    await run(model, { x: data.x.slice(0, 24), y: data.y.slice(0, 24) });
    expect(await compiledBy(async () => run(model, data))).toBe(1);
    expect(await compiledBy(async () => run(model, data))).toBe(0);
    expect(await compiledBy(async () => run(built(), data))).toBe(0);
  });
});
