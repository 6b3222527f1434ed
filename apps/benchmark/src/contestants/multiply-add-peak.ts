import { interleave } from '../measure.ts';
import { multiplyAddLoops } from '../multiply-add-loops.ts';
import { median } from '../statistics.ts';
import { operationsOf, type Work } from '../work.ts';
import type { Workload } from '../workload.ts';

/**
 * The limit of a product: as many multiplications and additions in registers, without memory. With fewer accumulators than
 * the best number the processor waits for results, with more it runs out of registers.
 */
export function prepare(work: Work, _arrays: unknown, { fused }: { readonly fused?: boolean }): Workload {
  const loops = multiplyAddLoops([fused ? 'fused' : 'plain']);
  if (loops.length === 0) throw new Error('this engine has no fused multiply-add');
  const speeds = interleave(loops, { rounds: 9, target: 4, warmUp: 30 }).map(
    ({ rounds }, i) => (loops[i]?.operations ?? 0) / median(rounds),
  );
  const best = loops[speeds.indexOf(Math.max(...speeds))] as (typeof loops)[number];
  // A whole number of loops, close to the product's operations; small products are too short for one.
  const count = Math.max(1, Math.round(operationsOf(work) / best.operations));
  return { run: () => best.run(count), read: () => [0], facts: () => ({ operations: count * best.operations }) };
}
