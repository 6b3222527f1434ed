import {
  add,
  assign,
  checkOptions,
  equal,
  logicalAnd,
  mul,
  notEqual,
  type Parameter,
  remainder,
  sub,
  type Tensor,
  type Variable,
  where,
} from '@gradkit/core';
import type { Optimizer } from './optimizer.ts';
import { checkCount, checkRange } from './ranges.ts';
import { slotStore } from './slots.ts';
import { checkOptimizer, wrappedOptimizer } from './wrapped-optimizer.ts';

/** Options of {@link lookahead}. */
export interface LookaheadOptions {
  /** Number of updates of the inner optimizer from one step of the slow weights to the next, at least 1; default 6. */
  readonly syncPeriod?: number | undefined;
  /** Share of the way to the fast weights that the slow ones go, in (0, 1]; default 0.5. */
  readonly slowStepSize?: number | undefined;
}

/**
 * Slow weights that go part of the way which an inner optimizer explores, again and again.
 *
 * ```text
 * fast ← inner(fast)                                   at every update
 * slow ← slow + slowStepSize · (fast − slow)           after every syncPeriod updates
 * fast ← constraint(slow)
 * ```
 *
 * The parameters are the fast weights. Learning rate, schedule and all other options are those of the inner optimizer; its
 * state goes on over the steps of the slow weights.
 *
 * @param inner how the fast weights move
 * @throws ArgumentError when `inner` is no optimizer or an option is out of range
 * @see Zhang, Lucas, Hinton and Ba, Lookahead optimizer: k steps forward, 1 step back, NeurIPS 2019
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { lookahead, sgd } from '@gradkit/optimizers';
 * const w = variable([0]);
 * const optimizer = lookahead(sgd(1), { syncPeriod: 2, slowStepSize: 0.5 });
 * for (let step = 0; step < 2; step++) optimizer.apply([tensor([-1])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [1]: half of the way to 2
 * ```
 */
export function lookahead(inner: Optimizer, options: LookaheadOptions = {}): Optimizer {
  checkOptimizer('lookahead', inner);
  checkOptions('lookahead', options, ['syncPeriod', 'slowStepSize']);
  const { syncPeriod = 6, slowStepSize = 0.5 } = options;
  checkCount('lookahead', 1, { syncPeriod });
  checkRange('lookahead', 'in (0, 1]', { slowStepSize });
  const store = slotStore('lookahead', { slow: ({ variable }) => variable.value });

  /** Runs an update of the inner optimizer, then moves the slow weights if it is time. */
  const around = (parameters: readonly Parameter[], update: () => void): void => {
    const slots = parameters.map((parameter) => store.of(parameter)['slow'] as Variable);
    const before = inner.iterations.value;
    update();
    const after = inner.iterations.value;
    // An inner optimizer that accumulates gradients does not update at every call.
    const isDue = logicalAnd(notEqual(after, before), equal(remainder(after, syncPeriod), 0));
    assign(
      parameters.flatMap(({ variable, constraint }, i): [Variable, Tensor][] => {
        const slow = slots[i] as Variable;
        const next = add(slow.value, mul(sub(variable.value, slow.value), slowStepSize));
        return [
          [slow, where(isDue, next, slow.value)],
          [variable, where(isDue, constraint?.(next) ?? next, variable.value)],
        ];
      }),
    );
  };
  return wrappedOptimizer(inner, {
    name: 'lookahead',
    store,
    apply: (gradients, parameters) => around(parameters, () => inner.apply(gradients, parameters)),
    step: (evaluate, parameters) => around(parameters, () => inner.step(evaluate, parameters)),
  });
}
