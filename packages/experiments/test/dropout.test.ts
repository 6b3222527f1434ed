import { ones, tensor } from '@gradkit/core';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { dropout } from '../src/dropout/about.ts';
import { networkWith, watchMasks } from '../src/dropout/network.ts';
import { run } from '../src/dropout/run.ts';
import { defaults } from '../src/dropout/settings.ts';
import { lastFrame, viewOf } from './frames.ts';

describe('dropout', () => {
  it.each([1, 2, 3])('bears its claim out with seed %i', async (seed) => {
    const config = { ...defaults, seed };
    const frame = await lastFrame(run, config);
    expect(dropout.holds(frame.measures, config), JSON.stringify(frame.measures)).toBe(true);

    // Behind dropout an output h is h/(1 − p) or 0: its variance is h²·p/(1 − p), so that these squares have the mean 1.
    const { series } = viewOf(frame, 'bars', 'expectation');
    const [whole, behind, undivided] = series.map(({ values }) => [...values]) as [number[], number[], number[]];
    const squares = whole.map((h, i) => ((behind[i]! - h) / (h * Math.sqrt(1 / 2000))) ** 2);
    const sum = squares.reduce((total, each) => total + each, 0);
    // χ² of 12 units: outside these once in 10,000 times.
    expect(sum).toBeGreaterThan(1.9);
    expect(sum).toBeLessThan(39);
    undivided.forEach((value, i) => void expect(value).toBeCloseTo(behind[i]! / 2, 6));

    const [hidden] = viewOf(frame, 'network', 'sub-network').layers;
    expect(new Set(hidden!.units.map(({ active }) => active)).size).toBe(2);
  });

  it('leaves everything as it is at rate 0', async () => {
    const config = { ...defaults, rate: 0, samples: 50, epochs: 2, masks: 4 };
    const { measures } = await lastFrame(run, config);
    expect(measures['active']).toBe(1);
    expect(measures['distance']).toBe(0);
    expect(measures['averagedAccuracy']).toBe(measures['wholeAccuracy']);
  });

  it('watches the masks of the steps: others at each step, and as many units as the rate leaves', () => {
    const masks = watchMasks(64);
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    const options = { optimizer: sgd({ learningRate: 0.01 }), loss, watch: masks.watch };
    const step = trainStep(networkWith(0.3, 64, 1), options);
    const batch = { x: ones([4, 64]), y: tensor(new Int32Array([0, 1, 2, 3])) };
    const drawn = Array.from({ length: 50 }, () => {
      step(batch);
      return masks.read().flatMap((mask) => [...(mask as Float32Array)]);
    });
    const active = drawn.flat().filter((each) => each === 1).length / (50 * 128);
    // Five standard errors of 6,400 draws.
    expect(Math.abs(active - 0.7)).toBeLessThan(5 * Math.sqrt((0.7 * 0.3) / 6400));
    expect(new Set(drawn.map(String)).size).toBe(50);
  });
});
