import { describe, expect, it } from 'vitest';
import { type Bounds, lbfgsb, type ValueAndGrad } from '../../src/index.ts';
import golden from '../golden/bounded-minimizers.json' with { type: 'json' };

// The functions of scripts/golden/bounded_minimizers.py.
const functions: Readonly<Record<string, ValueAndGrad>> = {
  rosenbrock(x, gradient) {
    let value = 0;
    gradient.fill(0);
    for (let i = 0; i + 1 < x.length; i++) {
      const [p, q] = [x[i] as number, x[i + 1] as number];
      const [a, b] = [1 - p, q - p * p];
      gradient[i] = (gradient[i] as number) - 2 * a - 400 * p * b;
      gradient[i + 1] = 200 * b;
      value += a * a + 100 * b * b;
    }
    return value;
  },
  quadratic(x, gradient) {
    let value = 0;
    for (let i = 0; i < x.length; i++) {
      const [before, own, after] = [x[i - 1] ?? 0, x[i] as number, x[i + 1] ?? 0];
      gradient[i] = (i + 1) ** 2 * own - Math.sin(i + 1) + before + after;
      value += 0.5 * (i + 1) ** 2 * own ** 2 + own * after - Math.sin(i + 1) * own;
    }
    return value;
  },
  exponentials(x, gradient) {
    let value = 0;
    x.forEach((each, i) => {
      gradient[i] = Math.exp(each) - (i + 1) / x.length;
      value += Math.exp(each) - ((i + 1) * each) / x.length;
    });
    return value;
  },
};

function boundsOf(kind: string, n: number): Bounds {
  return Array.from({ length: n }, (_, i) => {
    const [middle, half] = [Math.sin(3 * i + 1), 0.5 + 0.4 * Math.cos(5 * i)];
    const [low, high] = [middle - half, middle + half];
    if (kind === 'boxes') return [low, high];
    if (kind === 'lower') return [low, null];
    if (kind === 'upper') return [null, high];
    return (
      [
        [low, high],
        [middle, null],
        [null, middle],
        [null, null],
        [middle, middle],
      ] as const
    )[i % 5] as Bounds[0];
  });
}

/** An objective that fails the test when it is called outside of the bounds. */
const within =
  (objective: ValueAndGrad, bounds: Bounds): ValueAndGrad =>
  (x, gradient) => {
    bounds.forEach(([low, high], i) => {
      if ((x[i] as number) < (low ?? -Infinity) || (x[i] as number) > (high ?? Infinity)) {
        throw new Error(`x[${i}] = ${x[i]} is not within [${low}, ${high}]`);
      }
    });
    return objective(x, gradient);
  };

describe('lbfgsb', () => {
  it.each(golden.cases)('ends where SciPy does, in as many evaluations: $function of $n, $bounds', (row) => {
    const bounds = boundsOf(row.bounds, row.n);
    const objective = within(functions[row.function] as ValueAndGrad, bounds);
    const result = lbfgsb(objective, new Float64Array(row.n).fill(0.5), { bounds, gtol: 1e-6, memory: 10 });
    expect(result.status).toBe('gtol');
    expect(result.fun).toBeCloseTo(row.fun, 8);
    row.x.forEach((each, i) => {
      expect(result.x[i]).toBeCloseTo(each, 5);
    });
    // Long runs part by rounding.
    if (row.nfev < 40) expect(result.nfev).toBe(row.nfev);
    else expect(result.nfev).toBeLessThan(1.15 * row.nfev);
  });
});
