import {
  add,
  assign,
  cast,
  checkOptions,
  div,
  equal,
  floorDivide,
  greater,
  logicalAnd,
  notEqual,
  type Parameter,
  remainder,
  sub,
  type Tensor,
  type Variable,
  where,
} from '@gradkit/core';
import type { Optimizer } from './optimizer.ts';
import { checkCount } from './ranges.ts';
import { slotStore } from './slots.ts';
import { weightAverages } from './weight-averages.ts';
import { checkOptimizer, wrappedOptimizer } from './wrapped-optimizer.ts';

/** Options of {@link averageWeights}. */
export interface AverageWeightsOptions {
  /** Number of updates before the average begins, at least 0; default 0. */
  readonly start?: number | undefined;
  /** Number of updates from one content that is averaged to the next, such as those of an epoch, at least 1; default 1. */
  readonly every?: number | undefined;
}

/**
 * Stochastic weight averaging: an inner optimizer, and beside it the plain mean of where it has been.
 *
 * ```text
 * p ← inner(p)                                at every update
 * average ← average + (p − average) / n       for n = 1, 2, … after start + n · every updates
 * ```
 *
 * The parameters are not touched by it: `averages.swap(parameters)` puts the means in their place, to evaluate or save.
 * It wants a learning rate that is constant or cyclic and high in the part that is averaged, so that the places differ.
 * Batch normalisation has to measure its statistics anew for the averaged weights: `recalibrateBatchNorm`.
 *
 * A moving average, in which old contents fade, is the option `ema` of all optimizers.
 *
 * @param inner how the parameters move
 * @throws ArgumentError when `inner` is no optimizer or an option is out of range
 * @see Izmailov, Podoprikhin, Garipov, Vetrov and Wilson, Averaging weights leads to wider optima and better generalization,
 * UAI 2018
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { averageWeights, sgd } from '@gradkit/optimizers';
 * const w = variable([0]);
 * const parameters = [{ name: 'w', variable: w }];
 * const optimizer = averageWeights(sgd(1), { start: 1 });
 * for (let step = 0; step < 3; step++) optimizer.apply([tensor([-1])], parameters);
 * optimizer.averages?.swap(parameters);
 * console.log(w.value.toArray()); // [2.5]: the mean of 2 and 3
 * ```
 */
export function averageWeights(inner: Optimizer, options: AverageWeightsOptions = {}): Optimizer {
  checkOptimizer('averageWeights', inner);
  checkOptions('averageWeights', options, ['start', 'every']);
  const { start = 0, every = 1 } = options;
  checkCount('averageWeights', 0, { start });
  checkCount('averageWeights', 1, { every });
  const store = slotStore('averageWeights', { mean: ({ variable }) => variable.value });

  const around = (parameters: readonly Parameter[], update: () => void): void => {
    const slots = parameters.map((parameter) => store.of(parameter)['mean'] as Variable);
    const before = inner.iterations.value;
    update();
    const after = inner.iterations.value;
    const since = sub(after, start);
    const isOnTime = logicalAnd(greater(since, 0), equal(remainder(since, every), 0));
    // An inner optimizer that accumulates gradients does not update at every call.
    const isDue = logicalAnd(notEqual(after, before), isOnTime);
    const count = floorDivide(since, every);
    assign(
      parameters.map(({ variable }, i): [Variable, Tensor] => {
        const mean = slots[i] as Variable;
        const moved = add(mean.value, div(sub(variable.value, mean.value), cast(count, mean.dtype)));
        const next = where(equal(count, 1), variable.value, moved);
        return [mean, where(isDue, next, mean.value)];
      }),
    );
  };
  return wrappedOptimizer(inner, {
    name: 'averageWeights',
    store,
    averages: weightAverages('averageWeights', (parameter) => store.find(parameter)?.['mean']),
    apply: (gradients, parameters) => around(parameters, () => inner.apply(gradients, parameters)),
    step: (evaluate, parameters) => around(parameters, () => inner.step(evaluate, parameters)),
  });
}
