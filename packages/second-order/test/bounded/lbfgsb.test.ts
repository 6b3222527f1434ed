import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type Bounds, lbfgsb, type ValueAndGrad } from '../../src/index.ts';
import golden from '../golden/minimizers.json' with { type: 'json' };
import { problems } from '../problems/index.ts';

/** ½·xᵀAx − bᵀx with A = MᵀM + 0.1·I, which depend on a seed. */
function quadratic(n: number, seed: number) {
  const m = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => Math.sin(seed + 3 * i * i + 7 * j + i * j)),
  );
  const a = m.map((_, i) =>
    m.map((_, j) => m.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), i === j ? 0.1 : 0)),
  );
  const b = m.map((_, i) => 3 * Math.cos(seed * (i + 1)));
  const objective: ValueAndGrad = (x, gradient) => {
    let value = 0;
    a.forEach((row, i) => {
      const product = row.reduce((sum, each, j) => sum + each * (x[j] as number), 0);
      gradient[i] = product - (b[i] as number);
      value += (x[i] as number) * (0.5 * product - (b[i] as number));
    });
    return value;
  };
  return { objective, a, b };
}

/** x of A·x = b, by elimination. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] as number]);
  rows.forEach((pivot, k) => {
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[k] as number) / (pivot[k] as number);
      row.forEach((each, j) => {
        row[j] = each - factor * (pivot[j] as number);
      });
    }
  });
  return rows.map((row, i) => (row.at(-1) as number) / (row[i] as number));
}

describe('lbfgsb', () => {
  it('finds the best of all choices of bounds that may hold', () => {
    const n = 4;
    for (let seed = 1; seed <= 12; seed++) {
      const { objective, a, b } = quadratic(n, seed);
      const kinds: Bounds = [
        [-0.5, 0.5],
        [0, null],
        [null, 0.2],
        [null, null],
      ];
      const bounds: Bounds = kinds.map((_, i) => kinds[(i + seed) % 4] ?? [null, null]);
      let least = Infinity;
      // Each variable is free or at one of its bounds: 3⁴ candidates, of which those within the bounds count.
      for (let code = 0; code < 3 ** n; code++) {
        const held = bounds.map((pair, i) =>
          Math.floor(code / 3 ** i) % 3 === 2 ? undefined : pair[Math.floor(code / 3 ** i) % 3],
        );
        if (held.some((each) => each === null)) continue;
        const rows = a.map((row, i) => (held[i] === undefined ? row : row.map((_, j) => (i === j ? 1 : 0))));
        const x = solved(
          rows,
          b.map((each, i) => held[i] ?? each),
        );
        const isWithin = x.every(
          (each, i) => each >= (bounds[i]?.[0] ?? -Infinity) - 1e-12 && each <= (bounds[i]?.[1] ?? Infinity) + 1e-12,
        );
        if (isWithin) least = Math.min(least, objective(Float64Array.from(x), new Float64Array(n)));
      }
      const result = lbfgsb(objective, [3, -3, 3, -3], { bounds, gtol: 1e-9 });
      expect(result.status).toBe('gtol');
      expect(result.fun).toBeCloseTo(least, 10);
    }
  });

  it('takes as many evaluations as L-BFGS-B, with its memory', () => {
    const small = problems.filter(({ n }) => n <= 20);
    const counts = small.flatMap((problem) => {
      const theirs = golden.problems.find(({ id }) => id === problem.id)?.['L-BFGS-B@1e-5'];
      if (theirs === undefined || theirs.gradNorm > 1e-5) return [];
      const { status, nfev } = lbfgsb(problem.valueAndGrad, problem.x0, { bounds: problem.bounds, memory: 10 });
      expect([problem.id, status]).toEqual([problem.id, 'gtol']);
      return [{ id: problem.id, ours: nfev, theirs: theirs.nfev }];
    });
    expect(counts.length).toBeGreaterThan(50);
    // Rounding decides where there are hundreds of evaluations, and in a few valleys.
    const same = counts.filter(({ ours, theirs }) => ours === theirs);
    expect(same.length / counts.length).toBeGreaterThan(0.8);
    for (const { id, ours, theirs } of counts) {
      // Powell's badly scaled function: in its valley the gradient is small here and there, long before the minimum.
      const most = id.startsWith('mgh03') ? 2 * theirs : 1.3 * theirs + 10;
      expect(ours, id).toBeLessThanOrEqual(most);
    }
  });

  it('never evaluates outside, wherever it starts', () => {
    const bounds: Bounds = [
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
    ];
    // Hock and Schittkowski, problem 45: 2 − x₁·x₂·x₃·x₄·x₅/120, least at the upper bounds, with the value 1.
    const objective: ValueAndGrad = (x, gradient) => {
      x.forEach((each, i) => {
        expect(each >= 0 && each <= i + 1).toBe(true);
      });
      const product = x.reduce((all, each) => all * each, 1);
      for (let i = 0; i < 5; i++) gradient[i] = -x.reduce((all, each, j) => (i === j ? all : all * each), 1) / 120;
      return 2 - product / 120;
    };
    const result = lbfgsb(objective, [2, 2, 2, 2, 2], { bounds });
    expect(result).toMatchObject({ status: 'gtol', fun: 1 });
    expect([...result.x]).toEqual([1, 2, 3, 4, 5]);
    expect(result.gradNorm).toBe(0);
  });

  it('keeps variables whose bounds are the same, and stops at once where bounds hold all', () => {
    const { objective } = quadratic(3, 5);
    const fixed = lbfgsb(objective, [9, 9, 9], {
      bounds: [
        [1, 1],
        [null, null],
        [2, 2],
      ],
      gtol: 1e-9,
    });
    expect([fixed.status, fixed.x[0], fixed.x[2]]).toEqual(['gtol', 1, 2]);
    const gradient = new Float64Array(3);
    objective(fixed.x, gradient);
    expect(Math.abs(gradient[1] as number)).toBeLessThan(1e-8);
    const all = lbfgsb(objective, [9, 9, 9], {
      bounds: [
        [1, 1],
        [0, 0],
        [2, 2],
      ],
    });
    expect(all).toMatchObject({ status: 'gtol', nit: 0, nfev: 1 });
    const corner: ValueAndGrad = (x, gradient) => {
      gradient.fill(1);
      return x.reduce((sum, each) => sum + each, 0);
    };
    expect(
      lbfgsb(corner, [0, 0], {
        bounds: [
          [0, 1],
          [0, 1],
        ],
      }),
    ).toMatchObject({ status: 'gtol', nit: 0, nfev: 1 });
    // And the same from inside: both bounds are met in one step.
    expect(
      lbfgsb(corner, [0.5, 0.75], {
        bounds: [
          [0, 1],
          [0, 1],
        ],
      }),
    ).toMatchObject({ status: 'gtol', nit: 1, fun: 0 });
  });

  it('meets thousands of bounds in a few iterations', () => {
    const n = 5000;
    const target = (i: number): number => 2 * Math.sin(i);
    const objective: ValueAndGrad = (x, gradient) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const away = (x[i] as number) - target(i);
        gradient[i] = 2 * (1 + (i % 7)) * away;
        sum += (1 + (i % 7)) * away * away;
      }
      return sum;
    };
    const result = lbfgsb(objective, new Float64Array(n), {
      bounds: Array.from({ length: n }, () => [-1, 0.5] as const),
      gtol: 1e-8,
    });
    expect(result.status).toBe('gtol');
    expect(result.nit).toBeLessThan(30);
    result.x.forEach((each, i) => {
      expect(Math.abs(each - Math.min(Math.max(target(i), -1), 0.5))).toBeLessThan(1e-7);
    });
  });

  it('has bounds where the function ends', () => {
    // x·log x − x has its minimum at 1, and at 0 a slope of −∞.
    const entropy: ValueAndGrad = (x, gradient) => {
      gradient[0] = Math.log(x[0] as number);
      return (x[0] as number) * ((x[0] as number) > 0 ? Math.log(x[0] as number) : 0) - (x[0] as number);
    };
    expect(lbfgsb(entropy, [50], { bounds: [[1e-12, null]], gtol: 1e-9 }).x[0]).toBeCloseTo(1, 8);
    expect(lbfgsb(entropy, [50], { bounds: [[2, null]] }).x[0]).toBe(2);
  });

  it('does not depend on units in which squares of the gradient are no numbers', () => {
    // 100·(x₂ − x₁²)² + (1 − x₁)², whose bound holds at the end.
    const scaled =
      (unit: number): ValueAndGrad =>
      (x, gradient) => {
        const [p, q] = [x[0] as number, x[1] as number];
        const [a, b] = [1 - p, q - p * p];
        gradient[0] = unit * (-2 * a - 400 * p * b);
        gradient[1] = unit * (200 * b);
        return unit * (a * a + 100 * b * b);
      };
    const bounds: Bounds = [
      [null, 0.8],
      [-2, null],
    ];
    const plain = lbfgsb(scaled(1), [-1.2, 1], { bounds, gtol: 1e-6 });
    for (const power of [-1000, -700, -500, -400]) {
      const result = lbfgsb(scaled(2 ** power), [-1.2, 1], { bounds, gtol: 2 ** power * 1e-6 });
      expect([power, result.status]).toEqual([power, 'gtol']);
      expect(result.nfev).toBeLessThan(2 * plain.nfev);
      expect(result.x[0]).toBe(0.8);
      expect(result.x[1]).toBeCloseTo(0.64, 5);
    }
    // From 10²⁸³ to 1 in one run.
    const steep: ValueAndGrad = (x, gradient) => {
      gradient[0] = 50 * Math.exp(50 * (x[0] as number)) - 50;
      return Math.exp(50 * (x[0] as number)) - 50 * (x[0] as number);
    };
    expect(lbfgsb(steep, [13]).status).toBe('gtol');
  });

  it('falls without limit only where no bound stops it', () => {
    const plane: ValueAndGrad = (_x, gradient) => {
      gradient[0] = -1;
      gradient[1] = 1;
      return (_x[1] as number) - (_x[0] as number);
    };
    expect(
      lbfgsb(plane, [0, 0], {
        bounds: [
          [null, null],
          [-1, null],
        ],
      }).status,
    ).toBe('unbounded');
    const result = lbfgsb(plane, [0, 0], {
      bounds: [
        [null, 7],
        [-1, null],
      ],
    });
    expect([result.status, ...result.x]).toEqual(['gtol', 7, -1]);
  });

  it('refuses bounds that are none', () => {
    const { objective } = quadratic(2, 1);
    const wrong: unknown[] = [
      [[0, 1]],
      [
        [1, 0],
        [0, 1],
      ],
      [[0], [1]],
      [
        ['0', 1],
        [0, 1],
      ],
      [
        [Number.NaN, 1],
        [0, 1],
      ],
      {},
      [
        [Infinity, Infinity],
        [0, 1],
      ],
    ];
    for (const bounds of wrong) {
      expect(() => lbfgsb(objective, [0, 0], { bounds: bounds as Bounds }), JSON.stringify(bounds)).toThrow(
        ArgumentError,
      );
    }
    expect(() => lbfgsb(objective, [0, 0], { memory: 0 })).toThrow('lbfgsb: memory');
    expect(() => lbfgsb(objective, undefined as unknown as number[])).toThrow('lbfgsb: x0');
    expect(() => lbfgsb(objective, [1, 2], { bound: [] } as object)).toThrow('Did you mean "bounds"?');
  });
});
