import { zeros } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';
import { expect, it } from 'vitest';
import { gradientStrengths } from '../../src/training/gradient-strengths.ts';

it('records the root mean square of the gradient of each kernel, at each step, before clipping', async () => {
  const x = [
    [1, 2],
    [-1, 1],
    [3, 0],
    [2, -2],
  ];
  const y = [3, 1, 2, -1];
  const model = sequential([dense({ units: 1, useBias: false, kernelInitializer: zeros() })]);
  const { rows, ...probe } = gradientStrengths();
  const [learningRate, clip] = [0.1, 0.5];
  await fit(
    model,
    { x, y: y.map((value) => [value]) },
    {
      optimizer: sgd({ learningRate, globalClipNorm: clip }),
      loss: meanSquaredError(),
      batchSize: 'full',
      epochs: 3,
      callbacks: [probe],
    },
  );

  // The gradient of the mean of (x·w − y)² is 2/n · Σ (x·w − y) · x, by hand.
  const w = [0, 0];
  const expected = Array.from({ length: 3 }, () => {
    const errors = x.map(([a = 0, b = 0], i) => a * (w[0] as number) + b * (w[1] as number) - (y[i] as number));
    const gradient = [0, 1].map(
      (j) => (2 / x.length) * errors.reduce((sum, error, i) => sum + error * (x[i]?.[j] ?? 0), 0),
    );
    const norm = Math.hypot(...gradient);
    for (const j of [0, 1]) w[j] = (w[j] as number) - learningRate * (gradient[j] as number) * Math.min(1, clip / norm);
    return norm / Math.SQRT2;
  });
  expect(rows.length).toBe(3);
  rows.forEach(([strength = NaN], step) => {
    expect(strength).toBeCloseTo(expected[step] as number, 5);
  });
});
