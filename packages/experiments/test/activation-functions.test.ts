import { describe, expect, it } from 'vitest';
import { activationFunctions } from '../src/activation-functions/about.ts';
import { run } from '../src/activation-functions/run.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const { defaults, holds } = activationFunctions;
const { max, exp, tanh, log1p, sqrt, PI } = Math;

const sigmoid = (z: number): number => 1 / (1 + exp(-z));
/** The standard normal distribution function by the series of Abramowitz and Stegun, 26.2.10. */
function phi(z: number): number {
  let [term, total] = [z, z];
  for (let n = 1; n < 200; n++) {
    term *= (-z * z) / (2 * n);
    total += term / (2 * n + 1);
  }
  return 0.5 + total / sqrt(2 * PI);
}

const slope = 0.1;
/** The functions as plain formulas, in the order of the pictures. */
const plain: readonly ((z: number) => number)[] = [
  sigmoid,
  tanh,
  (z) => max(0, z),
  (z) => (z > 0 ? z : slope * z),
  (z) => (z > 0 ? z : exp(z) - 1),
  (z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * (exp(z) - 1)),
  (z) => z * phi(z),
  (z) => z * sigmoid(z),
  (z) => z * tanh(log1p(exp(z))),
  (z) => max(z, -z / 2),
];

describe('activation-functions', async () => {
  const frame = await lastFrame(run, defaults);
  const { measures } = frame;

  it('bears its claim out, for every number of layers and slope', async () => {
    expect(holds(measures, defaults)).toBe(true);
    for (const changes of [{ layers: 1 }, { layers: 30, slope: 0.3 }]) {
      const config = { ...defaults, ...changes };
      expect(holds((await lastFrame(run, config)).measures, config)).toBe(true);
    }
  });

  it('draws the functions of the formulas, and slopes that are their difference quotients', () => {
    const [values, slopes] = [viewOf(frame, 'curves', 'values'), viewOf(frame, 'curves', 'slopes')];
    expect(values.series.length).toBe(plain.length);
    plain.forEach((f, index) => {
      const x = values.series[index]?.x as Float32Array;
      const [y, dy] = [lineOf(values, index), lineOf(slopes, index)];
      x.forEach((place, i) => {
        const z = Math.round(250 * place) / 250;
        expect(y[i]).toBeCloseTo(f(z), 5);
        // Central differences are wrong by h²/6 of the third derivative. At a kink there is no slope.
        const h = 1e-4;
        if (z !== 0) expect(dy[i]).toBeCloseTo((f(z + h) - f(z - h)) / (2 * h), 5);
      });
    });
  });

  it('has the moments that theory gives', () => {
    const at0 = 1 / sqrt(2 * PI);
    const expected: Readonly<Record<string, number>> = {
      'mean.sigmoid': 0.5,
      'mean.tanh': 0,
      'mean.relu': at0,
      'variance.relu': 0.5 - at0 ** 2,
      'mean.leakyRelu': (1 - slope) * at0,
      'variance.leakyRelu': (1 + slope ** 2) / 2 - ((1 - slope) * at0) ** 2,
      // E[e^z; z < 0] = √e · Φ(−1)
      'mean.elu': at0 + sqrt(Math.E) * phi(-1) - 0.5,
      'mean.selu': 0,
      'variance.selu': 1,
      // E[z · Φ(z)] is the mean of the normal density of variance 2 at 0.
      'mean.gelu': 1 / (2 * sqrt(PI)),
      'mean.maxout': 1.5 * at0,
      'typicalSlope.relu': sqrt(0.5),
      'typicalSlope.leakyRelu': sqrt((1 + slope ** 2) / 2),
    };
    for (const [name, value] of Object.entries(expected)) {
      // At a kink the trapezoidal rule is wrong by the width of one step, 1/250, times the density there, for slopes that jump.
      expect(Math.abs((measures[name] as number) - value), name).toBeLessThan(name.startsWith('typical') ? 2e-3 : 1e-5);
    }
  });

  it('counts every number once', () => {
    for (const { counts } of viewOf(frame, 'histograms', 'outputs').cells) {
      expect([...counts].reduce((a, b) => a + b)).toBeCloseTo(10_000, 0);
    }
  });
});
