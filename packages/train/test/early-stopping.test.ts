import { dataset } from '@gradkit/data';
import { constant } from '@gradkit/initializers';
import { batchNormalization, dense, dropout, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../src/callback.ts';
import { type Callback, type EarlyStoppingOptions, earlyStopping, fit } from '../src/index.ts';
import { feed, golden, renamed } from './callbacks-golden.ts';

/** Feeds a log's values epoch by epoch; returns the epoch that it stops at, if any. */
async function stopsAt(
  values: readonly number[],
  options: EarlyStoppingOptions = {},
  direction: Direction = 'min',
): Promise<number | undefined> {
  const callback = earlyStopping({ monitor: 'watched', ...options });
  let stopped = false;
  const context = {
    model: sequential([dense({ units: 1, inputShape: [1] })]),
    directions: { watched: direction },
    stop: () => {
      stopped = true;
    },
  };
  const at = (epoch: number) => ({ ...context, epoch, logs: { watched: values[epoch] } }) as never;
  await callback.onTrainBegin?.(at(0));
  for (const epoch of values.keys()) {
    await callback.onEpochEnd?.(at(epoch));
    if (stopped) return epoch;
  }
  return undefined;
}

describe('earlyStopping', () => {
  it('stops at the first epoch without improvement', async () => {
    expect(await stopsAt([3, 2, 1, 1, 0])).toBe(3);
    expect(await stopsAt([3, 2, 1, 0.5])).toBe(undefined);
  });

  it('bears as many epochs without improvement as its patience, the last of which stops', async () => {
    const values = [5, 6, 4, 7, 7, 7, 3];
    expect(await stopsAt(values, { patience: 1 })).toBe(1);
    expect(await stopsAt(values, { patience: 2 })).toBe(4);
    expect(await stopsAt(values, { patience: 3 })).toBe(5);
    expect(await stopsAt(values, { patience: 4 })).toBe(undefined);
  });

  it('takes only changes beyond minDelta as improvements, measured from the best', async () => {
    expect(await stopsAt([3, 2.5, 2.125, 2], { minDelta: 0.5 })).toBe(1);
    expect(await stopsAt([3, 2.75, 2.25, 2], { minDelta: 0.5, patience: 2 })).toBe(undefined);
    expect(await stopsAt([3, 2.75, 2.5, 2], { minDelta: 0.5, patience: 2 })).toBe(2);
  });

  it('follows the direction of the metric, unless told a mode', async () => {
    const rising = [1, 2, 3];
    expect(await stopsAt(rising, {}, 'max')).toBe(undefined);
    expect(await stopsAt(rising, {}, 'min')).toBe(1);
    expect(await stopsAt(rising, { mode: 'max' }, 'min')).toBe(undefined);
    expect(await stopsAt(rising, { mode: 'min' }, 'max')).toBe(1);
    expect(await stopsAt([1, 2, 2.25], { minDelta: 0.5 }, 'max')).toBe(2);
  });

  it('is patient anew only after beating the baseline', async () => {
    const values = [10, 9, 8, 7, 6, 5];
    expect(await stopsAt(values, { baseline: 20, patience: 3 })).toBe(undefined);
    // Improvements that do not beat 1 do not count: at the third epoch patience is over, but only a failure stops.
    expect(await stopsAt([10, 9, 8, 8], { baseline: 1, patience: 3 })).toBe(3);
    expect(await stopsAt([10, 9, 0, 8, 8], { baseline: 1, patience: 3 })).toBe(undefined);
  });

  it('does not watch the first epochs when told so', async () => {
    expect(await stopsAt([1, 2, 3, 4, 5], { startFromEpoch: 2 })).toBe(3);
  });

  it('never takes NaN for an improvement', async () => {
    expect(await stopsAt([Number.NaN, 1, Number.NaN, Number.NaN], { patience: 2 })).toBe(3);
    expect(await stopsAt([Number.NaN, Number.NaN, Number.NaN], { patience: 3 })).toBe(2);
  });

  it('rejects options out of range', () => {
    expect(() => earlyStopping({ patience: -1 })).toThrow('patience is a number of at least 0, got -1');
    expect(() => earlyStopping({ minDelta: Number.NaN })).toThrow('minDelta');
    expect(() => earlyStopping({ mode: 'up' as never })).toThrow("mode is 'auto', 'min' or 'max'");
    expect(() => earlyStopping({ patiense: 3 } as never)).toThrow('"patience"');
  });

  it('says before training that what it watches is not measured', async () => {
    const model = sequential([dense({ units: 1 })]);
    const run = (options: EarlyStoppingOptions) =>
      fit(
        model,
        { x: [[1]], y: [[1]] },
        { optimizer: sgd(), loss: meanSquaredError(), callbacks: [earlyStopping(options)] },
      );
    await expect(run({})).rejects.toThrow('nothing called "valLoss" is measured, only loss. Give fit validationSplit');
    await expect(run({ monitor: 'accuracy' })).rejects.toThrow('nothing called "accuracy"');
    await expect(stopsAt([1], {}, 'none')).rejects.toThrow('not ordered: give a mode');
  });
});

describe('earlyStopping', () => {
  it.each(golden.stops)('stops where Keras does: $values with $options', ({ options, values, stopped }) => {
    expect(feed(earlyStopping(renamed(options)), values) ?? null).toBe(stopped);
  });
});

describe('earlyStopping with restoreBestWeights', () => {
  // One weight w, from 0, with the gradient −2(1 − w)·rate: a rate above 1 overshoots, so the loss grows after a while.
  const run = async (restoreBestWeights: boolean, stopAt = 20) => {
    const model = sequential([dense({ units: 1, useBias: false, kernelInitializer: constant(0) })]);
    const seen: { readonly loss: number; readonly weight: number }[] = [];
    const observer: Callback = {
      onEpochEnd({ logs, model: { getWeights } }) {
        seen.push({ loss: logs['valLoss'] as number, weight: getWeights()[0]?.[0] as number });
      },
    };
    const history = await fit(model, dataset({ x: [[1]], y: [[1]] }), {
      // The schedule leads towards the minimum for three steps and then away from it.
      optimizer: sgd({ learningRate: (step) => (step < 3 ? 0.25 : 1.25) }),
      loss: meanSquaredError(),
      validationData: { x: [[1]], y: [[1]] },
      epochs: stopAt,
      callbacks: [observer, earlyStopping({ patience: 3, restoreBestWeights })],
    });
    return { history, seen, weight: model.getWeights()[0]?.[0] };
  };

  it('ends with the weights of the best epoch', async () => {
    const { history, seen, weight } = await run(true);
    expect(history.stoppedEpoch).toBe(5);
    expect(seen.map(({ weight: w }) => w)).toEqual([
      0.5,
      0.75,
      0.875,
      expect.closeTo(1.1875),
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(weight).toBe(0.875);
    expect(history.best('valLoss')).toBe((1 - 0.875) ** 2);
  });

  it('does so too when the epochs end before patience does', async () => {
    expect((await run(true, 4)).weight).toBe(0.875);
  });

  it('otherwise ends with the last weights', async () => {
    const { seen, weight } = await run(false);
    expect(weight).toBe(seen.at(-1)?.weight);
  });

  it('restores all variables: also moving statistics and the state of random numbers', async () => {
    const model = sequential([dense({ units: 2 }), batchNormalization(), dropout({ rate: 0.5 }), dense({ units: 1 })], {
      seed: 1,
    });
    const kept: ReturnType<typeof model.getWeights>[] = [];
    const history = await fit(
      model,
      { x: [[1], [2], [3], [4]], y: [[9], [1], [5], [3]] },
      {
        optimizer: sgd({ learningRate: 0.1 }),
        loss: meanSquaredError(),
        epochs: 30,
        callbacks: [
          { onEpochEnd: ({ model: { getWeights } }) => void kept.push(getWeights()) },
          earlyStopping({ monitor: 'loss', patience: 3, restoreBestWeights: true }),
        ],
      },
    );
    const best = history.logs['loss']?.indexOf(history.best('loss')) ?? -1;
    expect(best).toBeLessThan(history.epochs.length - 1);
    expect(model.getWeights()).toEqual(kept[best]);
  });
});
