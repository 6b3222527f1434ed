import { gradients } from '@gradkit/autograd';
import { key, mul, ones, sum, type Tensor, tensor } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { batchNormalization, dense, dropout, type Layer, sequential } from '@gradkit/layers';
import { describe, expect, it } from 'vitest';

const x = [
  [1, -2],
  [3, 0],
  [0.5, 5],
  [2, 1],
];
/** What the outputs are weighted by, so that their gradient is not the same everywhere. */
const weights = [
  [1, 0.5],
  [-2, 1],
  [0.25, -1],
  [3, 2],
];

const built = (layer: Layer): Layer => {
  layer.build([4, 2], key(0));
  return layer;
};
const weighted = (y: Tensor): Tensor => sum(mul(y, tensor(weights)));
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const columns = (rows: readonly (readonly number[])[]): number[][] =>
  [0, 1].map((j) => rows.map((row) => row[j] as number));

describe('gradients through layers', () => {
  it('of batch normalisation count that mean and variance depend on the input', () => {
    const layer = built(batchNormalization({ gammaInitializer: constant(1.5) }));
    const input = tensor(x);
    const loss = weighted(layer.apply(input, { training: true }));
    const [dx, dGamma, dBeta] = gradients(loss, [input, ...layer.parameters]);

    // Ioffe and Szegedy 2015, section 3: dx = γ/√(σ² + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂)), for each feature.
    const expected = columns(x).map((values, j) => {
      const dy = columns(weights)[j] as number[];
      const mean = average(values);
      const deviation = Math.sqrt(average(values.map((v) => (v - mean) ** 2)) + 1e-3);
      const normal = values.map((v) => (v - mean) / deviation);
      const correlation = average(normal.map((n, i) => n * (dy[i] as number)));
      return {
        dx: normal.map((n, i) => (1.5 / deviation) * ((dy[i] as number) - average(dy) - n * correlation)),
        dGamma: 4 * correlation,
        dBeta: 4 * average(dy),
      };
    });
    // Sums of a few numbers of size 1 in float32.
    columns(dx.toArray() as number[][]).forEach((column, j) => {
      column.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[j]?.dx[i] as number, 5);
      });
      expect((dGamma.toArray() as number[])[j]).toBeCloseTo(expected[j]?.dGamma as number, 5);
      expect((dBeta.toArray() as number[])[j]).toBeCloseTo(expected[j]?.dBeta as number, 5);
    });
  });

  it('of batch normalisation outside training are a scale', () => {
    const layer = built(batchNormalization({ movingVarianceInitializer: constant(4 - 1e-3) }));
    const input = tensor(x);
    const [dx] = gradients(weighted(layer.apply(input, { training: false })), [input]);
    columns(dx.toArray() as number[][])
      .flat()
      .forEach((value, i) => {
        expect(value).toBeCloseTo((columns(weights).flat()[i] as number) / 2, 6);
      });
  });

  it('of dropout pass where inputs passed, with the same scale', () => {
    const model = sequential([dropout({ rate: 0.5 })], { seed: 3 });
    const input = ones([8, 8]);
    const y = model.apply(input, { training: true });
    const [dx] = gradients(sum(y), [input]);
    // The input is all ones, so the output is the mask times the scale, and so is the derivative.
    expect(dx.toArray()).toEqual(y.toArray());
    expect(new Set(y.dataSync())).toEqual(new Set([0, 2]));
  });

  it('of dense are outer products', () => {
    const layer = built(dense({ units: 2, kernelInitializer: constant(0.5) }));
    const input = tensor(x);
    const loss = weighted(layer.apply(input, { training: true }));
    const [dx, dKernel, dBias] = gradients(loss, [input, ...layer.parameters]);
    // dx = dy · Wᵀ with W = ½ everywhere, dW = xᵀ · dy, db = Σ dy: exact, as all numbers are small binary fractions.
    expect(dx.toArray()).toEqual(weights.map((row) => row.map(() => 0.5 * ((row[0] as number) + (row[1] as number)))));
    const dy = columns(weights);
    expect(dKernel.toArray()).toEqual(
      columns(x).map((xs) => dy.map((ds) => 4 * average(ds.map((d, i) => d * (xs[i] as number))))),
    );
    expect(dBias.toArray()).toEqual(dy.map((ds) => 4 * average(ds)));
  });
});
