import { describe, expect, it } from 'vitest';
import { multiplyAddLoops } from '../src/measurements/multiply-add-peak.ts';
import { digitClassifier, kernelsOf } from '../src/networks.ts';
import { fingerprint } from '../src/train-fingerprint.ts';

/** On Node 20.20, 22.23, 24.21 and 26.10. A deliberate change to what training computes changes it. */
const recorded = '33ac8da9163330bb6789690c47f35373b144d99894cf6c92c123be5860aa6bfd';

describe('a training step of a dense network with Adam', () => {
  it('compiles to 14 kernels or fewer', () => {
    expect(kernelsOf(digitClassifier(32))).toBeLessThanOrEqual(14);
  });
});

describe('the loops that measure the peak', () => {
  it('are modules that run', () => {
    for (const { run } of multiplyAddLoops()) run(1);
  });
});

describe('the parameters after 100 steps', () => {
  it('are the same bits on every engine', async () => {
    expect(await fingerprint()).toBe(recorded);
  });
});
