import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A thread of a process, and how long it has computed. */
export interface ThreadTime {
  readonly id: number;
  readonly ticks: number;
}

/** The threads that compute most, in the order of their numbers, so that each keeps its place. */
export function busiest(threads: readonly ThreadTime[], count: number): number[] {
  return threads
    .filter(({ ticks }) => ticks > 0)
    .toSorted((a, b) => b.ticks - a.ticks)
    .slice(0, count)
    .map(({ id }) => id)
    .toSorted((a, b) => a - b);
}

/** User time in clock ticks, from a line of `/proc/…/stat`: the fields after the name, which may hold anything. */
export function ticksIn(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[11] ?? 0);
}

function threadsOf(process: number): ThreadTime[] {
  try {
    return readdirSync(`/proc/${process}/task`).map((id) => ({
      id: Number(id),
      ticks: ticksIn(readFileSync(`/proc/${process}/task/${id}/stat`, 'utf8')),
    }));
  } catch {
    // It has ended.
    return [];
  }
}

/** Whether threads can be tied to processors here. */
export function canPin(): boolean {
  return process.platform === 'linux' && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Ties the threads of a process that compute most to a processor each, while it runs: systems sometimes put two on one, and
 * move them about. Returns how to end it.
 */
export function pinThreads(process: number, count: number): () => void {
  const places = new Map<number, number>();
  const timer = setInterval(() => {
    busiest(threadsOf(process), count).forEach((id, processor) => {
      if (places.get(id) === processor) return;
      places.set(id, processor);
      spawnSync('taskset', ['-cp', String(processor), String(id)], { stdio: 'ignore' });
    });
  }, 100);
  return () => clearInterval(timer);
}
