import type { Canonical } from './canonical.ts';
import type { Buffer } from './kernel.ts';
import { type MemoryPlan, planMemory } from './memory-plan.ts';
import { type Schedule, schedule } from './schedule.ts';

/**
 * A computation lowered to kernels with a place for everything: what a target turns into code. Programs are kept for
 * other computations of the same structure, so nothing here refers to the nodes or variables of the first.
 */
export interface Plan {
  readonly schedule: Pick<Schedule, 'kernels' | 'buffers' | 'outputs'> & {
    readonly updates: readonly Omit<Schedule['updates'][number], 'cell'>[];
  };
  readonly memory: MemoryPlan;
  /** By position in the canonical form; undefined where no kernel needs it. */
  readonly inputs: readonly (Buffer | undefined)[];
  readonly literals: readonly (Buffer | undefined)[];
}

export interface CompileOptions {
  /** Off: every operation is a kernel of its own. For tests that compare. */
  readonly fuse: boolean;
}

export function plan(computation: Canonical, options: CompileOptions): Plan {
  const scheduled = schedule({ outputs: computation.outputs, updates: computation.updates, fuse: options.fuse });
  const { kernels, buffers, outputs, updates } = scheduled;
  return {
    schedule: { kernels, buffers, outputs, updates: updates.map(({ cell, ...update }) => update) },
    memory: planMemory(scheduled),
    inputs: computation.inputs.map((n) => scheduled.inputs.get(n)),
    literals: computation.literals.map((n) => scheduled.literals.get(n)),
  };
}
