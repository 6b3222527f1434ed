import { ArgumentError } from '@gradkit/core';
import { randomShear } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import { counted, keysOf, leavesUnchanged } from './images.ts';

describe('randomShear', () => {
  it('by nothing changes nothing', () => {
    expect(leavesUnchanged(randomShear(0))).toBe(true);
  });

  it('slants about the centre', () => {
    const images = counted(1, 3, 3, 1);
    const byRow = randomShear([1, 1], { fillMode: 'wrap' })(images, keysOf(1));
    expect([...byRow.dataSync()]).toEqual([2, 0, 1, 3, 4, 5, 7, 8, 6]);
    const byColumn = randomShear(0, { yFactor: [1, 1], fillMode: 'wrap' })(images, keysOf(1));
    expect([...byColumn.dataSync()]).toEqual([6, 1, 5, 0, 4, 8, 3, 7, 2]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['three bounds', () => randomShear([0, 0, 0] as never), /xFactor/],
    ['a word', () => randomShear(0, { yFactor: 'a' as never }), /yFactor.*got "a"/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
