import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { glu } from '../src/index.ts';

describe('glu', () => {
  it('gates the first half by the second', () => {
    // The sigmoid of ln 3 is 3/4.
    const y = glu(tensor([[4, 8, Math.log(3), 0]], { dtype: 'float64' }));
    expect(y.shape).toEqual([1, 2]);
    expect(y.dataSync()[0]).toBeCloseTo(3, 14);
    expect(y.dataSync()[1]).toBe(4);
  });

  it('halves the axis asked for', () => {
    expect(
      glu(
        tensor([
          [2, 4],
          [0, 0],
        ]),
        { axis: 0 },
      ).toArray(),
    ).toEqual([[1, 2]]);
    expect(
      glu(
        tensor([
          [2, 4],
          [0, 0],
        ]),
        { axis: -2 },
      ).shape,
    ).toEqual([1, 2]);
  });

  it('rejects what has no halves', () => {
    expect(() => glu(tensor([1, 2, 3]))).toThrow(/glu: axis 0 of \[3\] is cut into halves, so its extent must be even/);
    expect(() => glu(tensor(1))).toThrow(/glu/);
    expect(() => glu(tensor([1, 2]), { axis: 1 })).toThrow(/glu/);
  });
});
