import { concatenate, flattenTree, jit, Tensor, type Tree, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../src/index.ts';
import * as metrics from '../src/index.ts';

/** Numbers from 0 to 1 without a pattern, the same in every run. */
const noise = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
      const x = Math.sin((i + 1) * 12.9898 + seed * 78.233) * 43758.5453;
      return x - Math.floor(x);
    }),
    { shape: [...shape], dtype: 'float64' },
  );
const bits = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    noise(shape, seed)
      .dataSync()
      .map((x) => (x > 0.4 ? 1 : 0)) as Float64Array,
    { shape: [...shape], dtype: 'float64' },
  );
const ids = (size: number, seed: number): Tensor =>
  tensor(
    Int32Array.from(noise([size], seed).dataSync(), (x) => Math.floor(x * 3)),
    { dtype: 'int32' },
  );

const loss = Object.assign(
  function own(_: Tensor, yPred: Tensor): Tensor {
    return yPred;
  },
  { perSample: (_: Tensor, yPred: Tensor) => ({ values: yPred }) },
);

type Kind = 'binary' | 'classes' | 'real';
const any = (metric: unknown): Metric<Tree<Tensor>> => metric as Metric<Tree<Tensor>>;

/** Every metric with what it is fed. */
const cases: readonly (readonly [string, Metric<Tree<Tensor>>, Kind])[] = [
  ['accuracy', any(metrics.accuracy()), 'classes'],
  ['auc', any(metrics.auc()), 'binary'],
  ['auc of precision and recall', any(metrics.auc({ curve: 'pr', numThresholds: 20 })), 'binary'],
  ['balancedAccuracy', any(metrics.balancedAccuracy({ classes: 3 })), 'classes'],
  ['binaryAccuracy', any(metrics.binaryAccuracy()), 'binary'],
  ['binaryIoU', any(metrics.binaryIoU()), 'binary'],
  ['cohenKappa', any(metrics.cohenKappa({ classes: 3 })), 'classes'],
  ['concordanceCorrelation', any(metrics.concordanceCorrelation({ axis: 0 })), 'real'],
  ['confusionMatrix', any(metrics.confusionMatrix({ classes: 3 })), 'classes'],
  ['explainedVariance', any(metrics.explainedVariance()), 'real'],
  ['f1Score', any(metrics.f1Score()), 'binary'],
  ['fBetaScore', any(metrics.fBetaScore({ beta: 2 })), 'binary'],
  ['falseNegatives', any(metrics.falseNegatives()), 'binary'],
  ['falsePositives', any(metrics.falsePositives()), 'binary'],
  ['iou', any(metrics.iou({ classes: 3, targetClassIds: [2] })), 'classes'],
  ['lossMetric', any(metrics.lossMetric(loss)), 'real'],
  ['matthewsCorrelation', any(metrics.matthewsCorrelation({ classes: 3 })), 'classes'],
  ['meanIoU', any(metrics.meanIoU({ classes: 3 })), 'classes'],
  ['meanRelativeError', any(metrics.meanRelativeError()), 'real'],
  ['pearsonCorrelation', any(metrics.pearsonCorrelation({ axis: 0 })), 'real'],
  ['perplexity', any(metrics.perplexity(loss)), 'real'],
  ['precision', any(metrics.precision()), 'binary'],
  ['precisionAtRecall', any(metrics.precisionAtRecall({ recall: 0.4 })), 'binary'],
  ['r2Score', any(metrics.r2Score()), 'real'],
  ['recall', any(metrics.recall()), 'binary'],
  ['recallAtPrecision', any(metrics.recallAtPrecision({ precision: 0.4 })), 'binary'],
  ['rootMeanSquaredError', any(metrics.rootMeanSquaredError()), 'real'],
  ['sensitivityAtSpecificity', any(metrics.sensitivityAtSpecificity({ specificity: 0.4 })), 'binary'],
  ['sparseCategoricalAccuracy', any(metrics.sparseCategoricalAccuracy()), 'classes'],
  ['specificity', any(metrics.specificity()), 'binary'],
  ['specificityAtSensitivity', any(metrics.specificityAtSensitivity({ sensitivity: 0.4 })), 'binary'],
  ['streamingMean', any(metrics.streamingMean({ name: 'a', direction: 'none', values: (_, p) => p })), 'real'],
  ['streamingSum', any(metrics.streamingSum({ name: 'a', direction: 'none', values: (_, p) => p })), 'real'],
  ['topKAccuracy', any(metrics.topKAccuracy({ k: 2 })), 'classes'],
  ['trueNegatives', any(metrics.trueNegatives()), 'binary'],
  ['truePositives', any(metrics.truePositives()), 'binary'],
];

