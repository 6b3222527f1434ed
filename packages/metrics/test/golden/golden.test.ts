import { concatenate, type DType, type Tensor, type Tree, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../../src/index.ts';
import * as metrics from '../../src/index.ts';
import kerasFile from './keras.json' with { type: 'json' };
import sklearnFile from './sklearn.json' with { type: 'json' };

interface GoldenArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

interface Batch {
  readonly yTrue: GoldenArray;
  readonly yPred: GoldenArray;
  readonly sampleWeight?: GoldenArray;
}

/** What a metric gives for several batches, or for all of them together. */
interface Case {
  readonly metric: string;
  readonly options: object;
  readonly batches: readonly Batch[];
  readonly result: readonly number[];
  /** Largest error where Keras adds 10⁻⁷ to divisors. */
  readonly tolerance?: number;
}

type Factory = (options: object) => Metric<Tree<Tensor>>;
const factories = metrics as unknown as Readonly<Record<string, Factory>>;
const arrayOf = ({ shape, dtype, values }: GoldenArray): Tensor =>
  tensor(Float64Array.from(values), { shape: [...shape], dtype: dtype as DType });

function resultOf({ metric: name, options, batches }: Case): Tensor {
  const read = batches.map(({ yTrue, yPred, sampleWeight }) => ({
    yTrue: arrayOf(yTrue),
    yPred: arrayOf(yPred),
    sampleWeight: sampleWeight && arrayOf(sampleWeight),
  }));
  if (name === 'exactAuc') {
    const [yTrue, yPred] = [concatenate(read.map((b) => b.yTrue)), concatenate(read.map((b) => b.yPred))];
    const weights = read.flatMap((b) => b.sampleWeight ?? []);
    const sampleWeight = weights.length === 0 ? undefined : concatenate(weights);
    return metrics.exactAuc(yTrue, yPred, { ...options, sampleWeight });
  }
  const metric = (factories[name] as Factory)(options);
  const state = read.reduce(
    (before, { yTrue, yPred, sampleWeight }) => metric.update(before, yTrue, yPred, sampleWeight),
    metric.initial(),
  );
  return metric.result(state);
}

const rowsOf = (file: { readonly cases: readonly unknown[] }): readonly { name: string; row: Case }[] =>
  (file.cases as readonly Case[]).map((row, i) => {
    const weighted = row.batches[0]?.sampleWeight === undefined ? '' : 'with weights';
    return { name: `${i}: ${row.metric} ${JSON.stringify(row.options)} ${weighted}`, row };
  });

function compare(row: Case): void {
  const result = resultOf(row);
  expect(result.dtype).toBe('float64');
  const found = [...result.dataSync()];
  expect(found.length).toBe(row.result.length);
  // A few dozen terms of float64.
  const tolerance = row.tolerance ?? 1e-13;
  const wrong = row.result.filter(
    (value, i) => !(Math.abs((found[i] as number) - value) <= tolerance * Math.max(1, Math.abs(value))),
  );
  expect(wrong, `found ${found.join(', ')}`).toEqual([]);
}

describe('values of Keras', () => {
  test.each(rowsOf(kerasFile))('$name', ({ row }) => compare(row));
});

describe('values of scikit-learn', () => {
  test.each(rowsOf(sklearnFile))('$name', ({ row }) => compare(row));
});

test('values from outside are there for every metric', () => {
  const others = ['computeMetric', 'lossMetric', 'perplexity', 'meanRelativeError', 'streamingMean', 'streamingSum'];
  const tested = new Set([...rowsOf(kerasFile), ...rowsOf(sklearnFile)].map(({ row }) => row.metric));
  expect(Object.keys(metrics).filter((name) => !others.includes(name) && !tested.has(name))).toEqual([]);
});
