import {
  ArgumentError,
  add,
  cast,
  DifferentiationError,
  DTypeError,
  exp,
  foldIn,
  key,
  linspace,
  matmul,
  mul,
  neg,
  normal,
  round,
  sub,
  type Tensor,
  tanh,
  tensor,
  type Variable,
  variable,
  zeros,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  fitParameters,
  flattenParameters,
  leastSquares,
  levenbergMarquardt,
  tensorResiduals,
  unflatten,
} from '../../src/index.ts';

/** a exp(−k t) at four times, with a = 2 and k = 0.5. */
function decay(dtype: 'float32' | 'float64') {
  const t = tensor([0, 1, 2, 3], { dtype });
  const y = mul(exp(mul(t, -0.5)), 2);
  const [a, k] = [variable(tensor(1, { dtype }), { name: 'a' }), variable(tensor(1, { dtype }), { name: 'k' })];
  return { a, k, residuals: (): Tensor => sub(mul(a.value, exp(neg(mul(k.value, t)))), y) };
}

describe('fitParameters', () => {
  it('finds the parameters of a curve without noise', () => {
    for (const [dtype, digits] of [
      ['float64', 12],
      ['float32', 5],
    ] as const) {
      for (const method of [levenbergMarquardt, leastSquares]) {
        const { a, k, residuals } = decay(dtype);
        const result = fitParameters(method, residuals, [a, k]);
        expect(result.converged).toBe(true);
        expect([a.value.item(), k.value.item()]).toEqual([expect.closeTo(2, digits), expect.closeTo(0.5, digits)]);
      }
    }
  });

  it('computes a float32 model in float64, when told, to all digits of its data', () => {
    const { a, k, residuals } = decay('float32');
    const result = fitParameters(levenbergMarquardt, residuals, [a, k], { dtype: 'float64' });
    // The truths are in float64 as well: 2 exp(−t/2) exactly.
    expect([...result.x]).toEqual([expect.closeTo(2, 12), expect.closeTo(0.5, 12)]);
    expect([a.value.item(), k.value.item()]).toEqual([...result.x].map(Math.fround));
  });

  it('trains a network to what it was made from, in few steps', () => {
    const x = linspace(-2, 2, 30, { dtype: 'float64' }).reshape([30, 1]);
    const made = [2, -1.5, 0.5, 1, 1, 2, 0.3];
    const [w, b, v, c] = [[1, 2], [2], [2, 1], [1]].map((shape) => variable(zeros(shape, { dtype: 'float64' }))) as [
      Variable,
      Variable,
      Variable,
      Variable,
    ];
    const outputs = (): Tensor => add(matmul(tanh(add(matmul(x, w.value), b.value)), v.value), c.value);
    unflatten(made, [w, b, v, c]);
    const truth = outputs().realize();
    unflatten(
      made.map((each) => 0.8 * each),
      [w, b, v, c],
    );
    const result = fitParameters(levenbergMarquardt, () => sub(outputs(), truth), [w, b, v, c]);
    expect(result.nit).toBeLessThan(30);
    for (const [i, each] of flattenParameters([w, b, v, c]).entries()) expect(each).toBeCloseTo(made[i] as number, 9);
  });

  it('is what the method does with residuals of tensors', () => {
    const { a, k, residuals } = decay('float64');
    const t = tensor([0, 1, 2, 3], { dtype: 'float64' });
    const y = mul(exp(mul(t, -0.5)), 2);
    const by = tensorResiduals(([p, q]: readonly [Tensor, Tensor]) => sub(mul(p, exp(neg(mul(q, t)))), y), {
      shape: [[], []] as const,
    });
    const expected = levenbergMarquardt(by.residuals, [1, 1], { jac: by.jac });
    const result = fitParameters(levenbergMarquardt, residuals, [a, k]);
    expect([...result.x]).toEqual([...expected.x]);
    expect([result.nfev, result.njev]).toEqual([expected.nfev, expected.njev]);
  });

  it('leaves the parameters at the best accepted point when it is stopped, and whenever the callback is called', async () => {
    const { a, k, residuals } = decay('float64');
    const callback = ({ nit, x }: { nit: number; x: Float64Array }): boolean => {
      expect([...flattenParameters([a, k])]).toEqual([...x]);
      return nit === 2;
    };
    const result = fitParameters(levenbergMarquardt, residuals, [a, k], { callback });
    expect(result.status).toBe('callback');
    expect([...flattenParameters([a, k])]).toEqual([...result.x]);
    const waited = await fitParameters(levenbergMarquardt, residuals, [a, k], { callback: async () => undefined });
    expect(waited.converged).toBe(true);
  });

  it('refuses wrong arguments', () => {
    const { a, k, residuals } = decay('float64');
    const run =
      (...args: unknown[]) =>
      () =>
        (fitParameters as (...args: unknown[]) => unknown)(...args);
    expect(run(3, residuals, [a])).toThrow('fitParameters: method must be a function, got 3.');
    expect(run(levenbergMarquardt, 3, [a])).toThrow(ArgumentError);
    expect(run(levenbergMarquardt, residuals, [])).toThrow('parameters must be a list of at least one parameter');
    expect(run(levenbergMarquardt, residuals, [a, k], { jac: '2-point' })).toThrow(
      'fitParameters: jac follows from the residuals. Leave it out.',
    );
    expect(run(levenbergMarquardt, residuals, [a, k], { factors: 2 })).toThrow(
      'unknown option "factors". Did you mean "factor"?',
    );
    expect(run(levenbergMarquardt, residuals, [a, k], { callback: 2 })).toThrow(
      'fitParameters: callback must be a function, got 2.',
    );
    expect(run(levenbergMarquardt, () => cast(a.value, 'int32'), [a])).toThrow(DTypeError);
  });

  it('refuses residuals that do not depend on the parameters, and those with noise in them', () => {
    for (const dtype of [undefined, 'float64'] as const) {
      const { a, k, residuals } = decay('float32');
      const elsewhere = variable([1, 2]);
      for (const constant of [() => residuals(), () => tensor([1, 2]), () => round(elsewhere.value)]) {
        expect(() => fitParameters(levenbergMarquardt, constant, [elsewhere], { dtype })).toThrow(DifferentiationError);
      }
      const { status } = fitParameters(levenbergMarquardt, residuals, [a, k], { dtype });
      expect(status).not.toBe('non-finite-start');
    }
    const { a, k, residuals } = decay('float32');
    const draws = variable(0, { dtype: 'int32' });
    const noisy = (): Tensor => {
      draws.assign(add(draws.value, 1));
      return add(residuals(), normal(foldIn(key(1), draws.value), [4]));
    };
    expect(() => fitParameters(leastSquares, noisy, [a, k])).toThrow('Is there dropout or other noise');
  });
});
