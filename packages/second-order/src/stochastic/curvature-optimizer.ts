import { ArgumentError, type Parameter, type Variable } from '@gradkit/core';
import type { Evaluate, LearningRate, Optimizer } from '@gradkit/optimizers';

/** A variable with the name that a checkpoint knows it by. */
type NamedState = Optimizer['namedState'][number];

/** What an optimizer that looks at curvature does itself. */
interface Own {
  /** Throws unless an update can be made with these parameters, and creates what is kept of all of them together. */
  readonly build?: (parameters: readonly Parameter[]) => void;
  /** What is kept of all of them together, once it exists. */
  readonly state?: () => readonly NamedState[];
  readonly step: (evaluate: Evaluate, parameters: readonly Parameter[]) => void;
}

/** An optimizer that works by `step` only, on the driver of another that keeps counter, learning rate and slots. */
export function curvatureOptimizer(driver: Optimizer, { build, state, step }: Own): Optimizer {
  const { name } = driver;
  const namedState = (): readonly NamedState[] => [...driver.namedState, ...(state?.() ?? [])];
  return {
    name,
    iterations: driver.iterations,
    averages: driver.averages,
    get learningRate(): number {
      return driver.learningRate;
    },
    set learningRate(next: LearningRate) {
      driver.learningRate = next as number;
    },
    get schedule(): LearningRate | undefined {
      return driver.schedule;
    },
    get state(): readonly Variable[] {
      return namedState().map(({ variable }) => variable);
    },
    get namedState(): readonly NamedState[] {
      return namedState();
    },
    build(parameters) {
      build?.(parameters);
      driver.build(parameters);
    },
    apply() {
      throw new ArgumentError(
        `${name}: needs more than gradients. Use step(), and give it a function that returns them.`,
      );
    },
    step,
  };
}
