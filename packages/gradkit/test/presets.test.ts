import { describe, expect, it } from 'vitest';
import {
  adagrad,
  adam,
  dropout,
  inverseTimeDecay,
  key,
  l1,
  l2,
  leakyRelu,
  ones,
  presets,
  randomNormal,
  rmsprop,
  sequential,
  sgd,
  std,
  tensor,
  variable,
  varianceScaling,
} from '../src/index.ts';

const { seed } = presets;

/** Where a parameter 1 goes in steps with the gradient 1. */
const path = (optimizer: ReturnType<typeof sgd>, steps: number): number[] => {
  const w = variable(tensor(1, { dtype: 'float64' }));
  return Array.from({ length: steps }, () => {
    optimizer.apply([tensor(1, { dtype: 'float64' })], [{ name: 'w', variable: w }]);
    return w.value.item();
  });
};

const close = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 5);
  });

describe('presets', () => {
  it('moves as the formulas of the documents say', () => {
    // v = 0.9 v − 0.1 g, w += v
    close(path(sgd(seed.sgd), 3), [0.9, 0.9 - 0.19, 0.71 - 0.271]);
    // The sum of squares is 1, 2, …
    close(path(adagrad(seed.adagrad), 2), [0.9, 0.9 - 0.1 / Math.SQRT2]);
    close(path(rmsprop(seed.rmsprop), 1), [1 - 0.1 / Math.sqrt(0.1)]);
    close(path(adam(seed.adam), 2), [0.99, 0.98]);
  });

  it('has no decay by default', () => {
    const rate = inverseTimeDecay({ initialLearningRate: 0.1, ...seed.decay });
    expect([rate(0), rate(1000)]).toEqual([0.1, 0.1]);
  });

  it('has the slope, the penalties and the rates of dropout', () => {
    const x = tensor([-2, 3], { dtype: 'float64' });
    expect(leakyRelu(x, seed.leakyRelu).toArray()).toEqual([-0.2, 3]);
    close([l1(seed.l1.least)(x).item(), l1(seed.l1.most)(x).item()], [0.005, 0.025]);
    close([l2(seed.l2.least)(x).item(), l2(seed.l2.most)(x).item()], [0.013, 0.065]);
    for (const [options, share] of [
      [seed.dropout.input, 0.2],
      [seed.dropout.hidden, 0.5],
    ] as const) {
      const model = sequential([dropout(options)], { seed: 1 });
      const dropped = model
        .apply(ones([1, 10000]), { training: true })
        .dataSync()
        .filter((value) => value === 0);
      // Four standard deviations of a share of 10,000.
      expect(Math.abs(dropped.length / 10000 - share)).toBeLessThan(0.02);
    }
  });

  it('draws the first weights of the figures', () => {
    const deviation = (initializer: ReturnType<typeof randomNormal>) =>
      std(initializer([100, 400], 'float32', key(1))).item();
    expect(deviation(randomNormal(seed.randomNormal.large))).toBeCloseTo(1, 1);
    expect(deviation(randomNormal(seed.randomNormal.small)) * 100).toBeCloseTo(1, 1);
    expect(deviation(varianceScaling(seed.xavier)) * 10).toBeCloseTo(1, 1);
    expect(deviation(varianceScaling(seed.he)) * Math.sqrt(50)).toBeCloseTo(1, 1);
  });
});
