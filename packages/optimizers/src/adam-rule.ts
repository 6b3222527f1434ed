import { add, checkFlags, div, maximum, mul, sqrt, square, sub, type Tensor } from '@gradkit/core';
import { biasCorrection } from './bias-correction.ts';
import { checkRange } from './ranges.ts';
import type { UpdateRule } from './update-rule.ts';

/** What Adam keeps of a parameter. */
export type AdamSlots = {
  readonly momentum: Tensor;
  readonly velocity: Tensor;
  readonly velocityMax: Tensor | undefined;
};

/** The numbers of Adam. */
export interface AdamNumbers {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean of its square, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
  /** Whether to divide by the largest mean square so far instead of the present one; default `false`. */
  readonly amsgrad?: boolean | undefined;
}

/** The keys of {@link AdamNumbers}. */
export const adamKeys = ['beta1', 'beta2', 'epsilon', 'amsgrad'] as const;

/** The numbers with their defaults, checked. */
export function adamNumbers(
  where: string,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false }: AdamNumbers,
): { readonly beta1: number; readonly beta2: number; readonly epsilon: number; readonly amsgrad: boolean } {
  checkRange(where, 'in [0, 1)', { beta1, beta2 });
  checkRange(where, 'above 0', { epsilon });
  checkFlags(where, { amsgrad });
  return { beta1, beta2, epsilon, amsgrad };
}

/** The formulas of Adam, for it and for the optimizers that build on it. */
export function adamRule(name: string, numbers: ReturnType<typeof adamNumbers>): UpdateRule<AdamSlots> {
  const { beta1, beta2, epsilon, amsgrad } = numbers;
  return {
    name,
    slots: { momentum: 0, velocity: 0, velocityMax: amsgrad ? 0 : undefined },
    update: ({ learningRate, step }) => {
      const alpha = mul(learningRate, div(sqrt(biasCorrection(beta2, step)), biasCorrection(beta1, step)));
      return (gradient, parameter, slots) => {
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const velocityMax = slots.velocityMax && maximum(slots.velocityMax, velocity);
        const descent = div(mul(momentum, alpha), add(sqrt(velocityMax ?? velocity), epsilon));
        return { parameter: sub(parameter, descent), slots: { momentum, velocity, velocityMax } };
      };
    },
  };
}
