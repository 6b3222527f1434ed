import {
  ArgumentError,
  add,
  cast,
  DTypeError,
  exp,
  matmul,
  mul,
  ShapeError,
  slice,
  sub,
  type Tensor,
  tanh,
  tensor,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { tensorResiduals } from '../../src/index.ts';
import { numbers } from './network.ts';

const t = tensor([0, 1, 2], { dtype: 'float64' });
const y = tensor([1, 3, 9], { dtype: 'float64' });
/** p₀ exp(p₁ t) − y */
const growth = (p: Tensor): Tensor => sub(mul(slice(p, [0], [1]), exp(mul(slice(p, [1]), t))), y);

describe('tensorResiduals', () => {
  it('computes residuals and their Jacobian, row by row', () => {
    const { residuals, jac } = tensorResiduals(growth);
    const x = Float64Array.of(2, 0.5);
    const e = [0, 1, 2].map((each) => Math.exp(0.5 * each));
    const found = residuals(x, new Float64Array(3));
    for (const [i, each] of [1, 3, 9].entries()) expect(found[i]).toBeCloseTo(2 * (e[i] as number) - each, 13);
    const matrix = new Float64Array(6);
    jac(x, matrix);
    for (const [i, each] of e.entries()) {
      expect(matrix[2 * i]).toBeCloseTo(each, 13);
      expect(matrix[2 * i + 1]).toBeCloseTo(2 * i * each, 13);
    }
  });

  it('writes into the array it is given, unless that has another length', () => {
    const { residuals } = tensorResiduals(growth);
    const x = Float64Array.of(1, 0);
    const out = new Float64Array(3);
    expect(residuals(x, out)).toBe(out);
    const other = residuals(x, new Float64Array(0));
    expect([...other]).toEqual([0, -2, -8]);
    expect([...out]).toEqual([...other]);
  });

  it('differentiates networks with more weights than samples, and with fewer, as finite differences do', () => {
    for (const samples of [2, 30]) {
      const inputs = tensor(numbers(samples, 3), { shape: [samples, 1] });
      const net = ({ w, b, v }: { w: Tensor; b: Tensor; v: Tensor }): Tensor =>
        matmul(tanh(add(matmul(inputs, w), b)), v);
      const { residuals, jac } = tensorResiduals(net, { shape: { w: [1, 3], b: [3], v: [3, 1] } });
      const x = numbers(9, 1);
      const matrix = new Float64Array(samples * 9);
      jac(x, matrix);
      for (let j = 0; j < 9; j++) {
        const [above, below] = [1e-5, -1e-5].map((h) =>
          residuals(x.with(j, (x[j] as number) + h), new Float64Array(samples)),
        ) as [Float64Array, Float64Array];
        for (let i = 0; i < samples; i++) {
          expect(matrix[9 * i + j]).toBeCloseTo(((above[i] as number) - (below[i] as number)) / 2e-5, 8);
        }
      }
    }
  });

  it('turns a tree of tensors into a vector and back', () => {
    const { flatten, unflatten } = tensorResiduals(({ a, b }) => add(a, b), { shape: { a: [2], b: [] } });
    const x = flatten({ a: tensor([1, 2]), b: tensor(3) });
    expect([...x]).toEqual([1, 2, 3]);
    expect(unflatten(x).a.toArray()).toEqual([1, 2]);
  });

  it('refuses what is no list of residuals', () => {
    const run = (f: (x: Tensor) => unknown) => () =>
      tensorResiduals(f as (x: Tensor) => Tensor).residuals(Float64Array.of(1, 2), new Float64Array(1));
    expect(run(() => 3)).toThrow('tensorResiduals: the residuals must be a tensor, got 3.');
    expect(run((x) => cast(x, 'int32'))).toThrow(DTypeError);
    expect(run((x) => slice(x, [2]))).toThrow('there are no residuals, for the tensor is empty.');
    expect(run((x) => mul(x, tensor([1, 2])))).toThrow('so what it captures must be float64, too');
    expect(() => tensorResiduals(3 as never)).toThrow(ArgumentError);
    const { jac, residuals } = tensorResiduals((x) => x, { shape: [2] });
    expect(() => jac(Float64Array.of(1, 2), new Float64Array(3))).toThrow(
      'a Jacobian of 2 × 2 does not fit an array of 3.',
    );
    expect(() => residuals(Float64Array.of(1), new Float64Array(1))).toThrow(ShapeError);
  });
});
