import { type DType, type Tensor, tensor } from '@gradkit/core';
import * as losses from '@gradkit/losses';
import { computeMetric, lossMetric, perplexity } from '@gradkit/metrics';
import { describe, expect, it, test } from 'vitest';
import goldenFile from './golden/loss-metrics.json' with { type: 'json' };

interface GoldenArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

/** What Keras' metric of the same name as a loss gives for several batches. */
interface Case {
  readonly metric: string;
  readonly options: object;
  readonly batches: readonly {
    readonly yTrue: GoldenArray;
    readonly yPred: GoldenArray;
    readonly sampleWeight?: GoldenArray;
  }[];
  readonly result: readonly number[];
}

const factories = losses as unknown as Readonly<Record<string, (options: object) => losses.Loss>>;
const arrayOf = ({ shape, dtype, values }: GoldenArray): Tensor =>
  tensor(Float64Array.from(values), { shape: [...shape], dtype: dtype as DType });
const rows = (goldenFile.cases as readonly Case[]).map((row, i) => ({ name: `${i}: ${row.metric}`, row }));

describe('losses as metrics', () => {
  test.each(rows)('have the values of Keras ($name)', ({ row }) => {
    const metric = lossMetric((factories[row.metric] as (options: object) => losses.Loss)(row.options));
    const state = row.batches.reduce(
      (before, { yTrue, yPred, sampleWeight }) =>
        metric.update(before, arrayOf(yTrue), arrayOf(yPred), sampleWeight && arrayOf(sampleWeight)),
      metric.initial(),
    );
    const [expected = Number.NaN] = row.result;
    // A few dozen terms of float64.
    expect(Math.abs(metric.result(state).item() - expected)).toBeLessThan(1e-13 * Math.max(1, Math.abs(expected)));
  });

  it('have the names of the losses', () => {
    expect(lossMetric(losses.mae()).name).toBe('meanAbsoluteError');
    expect(lossMetric(losses.ctc()).name).toBe('ctc');
  });

  it('leave out ignored labels, also in perplexity', () => {
    const loss = losses.sparseCategoricalCrossentropy({ ignoreClass: -1 });
    const labels = tensor([[1, 0, -1]], { dtype: 'int32' });
    const probabilities = tensor([
      [
        [0.5, 0.5],
        [0.125, 0.875],
        [0.5, 0.5],
      ],
    ]);
    expect(computeMetric(lossMetric(loss), labels, probabilities).item()).toBeCloseTo(Math.log(4), 6);
    expect(computeMetric(perplexity(loss), labels, probabilities).item()).toBeCloseTo(4, 5);
  });
});
