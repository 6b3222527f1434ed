import { type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import * as regularizers from '../src/index.ts';
import golden from './golden/regularizers.json' with { type: 'json' };

type Factory = (options: object) => (value: Tensor) => Tensor;

const factories = regularizers as unknown as Readonly<Record<string, Factory>>;
const of = ({ shape, values }: { readonly shape: readonly number[]; readonly values: readonly number[] }): Tensor =>
  tensor(values, { shape, dtype: 'float64' });

const titled = <
  Row extends { readonly name: string; readonly options: object; readonly weight: { readonly shape: number[] } },
>(
  rows: readonly Row[],
) =>
  rows.map((row) => ({
    ...row,
    title: `${row.name} ${JSON.stringify(row.options)} of [${row.weight.shape.join(', ')}]`,
  }));

describe('golden values of Keras', () => {
  it.each(titled(golden.penalties))('$title', ({ name, options, weight, penalty }) => {
    const found = factories[name]?.(options)(of(weight)).item() as number;
    // Keras keeps the factor in float32 for some penalties.
    expect(Math.abs(found / penalty - 1)).toBeLessThan(1e-7);
  });

  it.each(titled(golden.constraints))('$title', ({ name, options, weight, result }) => {
    const found = factories[name]?.(options)(of(weight)) as Tensor;
    expect(found.shape).toEqual(result.shape);
    found.dataSync().forEach((value, i) => {
      const expected = result.values[i] as number;
      // Keras divides by ‖w‖ + 10⁻⁷, so that even what is allowed shrinks a little at every update; here it stays.
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected));
    });
  });
});
