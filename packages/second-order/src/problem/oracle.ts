import { ArgumentError, describe } from '@gradkit/core';
import type { AsyncObjective, Objective } from './objective.ts';

type Awaitable<T> = T | Promise<T>;

/** An objective in the one form that drivers call. */
export interface Oracle {
  readonly valueAndGrad: (x: Float64Array, gradient: Float64Array) => Awaitable<number>;
  /** The gradient alone, if it can be had alone. */
  readonly grad?: ((x: Float64Array, gradient: Float64Array) => void) | undefined;
  readonly hessp: ((x: Float64Array, v: Float64Array, out: Float64Array) => Awaitable<void>) | undefined;
  readonly hess: ((x: Float64Array, out: Float64Array) => Awaitable<void>) | undefined;
}

export function oracleOf(where: string, objective: Objective | AsyncObjective): Oracle {
  if (typeof objective === 'function') return { valueAndGrad: objective, hessp: undefined, hess: undefined };
  const given = objective as Readonly<Record<string, unknown>> | null;
  const isFunction = (name: string): boolean => typeof given?.[name] === 'function';
  if (typeof given === 'object' && given !== null) {
    for (const name of ['hessp', 'hess']) {
      if (given[name] === undefined || isFunction(name)) continue;
      throw new ArgumentError(`${where}: ${name} of the objective must be a function, got ${describe(given[name])}.`);
    }
    // Called on the objective, which may be an instance of a class.
    const { hessp, hess } = objective as Partial<Oracle>;
    const second = {
      hessp: hessp && ((x: Float64Array, v: Float64Array, out: Float64Array) => hessp.call(objective, x, v, out)),
      hess: hess && ((x: Float64Array, out: Float64Array) => hess.call(objective, x, out)),
    };
    if (isFunction('valueAndGrad')) {
      const joint = objective as Pick<Oracle, 'valueAndGrad'>;
      return { valueAndGrad: (x, gradient) => joint.valueAndGrad(x, gradient), ...second };
    }
    if (isFunction('fun') && isFunction('grad')) {
      const parts = objective as Extract<Objective, { fun: unknown }>;
      const valueAndGrad = (x: Float64Array, gradient: Float64Array): number => {
        const value = parts.fun(x);
        parts.grad(x, gradient);
        return value;
      };
      return { valueAndGrad, grad: (x, gradient) => parts.grad(x, gradient), ...second };
    }
  }
  throw new ArgumentError(
    `${where}: the objective must be a function (x, gradient) => value, { valueAndGrad } or { fun, grad }, got ${describe(objective)}.`,
  );
}
