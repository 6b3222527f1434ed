import { describe, expect, it } from 'vitest';
import type { Objective, ValueAndGrad } from '../src/index.ts';
import { minimizers } from './minimizers.ts';
import { problems } from './problems/index.ts';

/** 10²·Σ (x₂ − x₁²)² + (1 − x₁)² of pairs. */
const rosenbrock: ValueAndGrad = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i += 2) {
    const [p, q] = [x[i] as number, x[i + 1] as number];
    const [a, b] = [1 - p, q - p * p];
    gradient[i] = -2 * a - 400 * p * b;
    gradient[i + 1] = 200 * b;
    sum += a * a + 100 * b * b;
  }
  return sum;
};

/** A function of one variable and its derivative. */
const ofOne =
  (value: (x: number) => number, slope: (x: number) => number): ValueAndGrad =>
  ([x], gradient) => {
    gradient[0] = slope(x as number);
    return value(x as number);
  };

const first = (x: Float64Array): number => x[0] as number;

/** The ends that say: no further, and not because of a minimum. */
const stuck = ['line-search-failed', 'small-trust-radius'];

describe.each(Object.entries(minimizers))('%s', (_name, minimize) => {
  it('takes a function that falls without limit for that', () => {
    const falling: Readonly<Record<string, [ValueAndGrad, number]>> = {
      'a line': [
        ofOne(
          (x) => -x,
          () => -1,
        ),
        0,
      ],
      'a parabola upside down': [
        ofOne(
          (x) => -x * x,
          (x) => -2 * x,
        ),
        1,
      ],
      'a cube': [
        ofOne(
          (x) => x ** 3,
          (x) => 3 * x * x,
        ),
        -1,
      ],
      'an exponential': [
        ofOne(
          (x) => -Math.exp(x),
          (x) => -Math.exp(x),
        ),
        0,
      ],
    };
    for (const [name, [objective, x0]] of Object.entries(falling)) {
      const result = minimize(objective, [x0]);
      expect([name, result.status, result.converged]).toEqual([name, 'unbounded', false]);
    }
    // One direction falls, the other has a minimum.
    const saddle: ValueAndGrad = (x, gradient) => {
      const [p, q] = [x[0] as number, x[1] as number];
      gradient[0] = 2 * p;
      gradient[1] = -1;
      return p * p - q;
    };
    expect(minimize(saddle, [3, 4])).toMatchObject({ status: 'unbounded', converged: false });
  });

  it('does not take a gradient of the wrong sign for progress', () => {
    const wrong: ValueAndGrad = (x, gradient) => {
      const value = rosenbrock(x, gradient);
      for (let i = 0; i < x.length; i++) gradient[i] = -(gradient[i] as number);
      return value;
    };
    const result = minimize(wrong, [-1.2, 1]);
    expect(stuck).toContain(result.status);
    expect(result.converged).toBe(false);
    expect(result.fun).toBeLessThanOrEqual(rosenbrock(Float64Array.of(-1.2, 1), new Float64Array(2)));
  });

  it('does not claim a minimum of a function whose gradient is wrong in one place', () => {
    const wrong: ValueAndGrad = (x, gradient) => {
      const value = rosenbrock(x, gradient);
      gradient[1] = 1 + 0.5 * (gradient[1] as number);
      return value;
    };
    const result = minimize(wrong, [-1.2, 1], { maxIter: 500 });
    const exact = new Float64Array(2);
    const reported = new Float64Array(2);
    rosenbrock(result.x, exact);
    wrong(result.x, reported);
    // Either it stops where the gradient that it was given is 0, or it says that it is stuck.
    if (result.converged) expect(Math.max(...reported.map(Math.abs))).toBeLessThanOrEqual(1e-5);
    else expect([...stuck, 'max-iter']).toContain(result.status);
    expect(Number.isFinite(result.fun)).toBe(true);
  });

  it('says that a start is not finite', () => {
    for (const objective of [() => Number.NaN, () => Infinity]) {
      expect(minimize(objective, [1, 2])).toMatchObject({ status: 'non-finite-start', nit: 0, converged: false });
    }
  });

  it('turns back from where a function is not defined', () => {
    // x − log x and 1/x + x² end at 0; the first steps lead beyond.
    const ends: Readonly<Record<string, [ValueAndGrad, number, number]>> = {
      'x − log x': [
        ofOne(
          (x) => x - Math.log(x),
          (x) => 1 - 1 / x,
        ),
        0.001,
        1,
      ],
      '1000·x − log x': [
        ofOne(
          (x) => 1000 * x - Math.log(x),
          (x) => 1000 - 1 / x,
        ),
        5,
        0.001,
      ],
      '−√(1 − x²)': [
        ofOne(
          (x) => -Math.sqrt(1 - x * x),
          (x) => x / Math.sqrt(1 - x * x),
        ),
        0.999,
        0,
      ],
    };
    for (const [name, [objective, x0, minimum]] of Object.entries(ends)) {
      const result = minimize(objective, [x0], { gtol: 1e-8 });
      expect([name, result.status]).toEqual([name, 'gtol']);
      expect(first(result.x)).toBeCloseTo(minimum, 7);
    }
    // The analytic centre of a polytope: −Σ log(1 − aᵢ·x) − Σ log(1 − x²)
    const [n, m] = [10, 25];
    const rows = Array.from({ length: m }, (_, i) =>
      Array.from({ length: n }, (_, j) => Math.sin(1 + 3 * i + 7 * j + i * j)),
    );
    const centre: ValueAndGrad = (x, gradient) => {
      let sum = 0;
      gradient.fill(0);
      for (const row of rows) {
        const slack = 1 - row.reduce((total, a, j) => total + a * (x[j] as number), 0);
        sum -= Math.log(slack);
        row.forEach((a, j) => {
          gradient[j] = (gradient[j] as number) + a / slack;
        });
      }
      x.forEach((each, j) => {
        sum -= Math.log(1 - each * each);
        gradient[j] = (gradient[j] as number) + (2 * each) / (1 - each * each);
      });
      return sum;
    };
    const result = minimize(centre, new Float64Array(n), { gtol: 1e-7 });
    expect(result.status).toBe('gtol');
    expect(Number.isFinite(result.fun)).toBe(true);
  });

  it('turns back from where there is a value, but no gradient', () => {
    const half: ValueAndGrad = (x, gradient) => {
      const [p, q] = [x[0] as number, x[1] as number];
      gradient[0] = p * p + q * q > 1 ? Number.NaN : 2 * (p - 0.3);
      gradient[1] = 20 * (q + 0.2);
      return (p - 0.3) ** 2 + 10 * (q + 0.2) ** 2;
    };
    const result = minimize(half, [0.9, 0.3]);
    expect(result.status).toBe('gtol');
    expect(first(result.x)).toBeCloseTo(0.3, 4);
    // ‖x‖, whose gradient is 0/0 at its minimum.
    const norm: ValueAndGrad = (x, gradient) => {
      const length = Math.hypot(...x);
      for (let i = 0; i < x.length; i++) gradient[i] = (x[i] as number) / length;
      return length;
    };
    for (const x0 of [[1], [8], [3, 4]]) {
      const { x, fun, grad, gradNorm, converged } = minimize(norm, x0, { maxIter: 500 });
      expect([...x, fun, ...grad, gradNorm].every(Number.isFinite)).toBe(true);
      expect(converged).toBe(false);
      expect(fun).toBeLessThanOrEqual(norm(Float64Array.from(x0), new Float64Array(2)));
    }
  });

  it('stops at once on a plateau, at a constant and at a minimum: one evaluation', () => {
    const plateau = ofOne(
      (x) => Math.max(0, x * x - 1) ** 2,
      (x) => 4 * x * Math.max(0, x * x - 1),
    );
    const done = { status: 'gtol', converged: true, nit: 0, nfev: 1 };
    expect(minimize(plateau, [0.5])).toMatchObject(done);
    const constant: ValueAndGrad = (_x, gradient) => {
      gradient.fill(0);
      return 7;
    };
    expect(minimize(constant, [1, 2, 3])).toMatchObject({ ...done, fun: 7 });
    expect(minimize(rosenbrock, [1, 1])).toMatchObject(done);
    // From outside, the plateau is reached.
    const result = minimize(plateau, [5]);
    expect(result.converged).toBe(true);
    expect(Math.abs(first(result.x))).toBeLessThanOrEqual(1.001);
  });

  it('minimises functions of one variable', () => {
    const parabola = minimize(
      ofOne(
        (x) => (x - 3) ** 2,
        (x) => 2 * (x - 3),
      ),
      [-100],
      { gtol: 1e-9 },
    );
    expect(parabola.status).toBe('gtol');
    expect(first(parabola.x)).toBeCloseTo(3, 9);
    const wave = minimize(
      ofOne(Math.cos, (x) => -Math.sin(x)),
      [1],
      { gtol: 1e-9 },
    );
    expect(wave.fun).toBeCloseTo(-1, 12);
  });

  it('ends within a line search, when no evaluations are left, at a point that it accepted', () => {
    for (let maxFev = 1; maxFev <= 15; maxFev++) {
      const accepted: number[] = [];
      let calls = 0;
      const counting: ValueAndGrad = (x, gradient) => {
        calls++;
        return rosenbrock(x, gradient);
      };
      const result = minimize(counting, [-1.2, 1, -1.2, 1], {
        maxFev,
        gtol: 1e-15,
        callback: ({ fun }) => void accepted.push(fun),
      });
      expect(calls).toBeLessThanOrEqual(maxFev);
      expect(result).toMatchObject({ status: 'max-fev', converged: false, nfev: calls });
      expect(result.fun).toBe(accepted.at(-1));
      expect(rosenbrock(result.x, new Float64Array(4))).toBe(result.fun);
    }
  });

  it('stops when the callback says so, and never goes up', () => {
    const values: number[] = [];
    const result = minimize(rosenbrock, [-1.2, 1], {
      callback({ nit, fun }) {
        values.push(fun);
        return nit === 3;
      },
    });
    expect(result).toMatchObject({ status: 'callback', nit: 3, converged: false });
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('never goes up by more than rounding, from wherever it comes', () => {
    // From 100·x0 these values fall by twenty powers of ten before a valley is reached.
    for (const { id, x0, valueAndGrad } of problems) {
      if (!['mgh35_chebyquad/8', 'mgh35_chebyquad/10', 'mgh23_penalty1/4'].includes(id)) continue;
      for (const factor of [10, 100]) {
        const values: number[] = [];
        const far = x0.map((each) => factor * each);
        minimize(valueAndGrad, far, { maxFev: 1000, callback: ({ fun }) => void values.push(fun) });
        const rises = values.map((value, i) => value - (values[Math.max(0, i - 1)] as number));
        const largest = Math.max(...rises.map((rise, i) => rise / Math.abs(values[i] as number)));
        expect(largest, `${id} from ${factor}·x0`).toBeLessThan(1e-10);
      }
    }
  });

  it('does not take a slope for a fall where steps are too short to move', () => {
    const far: ValueAndGrad = ([x], gradient) => {
      gradient[0] = 2 * (x as number);
      return (x as number) ** 2;
    };
    const { status, fun, converged } = minimize(far, [1e150]);
    expect(status).not.toBe('unbounded');
    expect(converged || fun <= 1e300).toBe(true);
  });

  it('finds its way where the value falls by hundreds of powers of ten', () => {
    const steep: ValueAndGrad = ([x], gradient) => {
      const e = Math.exp((x as number) ** 2);
      gradient[0] = 2 * (x as number) * e;
      return e;
    };
    const result = minimize(steep, [26], { maxIter: 20000 });
    expect(result.status).toBe('gtol');
    expect(result.fun).toBeCloseTo(1, 8);
  });

  it('copes with values and gradients that are rounded to float32', () => {
    const rounded: ValueAndGrad = (x, gradient) => {
      const value = rosenbrock(x, gradient);
      for (let i = 0; i < x.length; i++) gradient[i] = Math.fround(gradient[i] as number);
      return Math.fround(1 + value);
    };
    const result = minimize(rounded, [-1.2, 1, -1.2, 1], { fnoise: 1.2e-7, gtol: 1e-3, maxIter: 5000 });
    expect(result.status).toBe('gtol');
    expect(result.fun).toBeCloseTo(1, 5);
    // What rounding does not allow is not claimed.
    const most = minimize(rounded, [-1.2, 1, -1.2, 1], { fnoise: 1.2e-7, gtol: 1e-300, maxIter: 5000 });
    if (most.converged) expect(most.gradNorm).toBe(0);
    expect(most.fun).toBeCloseTo(1, 5);
  });

  it('ends near the minimum of a function with noise, whatever it says', () => {
    let seed = 1;
    const noisy: ValueAndGrad = (x, gradient) => {
      const value = rosenbrock(x, gradient);
      seed = (seed * 16807) % 2147483647;
      return value + 1e-7 * (seed / 2147483647 - 0.5);
    };
    const result = minimize(noisy, [-1.2, 1], { fnoise: 1e-7, gtol: 1e-10, maxIter: 3000 });
    expect(rosenbrock(result.x, new Float64Array(2))).toBeLessThan(1e-3);
    if (result.converged) expect(result.gradNorm).toBeLessThanOrEqual(1e-10);
  });

  it('does not claim convergence at a kink', () => {
    const kink: ValueAndGrad = (x, gradient) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) {
        gradient[i] = (i + 1) * ((x[i] as number) < 0.3 ? -1 : 1);
        sum += (i + 1) * Math.abs((x[i] as number) - 0.3);
      }
      return sum;
    };
    for (const x0 of [[5], [5, -3]]) {
      const result = minimize(kink, x0, { maxIter: 300 });
      expect(result.converged).toBe(false);
      expect(result.fun).toBeLessThan(kink(Float64Array.from(x0), new Float64Array(x0.length)));
    }
  });

  it('finds no NaN where a function has huge and tiny values', () => {
    const steep: Objective = ofOne(
      (x) => Math.exp(x) - x,
      (x) => Math.exp(x) - 1,
    );
    const result = minimize(steep, [300], { maxIter: 5000 });
    expect(result.status).toBe('gtol');
    expect(first(result.x)).toBeCloseTo(0, 4);
    const tiny = ofOne(
      (x) => 1e-130 * (x - 1) ** 2,
      (x) => 2e-130 * (x - 1),
    );
    const small = minimize(tiny, [5], { gtol: 1e-138 });
    expect(small.status).toBe('gtol');
    expect(first(small.x)).toBeCloseTo(1, 6);
  });
});
