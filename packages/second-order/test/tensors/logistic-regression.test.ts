import {
  add,
  exp,
  log1p,
  logSumExp,
  matmul,
  mul,
  neg,
  oneHot,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { flattenParameters, lbfgs, minimizeParameters, tensorObjective } from '../../src/index.ts';
import golden from '../golden/logistic-regression.json' with { type: 'json' };
import { minimizers } from '../minimizers.ts';

const x = tensor(golden.x, { dtype: 'float64' });
const classes = oneHot(tensor(golden.labels, { dtype: 'int32' }), 3, { dtype: 'float64' });
const signs = tensor(
  golden.labels.map((label) => (label === 0 ? 1 : -1)),
  { dtype: 'float64' },
);

/** Σ log(1 + exp(−yᵢ (xᵢ w + b))) + λ/2 ‖w‖² */
const binary = (w: Tensor, b: Tensor, lambda: number): Tensor =>
  add(sum(log1p(exp(neg(mul(signs, add(matmul(x, w), b)))))), mul(sum(square(w)), lambda / 2));

/** Σ cross-entropies of logits x W + b, and λ/2 ‖W‖² */
const multinomial = (w: Tensor, b: Tensor, lambda: number): Tensor => {
  const z = add(matmul(x, w), b);
  return add(sub(sum(logSumExp(z, { axis: 1 })), sum(mul(z, classes))), mul(sum(square(w)), lambda / 2));
};

const largestDifference = (found: ArrayLike<number>, expected: readonly number[]): number =>
  expected.reduce((largest, each, i) => Math.max(largest, Math.abs(each - (found[i] as number))), 0);

describe('logistic regression as scikit-learn fits it', () => {
  it('has the same coefficients for two classes, by every method', () => {
    for (const { lambda, weights, intercepts } of golden.binary) {
      const objective = tensorObjective((p) => binary(slice(p, [0], [3]), slice(p, [3]), lambda));
      for (const [name, minimizer] of Object.entries(minimizers)) {
        const { x: found, status } = minimizer(objective, [0, 0, 0, 0], { gtol: 1e-9 });
        expect([name, status]).toEqual([name, 'gtol']);
        expect(largestDifference(found, [...weights.flat(), ...intercepts]), name).toBeLessThan(1e-8);
      }
    }
  });

  it('has the same coefficients for three, as a tree of tensors', () => {
    for (const { lambda, weights, intercepts } of golden.multinomial) {
      const objective = tensorObjective(({ w, b }) => multinomial(w, b, lambda), { shape: { w: [3, 3], b: [3] } });
      const { x: found, status } = lbfgs(objective, new Float64Array(12), { gtol: 1e-9 });
      expect(status).toBe('gtol');
      // Intercepts are determined up to a constant: both solvers leave their sum at 0.
      expect(largestDifference(found, [...weights.flat(), ...intercepts])).toBeLessThan(1e-7);
    }
  });

  it('has the same coefficients as parameters of float64, and nearly so of float32', () => {
    for (const [dtype, tolerance] of [
      ['float64', 1e-8],
      ['float32', 2e-5],
    ] as const) {
      const [{ lambda, weights, intercepts }] = golden.binary as [(typeof golden.binary)[0]];
      const [w, b] = [variable(tensor([0, 0, 0], { dtype })), variable(tensor(0, { dtype }))];
      const [data, y] = [tensor(golden.x, { dtype }), tensor(signs.dataSync(), { dtype })];
      const loss = (): Tensor =>
        add(sum(log1p(exp(neg(mul(y, add(matmul(data, w.value), b.value)))))), mul(sum(square(w.value)), lambda / 2));
      const options = dtype === 'float64' ? { gtol: 1e-10 } : {};
      expect(minimizeParameters(lbfgs, loss, [w, b], options).status).toBe('gtol');
      const expected = [...weights.flat(), ...intercepts];
      expect(largestDifference(flattenParameters([w, b]), expected)).toBeLessThan(tolerance);
    }
  });
});
