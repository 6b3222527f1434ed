import { describe, expect, it } from 'vitest';
import {
  errorOf,
  lasso,
  quadraticOf,
  restricted,
  ridge,
  softThreshold,
} from '../../src/weight-penalties/closed-forms.ts';
import { contours } from '../../src/weight-penalties/contours.ts';
import { linearProblem } from '../../src/weight-penalties/linear-problem.ts';
import { truth } from '../../src/weight-penalties/penalties.ts';

const settings = { samples: 60, features: 12, noise: 1, seed: 4 };
const problem = linearProblem({ ...settings, design: 'correlated' }, 0);
const quadratic = quadraticOf(problem);

/** The slope of the squared error: 2·(gram·w − moment). */
function slope(w: ArrayLike<number>): number[] {
  return Array.from({ length: quadratic.features }, (_, j) => {
    let sum = -quadratic.moment[j]!;
    for (let k = 0; k < quadratic.features; k++) sum += quadratic.gram[j * quadratic.features + k]! * w[k]!;
    return 2 * sum;
  });
}

describe('closed forms', () => {
  it('know the error that residuals give', () => {
    const w = Array.from({ length: 12 }, (_, j) => Math.sin(j));
    let sum = 0;
    for (let i = 0; i < 60; i++) {
      sum += (problem.y[i]! - w.reduce((total, each, j) => total + each * problem.x[i * 12 + j]!, 0)) ** 2 / 60;
    }
    expect(errorOf(quadratic, w)).toBeCloseTo(sum, 10);
  });

  it('ridge: the slope of error and penalty is 0', () => {
    for (const lambda of [0, 0.3, 2]) {
      const w = ridge(quadratic, lambda);
      slope(w).forEach((each, j) => void expect(each + 2 * lambda * w[j]!).toBeCloseTo(0, 10));
    }
  });

  it('lasso: the slope is −λ·sign(w) where w is not 0, and within ±λ where it is', () => {
    for (const lambda of [0.1, 0.5, 3]) {
      const w = lasso(quadratic, lambda);
      slope(w).forEach((each, j) => {
        if (w[j] !== 0) expect(each).toBeCloseTo(-lambda * Math.sign(w[j]!), 9);
        else expect(Math.abs(each)).toBeLessThanOrEqual(lambda);
      });
      expect(w.some((each) => each === 0)).toBe(true);
    }
  });

  it('on an orthogonal design: a soft threshold of λ/2, and a division by 1 + λ', () => {
    const orthogonal = quadraticOf(linearProblem({ ...settings, design: 'orthogonal' }, 0));
    const [l1, l2] = [lasso(orthogonal, 0.4), ridge(orthogonal, 0.4)];
    orthogonal.moment.forEach((z, j) => {
      // The design is stored in float32: orthogonal to some 10⁻⁷.
      expect(l1[j]).toBeCloseTo(softThreshold(z, 0.2), 5);
      expect(l2[j]).toBeCloseTo(z / 1.4, 5);
    });
  });
});

describe('contours', () => {
  const two = restricted(quadratic, [4, 5], truth);

  it('keep what the other features explain', () => {
    const whole = [...truth, 0.7, ...new Array<number>(6).fill(0)];
    expect(errorOf(two, [truth[4]!, 0.7])).toBeCloseTo(errorOf(quadratic, whole), 10);
  });

  it.each(['l1', 'l2'] as const)(
    'touch the ball of %s at the solution: nowhere in it the error is smaller',
    (penalty) => {
      const { ball, points, values, columns, x } = contours(two, penalty, 0.6);
      const { norm, radius } = ball!;
      const solution = points![1]!;
      const length = norm === 1 ? Math.abs(solution.x) + Math.abs(solution.y) : Math.hypot(solution.x, solution.y);
      expect(length).toBeCloseTo(radius, 10);
      const least = errorOf(two, [solution.x, solution.y]);
      for (let i = 0; i < 360; i++) {
        const [a, b] = [Math.cos((i * Math.PI) / 180), Math.sin((i * Math.PI) / 180)];
        const scale = radius / (norm === 1 ? Math.abs(a) + Math.abs(b) : 1);
        expect(errorOf(two, [a * scale, b * scale])).toBeGreaterThan(least - 1e-9);
      }
      // A corner of the diamond lies on the axis of the feature that counts; the disc has none.
      if (penalty === 'l1') expect(solution.y).toBe(0);
      else expect(Math.abs(solution.y)).toBeGreaterThan(1e-3);
      expect(values[30 * columns + 30]).toBeCloseTo(errorOf(two, [0, 0]), 10);
      expect(values[columns - 1]).toBeCloseTo(errorOf(two, [x.range[1], x.range[0]]), 10);
    },
  );
});