function batch(kind: Kind, size: number, seed: number): readonly [Tensor, Tensor] {
  if (kind === 'classes') return [ids(size, seed), noise([size, 3], seed + 1)];
  return [kind === 'binary' ? bits([size], seed) : noise([size], seed), noise([size], seed + 1)];
}

const close = (actual: Tensor, expected: Tensor): void => {
  const [found, wanted] = [actual.dataSync(), expected.dataSync()];
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value: number, i: number) => {
    expect(found[i]).toBeCloseTo(value, 12);
  });
};

describe('a state', () => {
  test.each(cases)('of %s passes through jit, and keeps its shapes and types', (_, metric, kind) => {
    const step = jit((state: Tree<Tensor>, y: Tensor, p: Tensor, w: Tensor) => metric.update(state, y, p, w));
    const types = (state: Tree<Tensor>): unknown =>
      flattenTree(state, (leaf) => leaf instanceof Tensor).leaves.map((leaf) => [
        (leaf as Tensor).dtype,
        (leaf as Tensor).shape,
      ]);
    let [compiled, built] = [metric.initial(), metric.initial()];
    for (const seed of [1, 2, 3]) {
      const [y, p] = batch(kind, 6, seed);
      const w = noise([6], seed + 10);
      compiled = step(compiled, y, p, w);
      built = metric.update(built, y, p, w);
    }
    expect(types(compiled)).toEqual(types(metric.initial()));
    close(metric.result(compiled), metric.result(built));
  });

  test.each(cases)('of %s does not depend on how samples are batched', (_, metric, kind) => {
    const parts = [batch(kind, 4, 5), batch(kind, 1, 7), batch(kind, 9, 9)];
    const state = parts.reduce((before, [y, p]) => metric.update(before, y, p), metric.initial());
    const all = metrics.computeMetric(metric, concatenate(parts.map(([y]) => y)), concatenate(parts.map(([, p]) => p)));
    close(metric.result(state), all);
  });

  test.each(cases)('of %s counts a sample of weight 2 twice, and one of weight 0 not at all', (_, metric, kind) => {
    const [y, p] = batch(kind, 8, 11);
    const [y2, p2] = batch(kind, 3, 13);
    const [y0, p0] = batch(kind, 2, 15);
    const weights = tensor([...new Array<number>(8).fill(1), 2, 2, 2, 0, 0]);
    const weighted = metrics.computeMetric(metric, concatenate([y, y2, y0]), concatenate([p, p2, p0]), weights);
    close(weighted, metrics.computeMetric(metric, concatenate([y, y2, y2]), concatenate([p, p2, p2])));
  });

  test.each(cases)('of %s is float64 also for float32 predictions', (_, metric, kind) => {
    const [y, p] = batch(kind, 6, 17);
    const single = metrics.computeMetric(metric, y, tensor(Float32Array.from(p.dataSync()), { shape: p.shape }));
    expect(single.dtype).toBe('float64');
    single.dataSync().forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(metrics.computeMetric(metric, y, p).dataSync()[i] as number, 5);
    });
  });

  test.each(cases)('of %s has a name and a direction, and rejects weights that do not fit', (_, metric, kind) => {
    expect(metric.name).not.toBe('');
    expect(['max', 'min', 'none']).toContain(metric.direction);
    const [y, p] = batch(kind, 6, 19);
    expect(() => metric.update(metric.initial(), y, p, tensor([1, 2]))).toThrow(/sampleWeight \[2\] does not fit/);
  });
});

test('every metric is here, or is a variant of one that is', () => {
  const variants = ['categoricalAccuracy', 'computeMetric', 'exactAuc', 'meanCosineSimilarity'];
  const tested = new Set(cases.map(([name]) => name));
  expect(Object.keys(metrics).filter((name) => !tested.has(name) && !variants.includes(name))).toEqual([]);
});
