import { dataset } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { stepsPerEpoch } from '../src/index.ts';

describe('stepsPerEpoch', () => {
  it('counts the batches that a data set makes', () => {
    for (const samples of [1, 2, 7, 8, 9]) {
      const data = dataset({ x: Array.from({ length: samples }, (_, i) => i) });
      for (const batchSize of [1, 2, 3, 8, 20]) {
        for (const dropRemainder of [false, true]) {
          const { length } = data.batch(batchSize, { dropRemainder });
          expect(stepsPerEpoch(samples, batchSize, { dropRemainder })).toBe(length);
        }
      }
    }
  });

  it('rejects what is not counted', () => {
    expect(() => stepsPerEpoch(0, 1)).toThrow('stepsPerEpoch: samples is an integer of at least 1, got 0');
    expect(() => stepsPerEpoch(10, 2.5)).toThrow('batchSize is an integer of at least 1, got 2.5');
    expect(() => stepsPerEpoch(10, 2, { drop: true } as never)).toThrow('unknown option "drop"');
    expect(() => stepsPerEpoch(10, 2, { dropRemainder: 1 } as never)).toThrow('dropRemainder is true or false');
  });
});
