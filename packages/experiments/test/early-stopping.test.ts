import { describe, expect, it } from 'vitest';
import { earlyStopping } from '../src/early-stopping/about.ts';
import { defaults, remedies } from '../src/early-stopping/remedies.ts';
import { run } from '../src/early-stopping/run.ts';
import type { Settings } from '../src/settings.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const quick: Settings<typeof defaults> = { ...defaults, epochs: 150 };

const last = (config: typeof quick) => lastFrame(run, config);

describe.each(Object.keys(remedies))('early-stopping, remedy %s', (remedy) => {
  it.each([1, 2, 3])('bears its claim out with seed %i', async (seed) => {
    // Without a remedy it takes longer until the validation loss has clearly risen.
    const config = { ...(remedy === 'none' ? defaults : quick), remedy, seed };
    const { measures, progress, findings } = await last(config);
    expect(progress).toBe(1);
    expect(earlyStopping.holds(measures, config), JSON.stringify(measures)).toBe(true);
    // The doctor calls it a problem where nothing is done, and not where the best weights are taken back.
    const problems = (findings ?? []).filter(({ severity }) => severity === 'problem').map(({ name }) => name);
    if (remedy === 'none') expect(problems).toEqual(['overfitting']);
    if (remedy === 'early-stopping') expect(problems).toEqual([]);
  });
});

describe('early-stopping', () => {
  it('stops after so many epochs without improvement as patience says, and ends where the loss was least', async () => {
    const frame = await last({ ...quick, remedy: 'early-stopping', patience: 7 });
    const { measures } = frame;
    const curves = viewOf(frame, 'curves', 'losses');
    const validation = lineOf(curves, 1);
    const least = validation.indexOf(Math.min(...validation));
    expect(measures['stopEpoch']).toBe(validation.length);
    expect(measures['restoredEpoch']).toBe(least + 1);
    expect(validation.length - (least + 1)).toBe(7);
    expect(curves.marks?.map(({ x }) => x)).toContain(least + 1);
  });

  it('says where the rule as written stops: at the first loss that is smaller than the one before', async () => {
    const frame = await last(quick);
    const { measures } = frame;
    const validation = lineOf(viewOf(frame, 'curves', 'losses'), 1);
    const first = validation.findIndex((loss, t) => t > 0 && loss < validation[t - 1]! + 0.001);
    expect(measures['writtenEpoch']).toBe(first + 1);
    const { measures: stopped } = await last({ ...quick, remedy: 'written-rule' });
    expect(stopped['stopEpoch']).toBe(first + 1);
  });

  it('gives the same numbers again, and no more when nobody asks', async () => {
    const config = { ...quick, epochs: 50 };
    const [once, again] = [await last(config), await last(config)];
    expect(again).toEqual(once);
    const frames = run(config);
    await frames.next();
    await frames.return();
    expect(await frames.next()).toEqual({ done: true, value: undefined });
  });
});
