import { ArgumentError, describe, type Variable } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';
import { type NamedState, type SlotStore, unusedName } from './slots.ts';

/** What a wrapper does itself. */
export type Wrapper = Pick<Optimizer, 'name' | 'apply' | 'step' | 'averages'> & {
  /** What it keeps of parameters. */
  readonly store: SlotStore;
};

/** An optimizer around another: counter, learning rate and state are those of the inner one, and the state grows by its own. */
export function wrappedOptimizer(inner: Optimizer, { store, averages, ...own }: Wrapper): Optimizer {
  const namedState = (): NamedState[] => {
    const all = [...inner.namedState];
    const names = new Set(all.map(({ name }) => name));
    for (const { name, variable } of store.named) all.push({ name: unusedName(name, names), variable });
    return all;
  };
  return {
    ...own,
    iterations: inner.iterations,
    averages: averages ?? inner.averages,
    get learningRate(): number {
      return inner.learningRate;
    },
    set learningRate(next: LearningRate) {
      inner.learningRate = next as number;
    },
    get schedule(): LearningRate | undefined {
      return inner.schedule;
    },
    get state(): readonly Variable[] {
      return namedState().map(({ variable }) => variable);
    },
    get namedState(): readonly NamedState[] {
      return namedState();
    },
    build(parameters) {
      inner.build(parameters);
      parameters.forEach(store.of);
    },
  };
}

/** Throws unless it is an optimizer. */
export function checkOptimizer(where: string, inner: unknown): void {
  if (typeof (inner as Optimizer | undefined)?.apply === 'function') return;
  throw new ArgumentError(`${where}: needs an optimizer such as sgd(), got ${describe(inner)}.`);
}
