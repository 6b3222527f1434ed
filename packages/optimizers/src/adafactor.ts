import {
  add,
  checkFlags,
  div,
  expandDims,
  maximum,
  mean,
  minimum,
  mul,
  type Parameter,
  pow,
  rsqrt,
  sqrt,
  square,
  sub,
  type Tensor,
  zeros,
} from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link adafactor}. */
export type AdafactorOptions = OptimizerOptions & {
  /** The power of the step that the share of the present in the mean squares falls with, below 0; default −0.8. */
  readonly beta2Decay?: number | undefined;
  /** Added to squared gradients, above 0; default 10⁻³⁰. */
  readonly epsilon1?: number | undefined;
  /** The least root mean square that a parameter is taken to have, above 0; default 10⁻³. */
  readonly epsilon2?: number | undefined;
  /** The largest root mean square of an update, before the learning rate, above 0; default 1. */
  readonly clipThreshold?: number | undefined;
  /** Whether the learning rate is at most `1 / √t`; default `true`. */
  readonly relativeStep?: boolean | undefined;
};

type AdafactorSlots = {
  /** Mean squares over the last axis, and over the one before: all there is of a parameter of two axes or more. */
  readonly rows: Tensor | undefined;
  readonly columns: Tensor | undefined;
  readonly velocity: Tensor | undefined;
};

/**
 * Divides by root mean squares that a matrix shares out between its rows and columns: an optimizer with hardly any memory.
 *
 * ```text
 * βₜ = 1 − t^beta2Decay                                             t = 1, 2, …
 * r ← βₜ · r + (1 − βₜ) · mean(g² + epsilon1) over the last axis
 * c ← βₜ · c + (1 − βₜ) · mean(g² + epsilon1) over the axis before
 * v = r · c / mean(r)                                               for vectors: v ← βₜ · v + (1 − βₜ) · (g² + epsilon1)
 * u = g / √v,  then  u / max(1, rms(u) / clipThreshold)
 * p ← p − max(epsilon2, rms(p)) · min(learningRate, 1 / √t) · u     relativeStep; otherwise learningRate · u
 * ```
 *
 * where `rms` is the root of the mean square over all elements. A bare number or schedule is the learning rate; its default
 * is 0.001. A parameter of shape [n, m] keeps n + m numbers; further axes in front count separately.
 *
 * @throws ArgumentError when an option is out of range
 * @see Shazeer and Stern, Adafactor: adaptive learning rates with sublinear memory cost, ICML 2018
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adafactor } from '@gradkit/optimizers';
 * const w = variable([3, 4]); // of root mean square 3.53…
 * adafactor(0.1).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // both a tenth of it less: [2.6464…, 3.6464…]
 * ```
 */
export function adafactor(options: AdafactorOptions | LearningRate = {}): Optimizer {
  const keys = ['beta2Decay', 'epsilon1', 'epsilon2', 'clipThreshold', 'relativeStep'] as const;
  const { own, driver } = ruleOptions<AdafactorOptions>('adafactor', options, keys, 0.001);
  const { beta2Decay = -0.8, epsilon1 = 1e-30, epsilon2 = 1e-3, clipThreshold = 1, relativeStep = true } = own;
  checkRange('adafactor', 'below 0', { beta2Decay });
  checkRange('adafactor', 'above 0', { epsilon1, epsilon2, clipThreshold });
  checkFlags('adafactor', { relativeStep });

  const rms = (x: Tensor): Tensor => sqrt(mean(square(x)));
  const rule: UpdateRule<AdafactorSlots> = {
    name: 'adafactor',
    slots: {
      rows: (parameter) => withoutAxis(parameter, 1),
      columns: (parameter) => withoutAxis(parameter, 2),
      velocity: ({ variable: { shape } }) => (shape.length < 2 ? 0 : undefined),
    },
    update: ({ learningRate, step }) => {
      const present = pow(step, beta2Decay);
      const rate = relativeStep ? minimum(learningRate, rsqrt(step)) : learningRate;
      const blend = (past: Tensor, now: Tensor): Tensor => add(mul(past, sub(1, present)), mul(now, present));
      return (gradient, parameter, { rows, columns, velocity }) => {
        const squares = add(square(gradient), epsilon1);
        const r = rows && blend(rows, mean(squares, { axis: -1 }));
        const c = columns && blend(columns, mean(squares, { axis: -2 }));
        const v = velocity && blend(velocity, squares);
        const spread = v ?? factored(r as Tensor, c as Tensor);
        const direction = div(gradient, sqrt(spread));
        const clipped = div(direction, maximum(div(rms(direction), clipThreshold), 1));
        const alpha = mul(maximum(rms(parameter), epsilon2), rate);
        return { parameter: sub(parameter, mul(clipped, alpha)), slots: { rows: r, columns: c, velocity: v } };
      };
    },
  };
  return createOptimizer(rule, driver);
}

/** Mean squares of elements from those of rows and columns. */
function factored(rows: Tensor, columns: Tensor): Tensor {
  const share = div(rows, mean(rows, { axis: -1, keepDims: true }));
  return mul(expandDims(share, -1), expandDims(columns, -2));
}

/** Zeros for all but an axis, counted from the end; nothing for parameters that have fewer than two. */
function withoutAxis({ variable: { shape, dtype } }: Parameter, fromEnd: number): Tensor | undefined {
  const axis = shape.length - fromEnd;
  return shape.length < 2
    ? undefined
    : zeros(
        shape.filter((_, i) => i !== axis),
        { dtype },
      );
}
