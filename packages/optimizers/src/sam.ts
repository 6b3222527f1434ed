import {
  ArgumentError,
  abs,
  add,
  assign,
  cast,
  checkFlags,
  checkOptions,
  div,
  greater,
  mul,
  square,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkEvaluate, checkGradients } from './check-gradients.ts';
import type { EvaluationObserver } from './evaluation.ts';
import { globalNorm } from './global-norm.ts';
import type { Optimizer } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { slotStore } from './slots.ts';
import { checkOptimizer, wrappedOptimizer } from './wrapped-optimizer.ts';

/** Options of {@link sam}. */
export interface SamOptions {
  /** How far away the second gradients are taken, above 0; default 0.05. */
  readonly rho?: number | undefined;
  /** Whether the distance is in proportion to each weight, for which `rho` is about ten times as large; default `false`. */
  readonly adaptive?: boolean | undefined;
}

/**
 * Sharpness-aware minimisation: an inner optimizer is given the gradients of the worst place nearby.
 *
 * ```text
 * e = rho · g / ‖g‖              the gradients g at p; norms over all parameters together
 * e = rho · p² · g / ‖|p| · g‖   adaptive
 * p ← inner(p, gradients at p + e)
 * ```
 *
 * Each step takes the gradients twice, so it costs twice as much, and works by `step` only: `apply` has no way to ask.
 *
 * @param inner how the parameters move
 * @throws ArgumentError when `inner` is no optimizer or an option is out of range, and from `apply`
 * @see Foret, Kleiner, Mobahi and Neyshabur, Sharpness-aware minimization for efficiently improving generalization, ICLR 2021;
 * adaptive: Kwon, Kim, Park and Choi, ASAM, ICML 2021
 * @example
 * ```ts
 * import { mul, variable } from '@gradkit/core';
 * import { sam, sgd } from '@gradkit/optimizers';
 * const w = variable([3, 4]);
 * const optimizer = sam(sgd(0.1), { rho: 5 });
 * optimizer.step(() => [mul(w.value, 2)], [{ name: 'w', variable: w }]); // of w², whose gradient is 2w
 * console.log(w.value.toArray()); // the gradients were those at [6, 8]: [1.7999…, 2.4000…]
 * ```
 */
export function sam(inner: Optimizer, options: SamOptions = {}): Optimizer {
  checkOptimizer('sam', inner);
  checkOptions('sam', options, ['rho', 'adaptive']);
  const { rho = 0.05, adaptive = false } = options;
  checkRange('sam', 'above 0', { rho });
  checkFlags('sam', { adaptive });

  /** The way to the worst place nearby. */
  const ascent = (gradients: readonly Tensor[], weights: readonly Tensor[]): Tensor[] => {
    const scaled = adaptive ? gradients.map((gradient, i) => mul(gradient, abs(weights[i] as Tensor))) : gradients;
    const [first, ...others] = scaled;
    if (first === undefined) return [];
    const norm = globalNorm([first, ...others]);
    const factor = where(greater(norm, 0), div(rho, norm), 0);
    return gradients.map((gradient, i) => {
      const direction = adaptive ? mul(gradient, square(weights[i] as Tensor)) : gradient;
      return mul(direction, cast(factor, gradient.dtype));
    });
  };

  return wrappedOptimizer(inner, {
    name: 'sam',
    store: slotStore('sam', {}),
    apply() {
      throw new ArgumentError(
        'sam: needs gradients of two places. Use step(), and give it a function that returns them.',
      );
    },
    step(evaluate, parameters) {
      checkEvaluate('sam', evaluate);
      inner.build(parameters);
      const away = (observer?: EvaluationObserver): readonly Tensor[] => {
        const gradients = evaluate();
        checkGradients('sam', gradients, parameters);
        const origin = parameters.map(({ variable }) => variable.value);
        const steps = ascent(gradients, origin);
        assign(parameters.map(({ variable }, i) => [variable, add(origin[i] as Tensor, steps[i] as Tensor)] as const));
        try {
          return evaluate(observer);
        } finally {
          assign(parameters.map(({ variable }, i) => [variable, origin[i] as Tensor] as const));
        }
      };
      inner.step(away, parameters);
    },
  });
}
