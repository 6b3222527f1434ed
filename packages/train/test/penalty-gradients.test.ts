import { checkGradients, grad } from '@gradkit/autograd';
import { type Tensor, tensor } from '@gradkit/core';
import * as regularizers from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import golden from './golden/penalty-gradients.json' with { type: 'json' };

type Factory = (options: object) => regularizers.Regularizer;

const factories = regularizers as unknown as Readonly<Record<string, Factory>>;
const of = ({ shape, values }: { readonly shape: readonly number[]; readonly values: readonly number[] }): Tensor =>
  tensor(values, { shape, dtype: 'float64' });

describe('gradients of penalties', () => {
  const rows = golden.gradients.map((row) => ({
    ...row,
    title: `${row.name} ${JSON.stringify(row.options)} of [${row.weight.shape.join(', ')}]`,
  }));

  it.each(rows)('$title are those of JAX through Keras', ({ name, options, weight, gradient }) => {
    const found = grad((factories[name] as Factory)(options))(of(weight));
    expect(found.shape).toEqual(gradient.shape);
    found.dataSync().forEach((value, i) => {
      // Keras keeps the factor in float32 for some penalties.
      expect(Math.abs(value - (gradient.values[i] as number))).toBeLessThanOrEqual(1e-7);
    });
  });

  it('agree with finite differences, also of the gradient', () => {
    const { orthogonality, l2, l1l2 } = regularizers;
    const weight = tensor(
      Array.from({ length: 12 }, (_, i) => Math.sin(i * i + 1)),
      { shape: [3, 4], dtype: 'float64' },
    );
    for (const penalty of [
      orthogonality({ factor: 1 }),
      orthogonality({ factor: 1, mode: 'columns' }),
      l2(1),
      l1l2({ l1: 1, l2: 1 }),
    ]) {
      checkGradients((w: Tensor) => penalty(w), [weight], { order: 2 });
    }
  });

  it('are 0 and finite for vectors of zeros, and for penalties with a proximal step', () => {
    const { orthogonality, l1 } = regularizers;
    const zeros = tensor([
      [0, 0],
      [1, 2],
    ]);
    expect([...grad(orthogonality())(zeros).dataSync()].every(Number.isFinite)).toBe(true);
    expect(grad((w: Tensor) => l1({ proximal: true })(w))(zeros).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
