import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { logCosh } from '../src/index.ts';
import { expectClose } from './close.ts';

describe('logCosh', () => {
  it('is the logarithm of the hyperbolic cosine', () => {
    const errors = [0, 1e-8, 0.1, -0.99, 1, -1.01, 3, 20];
    const values = logCosh({ reduction: 'none' })(
      tensor(new Array<number>(8).fill(0), { dtype: 'float64' }),
      tensor(errors, { dtype: 'float64' }),
    );
    expectClose(
      values.dataSync(),
      errors.map((x) => (Math.abs(x) < 1e-4 ? (x * x) / 2 : Math.log(Math.cosh(x)))),
      1e-15,
    );
    expect(values.dataSync()[1]).toBeCloseTo(5e-17, 30);
  });

  it('is |e| − log 2 where the cosine overflows', () => {
    expect(logCosh()(tensor([0]), tensor([-1e6])).item()).toBe(Math.fround(1e6 - Math.LN2));
  });

  it('rejects shapes that differ', () => {
    expect(() => logCosh()(tensor([1]), tensor([1, 2]))).toThrow(/logCosh: the shapes/);
  });
});
