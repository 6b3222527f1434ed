import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { fit, reduceLearningRateOnPlateau } from '../src/index.ts';
import { feed, golden, renamed } from './callbacks-golden.ts';

describe('reduceLearningRateOnPlateau', () => {
  it.each(golden.plateaus)('follows Keras with $options', ({ options, values, rates }) => {
    const seen: number[] = [];
    const numbers = values.map((value) => (value === 'nan' ? Number.NaN : Number(value)));
    feed(reduceLearningRateOnPlateau(renamed(options)), numbers, ({ learningRate }) => seen.push(learningRate));
    // Keras keeps rates in float32.
    expect(seen).toEqual(rates.map((rate) => expect.closeTo(rate, 7)));
  });

  it('waits where nothing was measured', () => {
    const seen: number[] = [];
    const note = ({ learningRate }: { learningRate: number }) => void seen.push(learningRate);
    feed(reduceLearningRateOnPlateau({ patience: 1 }), [1, Infinity, Infinity, 2], note);
    expect(seen).toEqual([0.25, 0.25, 0.25, 0.025]);
  });

  it('begins anew with every run', async () => {
    const callback = reduceLearningRateOnPlateau({ monitor: 'loss', patience: 1, minDelta: 1e9, factor: 0.5 });
    const run = async () => {
      const optimizer = sgd({ learningRate: 0.01 });
      const options = { optimizer, loss: meanSquaredError(), epochs: 3, callbacks: [callback] };
      await fit(sequential([dense({ units: 1 })]), { x: [[1]], y: [[1]] }, options);
      return optimizer.learningRate;
    };
    expect(await run()).toBe(0.0025);
    expect(await run()).toBe(0.0025);
  });

  it('rejects options out of range', () => {
    expect(() => reduceLearningRateOnPlateau({ factor: 1 })).toThrow('factor is greater than 0 and less than 1, got 1');
    expect(() => reduceLearningRateOnPlateau({ cooldown: -1 })).toThrow('cooldown is a number of at least 0, got -1');
    expect(() => reduceLearningRateOnPlateau({ mode: 'auto ' as never })).toThrow("mode is 'auto', 'min' or 'max'");
    expect(() => reduceLearningRateOnPlateau({ minLr: 1 } as never)).toThrow('unknown option "minLr"');
  });
});
