import { type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import * as activations from '../src/index.ts';
import golden from './golden/activations.json' with { type: 'json' };

type Function = (x: Tensor, options?: object) => Tensor;

const functions = activations as unknown as Readonly<Record<string, Function>>;
const call = (name: string, x: Tensor, options: object): Tensor => {
  const f = functions[name] as Function;
  return Object.keys(options).length === 0 ? f(x) : f(x, options);
};

/** Spacing of numbers just above 1, and the least number with all its digits. */
const formats = {
  float32: { unit: 2 ** -23, least: 2 ** -120 },
  float64: { unit: 2 ** -52, least: 2 ** -1000 },
} as const;

/**
 * Units in the last place that a value may be off: 5 for a handful of operations of one or two each. An exponential of a
 * rounded u has a relative error of |u| units, and those of the two approximations of gelu go down to u = ln(y/x).
 */
function allowance(options: object, x: number, y: number): number {
  return 'approximate' in options && x < 0 && y !== 0 ? 5 + Math.abs(Math.log(y / x)) : 5;
}

describe('golden values of mpmath, confirmed by Keras', () => {
  const rows = golden.values.map((row) => ({ ...row, title: `${row.name} ${JSON.stringify(row.options)}` }));

  it.each(rows)('$title', ({ name, options, x, y }) => {
    for (const [dtype, { unit, least }] of Object.entries(formats) as [
      'float32' | 'float64',
      typeof formats.float32,
    ][]) {
      const found = call(name, tensor(x, { dtype }), options).dataSync();
      expect(found.length).toBe(y.length);
      x.forEach((at, i) => {
        const expected = y[i] as number;
        const error = Math.abs((found[i] as number) - expected) / Math.max(Math.abs(expected), least) / unit;
        expect(error, `${dtype} at ${at}: ${found[i]}, not ${expected}`).toBeLessThanOrEqual(
          allowance(options, at, expected),
        );
      });
    }
  });

  it('of functions along an axis', () => {
    for (const { name, options, x, y } of golden.alongAxis) {
      for (const [dtype, tolerance] of [
        // Logarithms of probabilities down to −2000, and sums of five terms.
        ['float32', 2e-6],
        ['float64', 1e-14],
      ] as const) {
        const found = call(name, tensor(x.values, { shape: x.shape, dtype }), options);
        expect(found.shape).toEqual(y.shape);
        found.dataSync().forEach((value, i) => {
          const expected = y.values[i] as number;
          expect(Math.abs(value - expected), `${name} ${dtype}`).toBeLessThanOrEqual(
            tolerance * Math.max(1, Math.abs(expected)),
          );
        });
      }
    }
  });
});
