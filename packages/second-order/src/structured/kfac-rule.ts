import { add, div, mul, sqrt, square, sub, type Tensor, type Variable } from '@gradkit/core';
import { biasCorrection, type UpdateRule } from '@gradkit/optimizers';

type KfacSlots = {
  readonly momentum: Tensor;
  /** For parameters that Adam updates. */
  readonly velocity: Tensor | undefined;
};

/** Momentum for what comes preconditioned, Adam for all else. */
export function kfacRule({
  momentum: share,
  factored,
  adamLearningRateRatio,
}: {
  readonly momentum: number;
  readonly factored: ReadonlySet<Variable>;
  readonly adamLearningRateRatio: number;
}): UpdateRule<KfacSlots> {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  return {
    name: 'kfac',
    slots: { momentum: 0, velocity: ({ variable }) => (factored.has(variable) ? undefined : 0) },
    update: ({ learningRate, step }) => {
      const correction = div(sqrt(biasCorrection(beta2, step)), biasCorrection(beta1, step));
      const alpha = mul(mul(learningRate, adamLearningRateRatio), correction);
      return (gradient, parameter, slots) => {
        if (slots.velocity === undefined) {
          const momentum = add(mul(slots.momentum, share), gradient);
          return { parameter: sub(parameter, mul(momentum, learningRate)), slots: { momentum, velocity: undefined } };
        }
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const descent = div(mul(momentum, alpha), add(sqrt(velocity), epsilon));
        return { parameter: sub(parameter, descent), slots: { momentum, velocity } };
      };
    },
  };
}
