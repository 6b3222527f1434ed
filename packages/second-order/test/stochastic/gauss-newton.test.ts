import { hessian, jacobian } from '@gradkit/autograd';
import type { Parameter } from '@gradkit/core';
import {
  add,
  jit,
  logSoftmax,
  matmul,
  mean,
  mul,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  variable,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { curvatureProduct } from '../../src/stochastic/gauss-newton.ts';
import { numbersOf } from './coupled-problem.ts';

const f64 = { dtype: 'float64' } as const;
const numbers = (count: number, from: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(from + i));

describe('curvatureProduct', () => {
  const x = tensor(numbers(8, 1), { ...f64, shape: [4, 2] });
  const truth = tensor(numbers(12, 30).map(Math.abs), { ...f64, shape: [4, 3] });
  const outputsOf = (w: Tensor): Tensor => tanh(matmul(x, w));
  const lossOf = (z: Tensor): Tensor => mul(mean(sum(mul(truth, logSoftmax(z)), { axis: 1 })), -1);
  const penaltyOf = (w: Tensor): Tensor => add(mul(sum(square(w)), 0.3), sum(mul(square(square(w)), 0.1)));

  /** `Jᵀ H J + ∇²penalty` from dense derivatives. */
  const dense = (point: Tensor): number[][] => {
    const flat = (w: Tensor): Tensor => outputsOf(w.reshape([2, 3])).reshape([12]);
    const j = jacobian(flat)(point);
    const h = hessian((z: Tensor) => lossOf(z.reshape([4, 3])))(flat(point));
    const penalty = hessian((w: Tensor) => penaltyOf(w))(point);
    return add(matmul(transpose(j), matmul(h, j)), penalty).toArray() as number[][];
  };

  it.each([
    ['outside', false],
    ['inside', true],
  ])('is that of the dense matrices, %s jit', (_, compiled) => {
    const w: Parameter = { name: 'w', variable: variable(tensor(numbers(6, 7), { ...f64, shape: [2, 3] })) };
    const vector = tensor(numbers(6, 20), { ...f64, shape: [2, 3] });
    const make = (): Tensor => {
      const contents = [w.variable.value];
      const [content] = contents as [Tensor];
      const pass = {
        outputs: [outputsOf(content)],
        lossOf: ([z]: readonly Tensor[]) => lossOf(z as Tensor),
        penalty: penaltyOf(content),
      };
      return curvatureProduct({ contents }, pass)([vector])[0] as Tensor;
    };
    const found = numbersOf([(compiled ? jit(make) : make)()]);
    const rows = dense(tensor(numbers(6, 7), f64));
    const v = numbers(6, 20);
    rows.forEach((row, i) => {
      const expected = row.reduce((total, each, j) => total + each * (v[j] as number), 0);
      expect(found[i]).toBeCloseTo(expected, 12);
    });
  });

  it('has no negative curvature where the loss is convex in the outputs, unlike the Hessian', () => {
    const point = tensor([0.9, -1.2], { ...f64, shape: [1, 2] });
    const network = (w: Tensor): Tensor => sum(tanh(mul(w, 2)));
    const squared = (z: Tensor): Tensor => square(add(z, 3));
    const whole = hessian((w: Tensor) => squared(network(w.reshape([1, 2]))))(
      point.reshape([2]),
    ).toArray() as number[][];
    expect(whole[0]?.[0]).toBeLessThan(0);
    const contents = [point];
    const pass = {
      outputs: [network(point)],
      lossOf: ([z]: readonly Tensor[]) => squared(z as Tensor),
      penalty: tensor(0, f64),
    };
    const product = curvatureProduct({ contents }, pass);
    for (const v of [
      [1, 0],
      [0, 1],
      [1, -5],
    ]) {
      const vector = tensor(v, { ...f64, shape: [1, 2] });
      expect(sum(mul(vector, product([vector])[0] as Tensor)).item()).toBeGreaterThanOrEqual(0);
    }
  });
});
