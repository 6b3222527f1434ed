import { describe, expect, it } from 'vitest';
import { noiseMeter } from '../src/noise.ts';

const meter = (durations: readonly number[]) => {
  let reads = 0;
  let at = 0;
  return noiseMeter(
    () => {
      // Every second reading ends a loop.
      if (reads++ % 2 === 1) at += durations[(reads >> 1) - 1] ?? 0;
      return at;
    },
    () => 0,
  );
};

describe('noiseMeter', () => {
  it('is silent on a quiet machine', () => {
    const noise = meter([10, 10.1, 10.2, 10, 10.1]);
    for (let i = 0; i < 5; i++) noise.sample();
    expect(noise.warning()).toBeUndefined();
  });

  it('warns with what the machine hides', () => {
    const noise = meter([10, 20, 10, 20, 15]);
    for (let i = 0; i < 5; i++) noise.sample();
    expect(noise.variation()).toBeCloseTo(10 / 15);
    expect(noise.warning()).toBe(
      'This machine is too noisy to tell differences below 67 %: half of the runs of a fixed loop lie that far apart.',
    );
  });
});
