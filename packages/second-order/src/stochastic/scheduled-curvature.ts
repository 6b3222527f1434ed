import {
  add,
  conditional,
  equal,
  floorDivide,
  foldIn,
  key,
  logicalAnd,
  type Parameter,
  remainder,
  sub,
  type Tensor,
  type Variable,
  zerosLike,
} from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { Observation } from './observation.ts';

/** Estimates of curvature that are made at the first step and at every `period`-th one after it. */
export interface ScheduledCurvature {
  /** Whether there is an estimate in this step, counted from 1. */
  isDue(step: Tensor): Tensor;
  /** How many there have been with this step, in its element type. */
  estimates(step: Tensor): Tensor;
  /** The estimate for a parameter in the step that is being made; zeros where there is none. */
  of(variable: Variable): Tensor;
  /**
   * Lets an optimizer update the parameters with the gradients of an observation, while the estimates are at hand.
   * @param estimate makes them from a random key; its work is done in steps with an estimate only
   */
  during(
    optimizer: Optimizer,
    parameters: readonly Parameter[],
    observation: Observation,
    estimate: (random: Tensor) => readonly Tensor[],
  ): void;
}

/**
 * @param period number of steps from one estimate to the next
 * @param seed of the random keys, one for each step
 * @param accumulated number of gradients that make one step: the last of them comes with the estimate
 */
export function scheduledCurvature(period: number, seed: number, accumulated = 1): ScheduledCurvature {
  const from = key(seed);
  let present = new Map<Variable, Tensor>();
  const isDue = (step: Tensor): Tensor => equal(remainder(sub(step, 1), period), 0);
  return {
    isDue,
    estimates: (step) => add(floorDivide(sub(step, 1), period), 1),
    of: (variable) => present.get(variable) as Tensor,
    during(optimizer, parameters, { gradients }, estimate) {
      const random = foldIn(from, optimizer.iterations.value);
      const isAlways = (period === 1 && accumulated === 1) || parameters.length === 0;
      const made = isAlways ? estimate(random) : whenDue(optimizer, gradients, estimate, random);
      present = new Map(parameters.map(({ variable }, i) => [variable, made[i] as Tensor]));
      try {
        optimizer.apply(gradients, parameters);
      } finally {
        // The graph of a step would otherwise stay until the next.
        present = new Map();
      }
    },
  };

  function whenDue(
    { iterations, namedState }: Optimizer,
    like: readonly Tensor[],
    estimate: (random: Tensor) => readonly Tensor[],
    random: Tensor,
  ): readonly Tensor[] {
    const none: readonly Tensor[] = like.map((each) => zerosLike(each));
    const inStep = isDue(add(iterations.value, 1));
    const waiting = namedState.find(({ name }) => name === 'accumulated')?.variable;
    const isLast = waiting === undefined ? inStep : logicalAnd(inStep, equal(waiting.value, accumulated - 1));
    return conditional(isLast, estimate, none, random);
  }
}
