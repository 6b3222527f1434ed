import type { Workload } from '../workload.ts';

/** A process that loads no library: what is left is the engine itself. */
export function prepare(): Workload {
  return { run: () => undefined, read: () => [0] };
}
