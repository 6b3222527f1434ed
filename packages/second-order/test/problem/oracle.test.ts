import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type AsyncObjective, newtonCG, type Objective, trustExact } from '../../src/index.ts';
import { minimizers } from '../minimizers.ts';
import { rosenbrock } from '../newton/functions.ts';

const later = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await undefined;
};
const { valueAndGrad, hess, hessp, x0 } = rosenbrock;
const scratch = new Float64Array(2);
const fun = (x: Float64Array): number => valueAndGrad(x, scratch);
const grad = (x: Float64Array, gradient: Float64Array): void => void valueAndGrad(x, gradient);

describe('an objective of promises', () => {
  it.each(Object.entries(minimizers))('may be a value and a gradient, both waited for: %s', async (_name, minimize) => {
    const objective: AsyncObjective = {
      fun: async (x) => {
        await later();
        return fun(x);
      },
      grad: async (x, gradient) => {
        await later();
        await later();
        grad(x, gradient);
      },
    };
    const options = { gtol: 1e-3, maxFev: 40 };
    const result = await minimize(objective as unknown as Objective, x0, options);
    const direct = minimize({ fun, grad }, x0, options);
    expect([...result.x, result.fun, result.nfev, result.ngev, result.status]).toEqual([
      ...direct.x,
      direct.fun,
      direct.nfev,
      direct.ngev,
      direct.status,
    ]);
  });

  it('may wait for one of the two only', async () => {
    const direct = newtonCG({ fun, grad, hessp }, x0);
    const values = await newtonCG({ fun: async (x) => fun(x), grad, hessp }, x0);
    const gradients = await newtonCG(
      {
        fun,
        grad: async (x: Float64Array, gradient: Float64Array) => grad(x, gradient),
        hessp,
      } as unknown as Objective,
      x0,
    );
    expect([values.nfev, gradients.nfev]).toEqual([direct.nfev, direct.nfev]);
    expect([values.x, gradients.x]).toEqual([direct.x, direct.x]);
  });

  it('rejects with the error of either', async () => {
    const no = async (): Promise<never> => Promise.reject(new Error('no worker'));
    await expect(newtonCG({ fun: no, grad: async () => undefined }, x0)).rejects.toThrow('no worker');
    await expect(newtonCG({ fun: async () => 1, grad: no }, x0)).rejects.toThrow('no worker');
  });
});

describe('a function that returns what it should write', () => {
  it('is refused: it would be taken for zeros', async () => {
    const list = (): number[] => [1, 2];
    expect(() => trustExact({ fun, grad: list }, x0)).toThrow(ArgumentError);
    expect(() => trustExact({ fun, grad: list }, x0)).toThrow(
      'trustExact: grad of the objective must write into its last',
    );
    expect(() => trustExact({ valueAndGrad, hess: () => [list(), list()] }, x0)).toThrow('hess of the objective');
    expect(() => newtonCG({ valueAndGrad, hessp: () => Float64Array.of(1, 2) }, x0)).toThrow('hessp of the objective');
    const waited = newtonCG({ fun: async (x) => fun(x), grad: async () => list() as unknown as undefined }, x0);
    await expect(waited).rejects.toThrow('grad of the objective');
  });

  it('may return the array that it has written into', () => {
    const chained = {
      fun,
      grad: (x: Float64Array, gradient: Float64Array) => {
        grad(x, gradient);
        return gradient;
      },
      hess: (x: Float64Array, out: Float64Array) => {
        hess(x, out);
        return out;
      },
    };
    expect(trustExact(chained, x0).status).toBe('gtol');
  });
});
