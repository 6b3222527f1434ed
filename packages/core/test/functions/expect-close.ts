import { expect } from 'vitest';
import { type NestedArray, type Tensor, tensor } from '../../src/index.ts';

const roundOff = { float32: 2 ** -23, float64: 2 ** -52 };

/**
 * Expects the shape, and every element within `ulps` units in the last place of the element type; infinities and NaN
 * exactly.
 */
export function expectClose(actual: Tensor, expected: NestedArray, ulps: number): void {
  const wanted = tensor(expected, { dtype: 'float64' });
  expect(actual.shape).toEqual(wanted.shape);
  const unit = roundOff[actual.dtype as 'float32' | 'float64'];
  const values = actual.dataSync();
  wanted.dataSync().forEach((value, i) => {
    if (!Number.isFinite(value)) expect(values[i]).toBe(value);
    else
      expect(Math.abs((values[i] as number) - value), `element ${i}: ${values[i]}, not ${value}`).toBeLessThanOrEqual(
        ulps * unit * Math.abs(value),
      );
  });
}
