import type { Workload } from './workload.ts';

/** How much a process does. */
export interface Schedule {
  /** Only the first run, announced when it is finished. */
  readonly cold: boolean;
  /** Runs whose results are compared with those of the other contestants. */
  readonly values: number;
  /** Runs that are timed one by one from the first on, to see when the engine has compiled what it wants to. */
  readonly early: number;
  /** Milliseconds of running before anything is timed: engines compile in stages. */
  readonly warmUp: number;
  /** Times that are reported. */
  readonly repetitions: number;
  /** Milliseconds of one repetition; as many runs as fit. */
  readonly target: number;
  /** Milliseconds after which a slow contestant is spared: it gives fewer values and repetitions. */
  readonly patience: number;
}

/** What a process reports. */
export interface Report {
  readonly engine: string;
  /** For each run, what is compared: the loss, the sum, or of a product its size and single elements. */
  readonly values: readonly (readonly number[])[];
  /** Milliseconds of one run, in each repetition. */
  readonly times: readonly number[];
  /** Milliseconds of each of the first runs. In the first one programs are compiled. */
  readonly early: readonly number[];
  readonly facts: Readonly<Record<string, number | string>>;
  /** The most memory that the process held, where that can be told. */
  readonly peakBytes?: number;
}

/** Time and rest, which tests replace. */
export interface Clock {
  readonly now: () => number;
  /** Lets the engine do what it postpones: finalizers, compilation. */
  readonly rest: () => Promise<void>;
}

/** What is compared: of a long result its root mean square, its first and its last element. */
export function digest(result: ArrayLike<number>): number[] {
  if (result.length < 3) return Array.from(result);
  let squares = 0;
  for (let i = 0; i < result.length; i++) squares += (result[i] as number) ** 2;
  return [Math.sqrt(squares / result.length), result[0] as number, result[result.length - 1] as number];
}

/** Runs a workload: values first, then warm-up, then repetitions, each of several runs. */
export async function measureWorkload(
  workload: Workload,
  schedule: Schedule,
  clock: Clock,
): Promise<Pick<Report, 'values' | 'times' | 'early'>> {
  const timed = async (count: number): Promise<number> => {
    const start = clock.now();
    for (let i = 0; i < count; i++) {
      const pending = workload.run();
      // Waiting for nothing costs as much as a small step.
      if (pending instanceof Promise) await pending;
    }
    if (workload.wait) await workload.wait();
    return clock.now() - start;
  };

  const values: number[][] = [];
  const early: number[] = [];
  let each = 0;
  const spared = (): boolean => early.length >= 2 && early.reduce((a, b) => a + b) > schedule.patience;
  while (early.length < Math.max(schedule.values, schedule.early) && !spared()) {
    each = await timed(1);
    early.push(each);
    if (values.length < schedule.values) values.push(digest(await workload.read()));
  }
  // Warm-up, which also finds how many runs a repetition takes.
  let count = 1;
  for (let warm = 0; each < schedule.patience; ) {
    const elapsed = await timed(count);
    each = elapsed / count;
    warm += elapsed;
    await clock.rest();
    if (elapsed < schedule.target / 2) count *= 2;
    else if (warm >= schedule.warmUp) break;
  }
  count = Math.max(1, Math.round(schedule.target / each));
  const times: number[] = [];
  for (const start = clock.now(); times.length < schedule.repetitions; ) {
    times.push((await timed(count)) / count);
    await clock.rest();
    if (clock.now() - start > schedule.patience) break;
  }
  return { values, times, early };
}
