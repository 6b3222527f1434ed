import { type MultiplyAddLoop, multiplyAddLoops } from '../multiply-add-loops.ts';
import { median } from '../statistics.ts';
import { operationsOf, type Work } from '../work.ts';
import type { Workload } from '../workload.ts';

/** The fastest of several: with too few accumulators the processor waits for results, with too many it has no registers. */
function fastest(loops: readonly MultiplyAddLoop[]): MultiplyAddLoop {
  const costs = loops.map(() => [] as number[]);
  for (let round = 0; round < 15; round++) {
    loops.forEach(({ run, operations }, i) => {
      const start = performance.now();
      run(100);
      // The engine compiles the loop while the first rounds run.
      if (round > 5) costs[i]?.push((performance.now() - start) / operations);
    });
  }
  const medians = costs.map(median);
  return loops[medians.indexOf(Math.min(...medians))] as MultiplyAddLoop;
}

/** The limit of a product: about as many multiplications and additions, in registers, without memory. */
export function prepare(work: Work, _arrays: unknown, { fused }: { readonly fused?: boolean }): Workload {
  const loops = multiplyAddLoops(fused ? 'fused' : 'plain');
  if (loops.length === 0) throw new Error('this engine has no fused multiply-add');
  const best = fastest(loops);
  const count = Math.max(1, Math.round(operationsOf(work) / best.operations));
  return { run: () => best.run(count), read: () => [0], facts: () => ({ operations: count * best.operations }) };
}
