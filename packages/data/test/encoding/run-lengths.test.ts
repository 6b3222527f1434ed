import { describe, expect, it } from 'vitest';
import { decodeRuns } from '../../src/encoding/run-lengths.ts';

describe('decodeRuns', () => {
  it('reads a letter as a number and a lower-case letter as zeros', () => {
    expect([...decodeRuns('BaQAbC', 9)]).toEqual([1, 0, 0, 16, 0, 0, 0, 0, 2]);
    expect([...decodeRuns('zP', 28)]).toEqual([...new Array<number>(27).fill(0), 15]);
  });
});
