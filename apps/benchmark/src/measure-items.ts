import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packArrays } from './arrays.ts';
import { type Contestant, requestFor } from './contestants.ts';
import type { Item } from './items.ts';
import type { Schedule } from './measure-workload.ts';
import { playRounds, type Series } from './rounds.ts';
import { runContestant } from './run-contestant.ts';
import { startArrays } from './start-arrays.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** How thoroughly. */
export interface Thoroughness {
  readonly schedule: Omit<Schedule, 'cold'>;
  readonly rounds: number;
  /** Milliseconds of a process after which a contestant takes part in `slowRounds` rounds only. */
  readonly slow: number;
  readonly slowRounds: number;
}

export const thorough = {
  schedule: { values: 5, early: 60, warmUp: 300, repetitions: 15, target: 15, patience: 3000 },
  slow: 20_000,
  slowRounds: 2,
} as const;

export const quick = {
  schedule: { values: 3, early: 40, warmUp: 100, repetitions: 6, target: 8, patience: 500 },
  slow: 5000,
  slowRounds: 1,
} as const;

/** Measures items in fresh processes. */
export function measureItems(
  items: readonly Item[],
  contestants: readonly Contestant[],
  options: Thoroughness & {
    readonly python: string | undefined;
    /** Whether threads are tied to processors. */
    readonly pin: boolean;
    readonly between: () => void;
    readonly tell: (line: string) => void;
  },
): Promise<Series[]> {
  const folder = temporaryFolder();
  const fileOf = ({ name }: Item): string => join(folder, `${name}.bin`);
  for (const item of items) writeFileSync(fileOf(item), packArrays(startArrays(item.work)));
  return playRounds(items, contestants, {
    ...options,
    progress: (item, { label }, round) => options.tell(`${item.name}, round ${round + 1}: ${label}`),
    run: (item, contestant) =>
      runContestant(
        contestant,
        requestFor(contestant, item, { arrays: fileOf(item), schedule: options.schedule }),
        options,
      ),
  });
}
