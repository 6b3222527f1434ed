import type { Contestant } from './contestants.ts';
import type { Item } from './items.ts';
import type { Outcome } from './run-contestant.ts';

/** All that one contestant did for one item, round by round; `undefined` where it was spared. */
export interface Series {
  readonly item: Item;
  readonly contestant: Contestant;
  readonly outcomes: readonly (Outcome | undefined)[];
}

/** How rounds go. */
export interface RoundOptions {
  readonly rounds: number;
  /** Milliseconds of a process after which a contestant takes part in the first `slowRounds` only. */
  readonly slow: number;
  readonly slowRounds: number;
  readonly run: (item: Item, contestant: Contestant) => Promise<Outcome>;
  /** Called before each process, with what is about to run. */
  readonly progress?: (item: Item, contestant: Contestant, round: number) => void;
  /** Called between processes, to see how steady the machine is. */
  readonly between?: () => void;
  readonly now?: () => number;
}

/**
 * Every item with all its contestants in turn, A B C A B C …, each time in a fresh process: the speed of a machine drifts,
 * and only what was measured close together can be compared. One that fails is not tried again.
 */
export async function playRounds(
  items: readonly Item[],
  contestants: readonly Contestant[],
  { rounds, slow, slowRounds, run, progress, between, now = () => performance.now() }: RoundOptions,
): Promise<Series[]> {
  const all: Series[] = [];
  for (const item of items) {
    const series = contestants
      .filter(({ families }) => families.includes(item.family))
      .map((contestant) => ({ item, contestant, outcomes: [] as (Outcome | undefined)[], slow: false }));
    for (let round = 0; round < rounds; round++) {
      for (const one of series) {
        if (hasFailed(one.outcomes) || (one.slow && round >= slowRounds)) {
          one.outcomes.push(undefined);
          continue;
        }
        progress?.(item, one.contestant, round);
        const started = now();
        const outcome = await run(item, one.contestant);
        one.outcomes.push(outcome);
        one.slow ||= now() - started > slow;
        between?.();
      }
    }
    all.push(...series.map(({ contestant, outcomes }) => ({ item, contestant, outcomes })));
  }
  return all;
}

function hasFailed(outcomes: readonly (Outcome | undefined)[]): boolean {
  return outcomes.some((outcome) => outcome !== undefined && 'failure' in outcome);
}
