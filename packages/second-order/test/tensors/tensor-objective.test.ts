import {
  ArgumentError,
  add,
  cast,
  DifferentiationError,
  DTypeError,
  exp,
  jit,
  log,
  matmul,
  memory,
  mul,
  pow,
  prod,
  round,
  ShapeError,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  TracingError,
  tensor,
  variable,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { checkGradient, lbfgs, tensorObjective } from '../../src/index.ts';

/** Σ 100 (x₂ᵢ − x₂ᵢ₋₁²)² + (1 − x₂ᵢ₋₁)² on pairs. */
const rosenbrock = (x: Tensor): Tensor => {
  const pairs = x.reshape([-1, 2]);
  const [a, b] = [slice(pairs, [0, 0], [undefined, 1]), slice(pairs, [0, 1])];
  return sum(add(mul(square(sub(b, square(a))), 100), square(sub(1, a))));
};

describe('tensorObjective', () => {
  it('computes value, gradient, products with the Hessian and the Hessian', () => {
    const objective = tensorObjective(rosenbrock);
    const x = Float64Array.of(-1.2, 1);
    const gradient = new Float64Array(2);
    // The values of Moré, Garbow and Hillstrom at their start.
    expect(objective.valueAndGrad(x, gradient)).toBeCloseTo(24.2, 12);
    expect(gradient[0]).toBeCloseTo(-215.6, 10);
    expect(gradient[1]).toBeCloseTo(-88, 10);
    const product = new Float64Array(2);
    objective.hessp(x, Float64Array.of(1, -2), product);
    expect(product[0]).toBeCloseTo(1330 - 2 * 480, 9);
    expect(product[1]).toBeCloseTo(480 - 2 * 200, 9);
    const matrix = new Float64Array(4);
    objective.hess(x, matrix);
    for (const [i, expected] of [1330, 480, 480, 200].entries()) expect(matrix[i]).toBeCloseTo(expected, 9);
  });

  it('agrees with finite differences, also with trees of tensors', () => {
    const f = ({ w, b }: { w: Tensor; b: readonly Tensor[] }): Tensor =>
      add(sum(exp(matmul(w, b[0] as Tensor))), mul(prod(pow(w, 2)), sum(square(b[1] as Tensor))));
    const objective = tensorObjective(f, { shape: { w: [2, 3], b: [[3], []] } });
    const x = [0.3, -0.2, 0.5, 0.9, -1.1, 0.4, 0.8, -0.6, 0.7, 1.3];
    const found = checkGradient(objective, x);
    expect(found.maxRelError).toBeLessThan(1e-9);
    expect(found.hessp?.maxRelError).toBeLessThan(1e-9);
    expect(found.hess?.maxRelError).toBeLessThan(1e-9);
  });

  it('computes the rows of larger Hessians in groups, of which the last is smaller', () => {
    for (const n of [31, 32, 33, 70]) {
      // Σ exp(xᵢ xᵢ₊₁)
      const objective = tensorObjective((x) => sum(exp(mul(slice(x, [0], [-1]), slice(x, [1])))));
      const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
      const matrix = new Float64Array(n * n);
      objective.hess(x, matrix);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const [a, b] = [x[Math.min(i, j)] as number, x[Math.max(i, j)] as number];
          const [before, after] = [x[i - 1], x[i + 1]].map((each) => (each === undefined ? 0 : each));
          const own = [before, after].reduce<number>(
            (sum, each) => sum + (each ?? 0) ** 2 * Math.exp((each ?? 0) * a),
            0,
          );
          const expected = i === j ? own : Math.abs(i - j) === 1 ? (1 + a * b) * Math.exp(a * b) : 0;
          expect(matrix[i * n + j], `${n}: ${i}, ${j}`).toBeCloseTo(expected, 12);
        }
      }
    }
  });

  it('is minimised to more digits than float32 has', () => {
    const result = lbfgs(tensorObjective(rosenbrock), [-1.2, 1, -1.2, 1], { gtol: 1e-11 });
    expect(result.status).toBe('gtol');
    for (const each of result.x) expect(Math.abs(each - 1)).toBeLessThan(1e-11);
  });

  it('takes what the function captures as it is: float64 data', () => {
    const x = tensor(
      [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      { dtype: 'float64' },
    );
    const y = tensor([1, 3, 5], { dtype: 'float64' });
    const result = lbfgs(
      tensorObjective((w) => sum(square(sub(matmul(x, w), y)))),
      [0, 0],
      { gtol: 1e-10 },
    );
    expect(result.x[0]).toBeCloseTo(1, 10);
    expect(result.x[1]).toBeCloseTo(2, 10);
  });

  it('turns a tree of tensors into a vector and back', () => {
    const objective = tensorObjective(({ w, b }) => add(sum(w), sum(b)), { shape: { w: [2, 2], b: [2] } });
    const w = tensor([
      [1, 2],
      [3, 4],
    ]);
    const x = objective.flatten({ w, b: tensor([5, 6]) });
    expect([...x]).toEqual([1, 2, 3, 4, 5, 6]);
    const back = objective.unflatten(x);
    expect([back.w.dtype, back.w.toArray(), back.b.toArray()]).toEqual(['float64', w.toArray(), [5, 6]]);
    const plain = tensorObjective((v) => sum(v));
    expect([...plain.flatten(tensor([1, 2]))]).toEqual([1, 2]);
    expect(plain.unflatten([1, 2]).toArray()).toEqual([1, 2]);
  });

  it('records the function once for each derivative that is asked for, and again for another length', () => {
    let calls = 0;
    const objective = tensorObjective((x) => {
      calls++;
      return sum(square(x));
    });
    const [x, out] = [new Float64Array(3), new Float64Array(3)];
    for (let i = 0; i < 5; i++) objective.valueAndGrad(x, out);
    expect(calls).toBe(1);
    for (let i = 0; i < 5; i++) objective.hessp(x, x, out);
    expect(calls).toBe(2);
    objective.valueAndGrad(new Float64Array(4), new Float64Array(4));
    expect(calls).toBe(3);
  });

  it('takes products anew when the point has changed, or something else that the function depends on', () => {
    const scale = variable(1, { dtype: 'float64' });
    const objective = tensorObjective((x) => mul(sum(mul(square(x), x)), scale.value));
    const product = (x: Float64Array, v: number): number => {
      const out = new Float64Array(1);
      objective.hessp(x, Float64Array.of(v), out);
      return out[0] as number;
    };
    const x = Float64Array.of(2);
    // f'' = 6 x
    expect([product(x, 1), product(x, -3)]).toEqual([12, -36]);
    x[0] = 5;
    expect([product(x, 1), product(x, 2)]).toEqual([30, 60]);
    expect([product(Float64Array.of(2), 1), product(x, 1)]).toEqual([12, 30]);
    scale.assign(tensor(10, { dtype: 'float64' }));
    expect(objective.valueAndGrad(x, new Float64Array(1))).toBe(1250);
    expect([product(x, 1), product(x, Number.NaN)]).toEqual([300, Number.NaN]);
  });

  it('neither keeps nor changes the arrays it is given, and needs no more memory from one evaluation to the next', () => {
    const objective = tensorObjective((x) => sum(square(x)));
    const x = Float64Array.of(1, 2, 3);
    const gradient = new Float64Array(3);
    objective.valueAndGrad(x, gradient);
    const before = memory().total;
    x[0] = 10;
    expect(objective.valueAndGrad(x, gradient)).toBe(113);
    expect([...x, ...gradient]).toEqual([10, 2, 3, 20, 4, 6]);
    expect(memory().total).toBe(before);
  });

  it('gives NaN and infinity back as they are, for methods turn round there', () => {
    const objective = tensorObjective((x) => sum(log(x)));
    expect(objective.valueAndGrad(Float64Array.of(-1), new Float64Array(1))).toBeNaN();
    expect(lbfgs(objective, [-1]).status).toBe('non-finite-start');
  });

  it('calls compiled functions', () => {
    const compiled = jit((x: Tensor) => sum(square(x)));
    const gradient = new Float64Array(2);
    expect(tensorObjective(compiled).valueAndGrad(Float64Array.of(3, 4), gradient)).toBe(25);
    expect([...gradient]).toEqual([6, 8]);
  });

  it('refuses what is no differentiable float64 scalar', () => {
    const run = (f: (x: Tensor) => unknown) => () => lbfgs(tensorObjective(f as (x: Tensor) => Tensor), [1, 2]);
    expect(run(() => 3)).toThrow(ArgumentError);
    expect(run(() => 3)).toThrow('tensorObjective: the function must return a tensor, got 3.');
    expect(run((x) => x)).toThrow(ShapeError);
    expect(run((x) => x)).toThrow('must return a scalar, got shape [2]. Use sum() or mean().');
    expect(run((x) => cast(sum(x), 'int32'))).toThrow(DTypeError);
    expect(run((x) => sum(cast(x, 'float32')))).toThrow('must return float64, got float32: somewhere it casts.');
    expect(run((x) => sum(round(x)))).toThrow(DifferentiationError);
    expect(run(() => tensor(1, { dtype: 'float64' }))).toThrow('the function does not depend on the variables');
    expect(run((x) => tensor(x.item()))).toThrow(ShapeError);
    expect(run((x) => tensor(sum(x).item()))).toThrow(TracingError);
  });

  it('says that captured data must be float64', () => {
    const x = tensor([1, 2]);
    const objective = tensorObjective((w) => sum(mul(w, x)));
    expect(() => lbfgs(objective, [0, 0])).toThrow(DTypeError);
    expect(() => lbfgs(objective, [0, 0])).toThrow(
      "so what it captures must be float64, too: tensor(data, { dtype: 'float64' }), or cast(x, 'float64').",
    );
  });

  it('refuses wrong arguments', () => {
    const f = (x: Tensor): Tensor => sum(x);
    const make = (...args: unknown[]) => (tensorObjective as (...args: unknown[]) => unknown)(...args);
    expect(() => make(3)).toThrow('tensorObjective: expected a function, got 3.');
    expect(() => make(f, { shapes: [2] })).toThrow('tensorObjective: unknown option "shapes". Did you mean "shape"?');
    for (const shape of ['2', { w: 3 }, {}, [[2], 'x'], [-1], [1.5]]) {
      expect(() => make(f, { shape }), JSON.stringify(shape)).toThrow(/^tensorObjective: /);
    }
    const objective = tensorObjective(f, { shape: [2, 2] });
    expect(() => lbfgs(objective, [1, 2, 3])).toThrow(ShapeError);
    expect(() => lbfgs(objective, [1, 2, 3])).toThrow('tensorObjective: shape [2, 2] has 4 numbers, the vector 3.');
    expect(() => objective.flatten(tensor([1, 2]))).toThrow(ShapeError);
    expect(() => objective.unflatten([1])).toThrow(ShapeError);
  });
});
