import { describe, expect, it } from 'vitest';
import { arange, flip, memory, variable } from '../../src/index.ts';

// Every test file has a memory of its own: what is allocated first lies at its start.
describe('an array at the start of memory', () => {
  it('is read backwards without passing through addresses before the first', () => {
    expect(memory().variables).toBe(0);
    const n = 100_003;
    const first = variable(arange(n));
    const backwards = flip(first).dataSync();
    expect(backwards.length).toBe(n);
    expect([...backwards.slice(0, 3), backwards[n - 1]]).toEqual([n - 1, n - 2, n - 3, 0]);
    first.dispose();
    expect(memory().variables).toBe(0);
  });
});
