import { blobs } from '@gradkit/data/synthetic';
import { dense, dropout, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { sgd } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { evaluate, fit } from '@gradkit/train';
import { expect, it } from 'vitest';
import { decisionBoundary } from '../../src/training/decision-boundary.ts';
import { judge } from '../../src/training/judge.ts';

const data = blobs({ samples: 60, seed: 2 });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });

async function trained() {
  const model = sequential([dropout({ rate: 0.2 }), dense({ units: 3, kernelRegularizer: l2(0.1) })]);
  await fit(model, data, { optimizer: sgd({ learningRate: 0.1 }), loss, epochs: 3, seed: 4 });
  return model;
}

it('judges as evaluate does, without penalties and dropout', async () => {
  const model = await trained();
  const bare = { apply: model.apply, parameters: [] };
  const expected = await evaluate(bare, data, { loss, metrics: [accuracy()], batchSize: 'full' });
  const judged = judge(model)(data);
  // Two programs add the same float32 numbers in different orders.
  expect(judged.loss).toBeCloseTo(expected.loss, 5);
  expect(judged.accuracy).toBeCloseTo(expected['accuracy'] as number, 6);
});

it('draws what the model says at each point, both ends of the square included', async () => {
  const model = await trained();
  const view = decisionBoundary(model, { train: data }, { id: 'boundary', title: 'boundary', classes: 3 })();
  const { x, y, columns, rows, values, points } = view;
  expect(values.length).toBe(columns * rows);
  for (const [column, row] of [
    [0, 0],
    [47, 3],
    [20, 31],
  ] as const) {
    const place = [
      x.range[0] + (column / (columns - 1)) * (x.range[1] - x.range[0]),
      y.range[0] + (row / (rows - 1)) * (y.range[1] - y.range[0]),
    ];
    const [kernel, bias] = model.getWeights() as [Float32Array, Float32Array];
    const scores = [0, 1, 2].map((c) => place[0]! * kernel[c]! + place[1]! * kernel[3 + c]! + bias[c]!);
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    const best = scores.indexOf(Math.max(...scores));
    const expected = best + Math.min(Math.exp(scores[best]!) / total, 0.999);
    expect(values[row * columns + column]).toBeCloseTo(expected, 4);
  }
  expect(points.x.length).toBe(60);
  expect([...points.y].every((value) => value > y.range[0] && value < y.range[1])).toBe(true);
});
