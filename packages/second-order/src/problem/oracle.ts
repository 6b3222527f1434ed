import { ArgumentError, describe } from '@gradkit/core';
import { type Awaitable, isPromise } from './drive.ts';
import type { AsyncObjective, Objective } from './objective.ts';

/** An objective in the one form that drivers call. */
export interface Oracle {
  readonly valueAndGrad: (x: Float64Array, gradient: Float64Array) => Awaitable<number>;
  /** The gradient alone, if it can be had alone. */
  readonly grad?: ((x: Float64Array, gradient: Float64Array) => Awaitable<void>) | undefined;
  readonly hessp?: ((x: Float64Array, v: Float64Array, out: Float64Array) => Awaitable<void>) | undefined;
  readonly hess?: ((x: Float64Array, out: Float64Array) => Awaitable<void>) | undefined;
}

/** What an objective may have: anything, until it is checked. */
interface Given {
  valueAndGrad?: Oracle['valueAndGrad'];
  fun?: (x: Float64Array) => Awaitable<number>;
  grad?: (...vectors: Float64Array[]) => unknown;
  hessp?: (...vectors: Float64Array[]) => unknown;
  hess?: (...vectors: Float64Array[]) => unknown;
}

export function oracleOf(where: string, objective: Objective | AsyncObjective): Oracle {
  if (typeof objective === 'function') return { valueAndGrad: objective };
  const given: Given = Object(objective);

  /** A function that writes into the last of its vectors: a list that it returned instead would be lost. */
  const writer = (name: 'grad' | 'hessp' | 'hess'): ((...vectors: Float64Array[]) => Awaitable<void>) | undefined => {
    const write = given[name];
    if (write === undefined) return undefined;
    const what = `${where}: ${name} of the objective must`;
    if (typeof write !== 'function') throw new ArgumentError(`${what} be a function, got ${describe(write)}.`);
    return (...vectors) => {
      const check = (returned: unknown): void => {
        if (returned === vectors.at(-1) || !(Array.isArray(returned) || ArrayBuffer.isView(returned))) return;
        throw new ArgumentError(`${what} write into its last argument, not return a list.`);
      };
      // Called on the objective, which may be an instance of a class.
      const returned = write.apply(objective, vectors);
      return isPromise(returned) ? returned.then(check) : check(returned);
    };
  };
  const grad = writer('grad');
  const second = { hessp: writer('hessp'), hess: writer('hess') };
  if (typeof given.valueAndGrad === 'function') {
    return { valueAndGrad: (x, gradient) => (given as Oracle).valueAndGrad(x, gradient), ...second };
  }
  if (typeof given.fun === 'function' && grad !== undefined) {
    const { fun } = given;
    const valueAndGrad = (x: Float64Array, gradient: Float64Array): Awaitable<number> => {
      const value = fun.call(objective, x);
      const pending = grad(x, gradient);
      return isPromise(pending) ? Promise.all([value, pending]).then(([value]) => value) : value;
    };
    return { valueAndGrad, grad, ...second };
  }
  throw new ArgumentError(
    `${where}: the objective must be a function (x, gradient) => value, { valueAndGrad } or { fun, grad }, got ${describe(objective)}.`,
  );
}
