import { ArgumentError } from '@gradkit/core';
import { describe, expect, it, vi } from 'vitest';
import { gradientDescent, type IterationState, lbfgs, type Objective, type ValueAndGrad } from '../../src/index.ts';

/** Σ i·(xᵢ − 1)⁴, which takes a few iterations. */
const quartic: ValueAndGrad = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const away = (x[i] as number) - 1;
    gradient[i] = 4 * (i + 1) * away ** 3;
    sum += (i + 1) * away ** 4;
  }
  return sum;
};

const start = [3, -2, 5];

describe('a run', () => {
  it('leaves the start as it is and counts what it called', () => {
    let calls = 0;
    const x0 = Float64Array.from(start);
    const result = lbfgs((x, gradient) => {
      calls++;
      return quartic(x, gradient);
    }, x0);
    expect([...x0]).toEqual(start);
    expect(result.nfev).toBe(calls);
    expect(result.ngev).toBe(calls);
    expect(result.nhev).toBe(0);
    expect(result.converged).toBe(true);
    expect(result.gradNorm).toBeLessThanOrEqual(1e-5);
  });

  it('returns value and gradient of the point it returns', () => {
    const result = lbfgs(quartic, start, { maxIter: 3 });
    const gradient = new Float64Array(3);
    expect(quartic(result.x, gradient)).toBe(result.fun);
    expect(result.grad).toEqual(gradient);
    expect(result.gradNorm).toBe(Math.max(...gradient.map(Math.abs)));
  });

  it('takes values and gradients of one function or of two, also of an instance', () => {
    class Quartic {
      readonly #calls = { count: 0 };
      valueAndGrad(x: Float64Array, gradient: Float64Array): number {
        this.#calls.count++;
        return quartic(x, gradient);
      }
    }
    const scratch = new Float64Array(3);
    const forms: Objective[] = [
      quartic,
      { valueAndGrad: quartic },
      new Quartic(),
      { fun: (x) => quartic(x, scratch), grad: (x, gradient) => void quartic(x, gradient) },
    ];
    const [first, ...others] = forms.map((form) => lbfgs(form, start));
    for (const other of others) expect([other.x, other.nfev]).toEqual([first?.x, first?.nfev]);
  });

  it('waits for promises, with the same points', async () => {
    const waited = lbfgs(async (x, gradient) => quartic(x.slice(), gradient), start, { trace: true });
    expect(waited).toBeInstanceOf(Promise);
    const direct = lbfgs(quartic, start, { trace: true });
    const result = await waited;
    expect(result.trace?.map(({ x }) => [...x])).toEqual(direct.trace?.map(({ x }) => [...x]));
    expect(result.status).toBe('gtol');
  });

  it('rejects with the error of a function that rejects', async () => {
    const failing = lbfgs(async () => Promise.reject(new Error('no worker')), start);
    await expect(failing).rejects.toThrow('no worker');
  });
});

describe('the end of a run', () => {
  it('is at the start if that is a stationary point: one evaluation', () => {
    const result = lbfgs(quartic, [1, 1, 1]);
    expect(result).toMatchObject({ status: 'gtol', converged: true, nit: 0, nfev: 1, fun: 0 });
  });

  it('is a limit of iterations, with the last point that was accepted', () => {
    const states: Float64Array[] = [];
    const result = lbfgs(quartic, start, { maxIter: 4, callback: ({ x }) => void states.push(x.slice()) });
    expect(result).toMatchObject({ status: 'max-iter', converged: false, nit: 4 });
    expect(states).toHaveLength(5);
    expect(result.x).toEqual(states.at(-1));
    expect(lbfgs(quartic, start, { maxIter: 0 })).toMatchObject({ status: 'max-iter', nit: 0, nfev: 1 });
  });

  it('is a limit of evaluations, also within a line search', () => {
    for (let maxFev = 1; maxFev < 12; maxFev++) {
      const accepted: number[] = [];
      const result = lbfgs(quartic, start, { maxFev, gtol: 1e-14, callback: ({ fun }) => void accepted.push(fun) });
      expect(result).toMatchObject({ status: 'max-fev', converged: false, nfev: maxFev });
      expect(result.fun).toBe(accepted.at(-1));
    }
  });

  it('is a limit of time', () => {
    // A clock that only the function moves: by three milliseconds each time.
    let now = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now);
    const slow: ValueAndGrad = (x, gradient) => {
      now += 3;
      return quartic(x, gradient);
    };
    try {
      const result = lbfgs(slow, start, { timeLimitMs: 5, gtol: 0 });
      expect(result).toMatchObject({ status: 'time-limit', converged: false, nfev: 2 });
      expect(lbfgs(quartic, start, { timeLimitMs: 0 })).toMatchObject({ status: 'time-limit', nfev: 1 });
    } finally {
      clock.mockRestore();
    }
  });

  it('is what a callback decides, asynchronously too', async () => {
    const decide = ({ nit }: IterationState): boolean => nit === 2;
    expect(lbfgs(quartic, start, { callback: decide })).toMatchObject({ status: 'callback', nit: 2, converged: false });
    const waited = await lbfgs(async (x, g) => quartic(x, g), start, { callback: async (state) => decide(state) });
    expect(waited).toMatchObject({ status: 'callback', nit: 2 });
  });

  it('is an abort', () => {
    const signal = { aborted: false };
    const stopping: ValueAndGrad = (x, gradient) => {
      if (x[0] !== 3) signal.aborted = true;
      return quartic(x, gradient);
    };
    const result = lbfgs(stopping, start, { signal });
    expect(result).toMatchObject({ status: 'aborted', converged: false });
    const unseen = lbfgs(quartic, start, { signal });
    expect(unseen).toMatchObject({ status: 'aborted', nfev: 0, nit: 0 });
    expect([unseen.fun, ...unseen.grad]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is convergence by values or steps only if asked for, under their own names', () => {
    const flat: ValueAndGrad = (x, gradient) => {
      const value = quartic(x, gradient);
      gradient.forEach((slope, i) => {
        gradient[i] = 1e-9 * slope;
      });
      return 1 + 1e-9 * value;
    };
    expect(lbfgs(flat, start, { gtol: 1e-30, ftol: 1e-6 })).toMatchObject({ status: 'ftol', converged: true, nit: 2 });
    expect(lbfgs(quartic, start, { gtol: 1e-30, xtol: 1e-3 })).toMatchObject({ status: 'xtol', converged: true });
  });

  it('is no convergence where the value rises', () => {
    const parabola: ValueAndGrad = (x, gradient) => {
      gradient[0] = 2 * (x[0] as number);
      return (x[0] as number) ** 2;
    };
    const result = gradientDescent(parabola, [1], { learningRate: 1.1, ftol: 1e-8, maxIter: 20 });
    expect(result).toMatchObject({ status: 'max-iter', converged: false });
  });

  it('is the start, if nothing is finite there', () => {
    const result = lbfgs(() => Number.NaN, start);
    expect(result).toMatchObject({ status: 'non-finite-start', converged: false, nit: 0, nfev: 1 });
    expect([...result.x]).toEqual(start);
    const slope: ValueAndGrad = (_x, gradient) => {
      gradient[1] = Infinity;
      return 0;
    };
    expect(lbfgs(slope, start).status).toBe('non-finite-start');
  });

  it('is said in words', () => {
    expect(lbfgs(quartic, start, { maxIter: 1 }).message).toContain('raise maxIter');
  });
});

