import { hvp } from '@gradkit/autograd';
import { exp, mul, square, sum, type Tensor, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { packed, packedLike } from '../../src/tensors/packed.ts';
import { productProgram } from '../../src/tensors/product-program.ts';

/** Σ s · exp(c x²): its Hessian is diagonal, s (2c + 4c²x²) exp(c x²). */
const c = tensor([1, 0.5], { dtype: 'float64' });
const s = variable(2, { dtype: 'float64' });
const f = ([x]: readonly Tensor[]): Tensor => mul(sum(exp(mul(c, square(x as Tensor)))), s.value);

function programs() {
  const point = packed([variable(tensor([0, 0], { dtype: 'float64' }))]);
  const [direction, image] = [packedLike(point, 'direction'), packedLike(point, 'image')];
  let recorded = 0;
  const program = productProgram(
    point,
    direction,
    image,
    () => {
      recorded++;
      return hvp((xs: Tensor[]) => f(xs));
    },
    [],
  );
  const product = (v: readonly number[]): number[] => {
    direction.write(Float64Array.from(v));
    program.apply();
    const out = new Float64Array(2);
    image.read(out);
    return [...out];
  };
  return { ...program, point, product, recorded: () => recorded };
}

const diagonal = (x: number, c: number): number => 2 * (2 * c + 4 * c * c * x * x) * Math.exp(c * x * x);

describe('productProgram', () => {
  it('gives products at the point that was prepared', () => {
    const { point, prepare, product, recorded } = programs();
    for (const x of [
      [1, 2],
      [0.5, -1],
    ] as const) {
      point.write(Float64Array.from(x));
      prepare();
      for (const v of [
        [1, 0],
        [0, 1],
        [2, -3],
      ] as const) {
        const [a, b] = product(v);
        expect(a).toBeCloseTo(diagonal(x[0], 1) * v[0], 11);
        expect(b).toBeCloseTo(diagonal(x[1], 0.5) * v[1], 11);
      }
    }
    expect(recorded()).toBe(1);
  });

  it('computes what does not depend on the direction once: it stays what it was until the next preparation', () => {
    const { point, prepare, product } = programs();
    point.write(Float64Array.of(1, 2));
    prepare();
    s.assign(tensor(20, { dtype: 'float64' }));
    expect(product([1, 0])[0]).toBeCloseTo(diagonal(1, 1), 11);
    prepare();
    expect(product([1, 0])[0]).toBeCloseTo(10 * diagonal(1, 1), 10);
    s.assign(tensor(2, { dtype: 'float64' }));
  });
});
