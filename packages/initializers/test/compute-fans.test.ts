import { describe, expect, it } from 'vitest';
import { computeFans } from '../src/index.ts';

describe('computeFans', () => {
  it('counts 1 and 1 for a scalar, and the extent twice for a vector', () => {
    expect(computeFans([])).toEqual({ fanIn: 1, fanOut: 1 });
    expect(computeFans([10])).toEqual({ fanIn: 10, fanOut: 10 });
  });

  it('reads a dense kernel as [in, out]', () => {
    expect(computeFans([10, 20])).toEqual({ fanIn: 10, fanOut: 20 });
  });

  it('multiplies by the window of a convolution', () => {
    expect(computeFans([5, 16, 32])).toEqual({ fanIn: 80, fanOut: 160 });
    expect(computeFans([3, 3, 16, 32])).toEqual({ fanIn: 144, fanOut: 288 });
    expect(computeFans([2, 3, 4, 5, 6])).toEqual({ fanIn: 120, fanOut: 144 });
  });
});