describe('a trace', () => {
  it('has every iterate and every evaluation, as copies', () => {
    const result = lbfgs(quartic, start, { trace: true });
    const { trace = [] } = result;
    expect(trace.map(({ nit }) => nit)).toEqual(Array.from({ length: result.nit + 1 }, (_, i) => i));
    expect(trace.flatMap(({ evaluations }) => evaluations)).toHaveLength(result.nfev);
    expect(trace.at(-1)?.x).toEqual(result.x);
    for (const { x, fun, evaluations } of trace) {
      expect(quartic(x, new Float64Array(3))).toBe(fun);
      for (const each of evaluations) expect(quartic(each.x, new Float64Array(3))).toBe(each.fun);
    }
    expect(lbfgs(quartic, start).trace).toBeUndefined();
  });

  it('has what was evaluated after the last iterate, too', () => {
    for (let maxFev = 1; maxFev < 15; maxFev++) {
      const { trace = [], nfev } = lbfgs(quartic, start, { trace: true, maxFev, gtol: 0 });
      expect(trace.flatMap(({ evaluations }) => evaluations)).toHaveLength(nfev);
    }
  });
});

describe('arguments', () => {
  const refused = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(ArgumentError);
      return (error as Error).message;
    }
    throw new Error('was accepted');
  };

  it('that are no start are refused', () => {
    const holes = new Array<number>(2);
    const views = [new BigInt64Array(2), new DataView(new ArrayBuffer(16)), new Float64Array()];
    for (const x0 of [[], [1, Number.NaN], ['1'], 3, null, undefined, [1, undefined], holes, ...views]) {
      expect(refused(() => lbfgs(quartic, x0 as number[]))).toMatch(/^lbfgs: x0/);
    }
  });

  it('that are no objective are refused', () => {
    for (const objective of [undefined, null, 3, {}, { fun: quartic }, { valueAndGrad: quartic, hess: 3 }]) {
      expect(refused(() => lbfgs(objective as unknown as Objective, start))).toMatch(/^lbfgs: .*objective/);
    }
    expect(refused(() => lbfgs((() => undefined) as unknown as Objective, start))).toContain('must return a number');
  });

  it('that are no options are refused', () => {
    const wrong: Readonly<Record<string, unknown>>[] = [
      { gtol: -1 },
      { gtol: Number.NaN },
      { ftol: '1' },
      { maxFev: 0 },
      { maxIter: -1 },
      { gnorm: 'max' },
      { callback: 3 },
      { signal: {} },
      { trace: 1 },
      { fnoise: -1 },
      { gtoll: 1 },
    ];
    for (const options of wrong) {
      expect(
        refused(() => lbfgs(quartic, start, options)),
        JSON.stringify(options),
      ).toMatch(/^lbfgs: /);
    }
    expect(refused(() => lbfgs(quartic, start, { gtoll: 1 } as object))).toContain('Did you mean "gtol"?');
  });

  it('does not take a gradient that was not written for zero', () => {
    const alone = ((x: Float64Array) => x[0] ** 2) as never;
    expect(() => lbfgs(alone, [1])).toThrow('lbfgs: the objective must write its gradient into a second argument');
    const { status, nfev } = lbfgs({ valueAndGrad: (x: Float64Array, _gradient: Float64Array) => x[0] ** 2 }, [1]);
    expect([status, nfev]).toEqual(['non-finite-start', 1]);
    // One that is undefined there is a numerical outcome.
    const root = (x: Float64Array, gradient: Float64Array): number => {
      gradient[0] = 0 * (0.5 / Math.sqrt(x[0]));
      return Math.sqrt(x[0]);
    };
    expect(lbfgs(root, [0]).status).toBe('non-finite-start');
  });
});
