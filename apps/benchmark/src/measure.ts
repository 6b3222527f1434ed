/** Something to time. `run` does the work the given number of times. */
export interface Contender {
  readonly name: string;
  run(times: number): void;
}

/** What the rounds found for one contender, in seconds for doing the work once. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  /** The quartiles: how far the rounds are apart. */
  readonly quartiles: readonly [low: number, high: number];
  readonly rounds: readonly number[];
}

/** How long and how often to measure. */
export interface Effort {
  /** Interleaved rounds; more than one. */
  readonly rounds: number;
  /** Seconds that one contender takes in one round, about. */
  readonly seconds: number;
}

/** Seconds since some moment. */
export type Clock = () => number;

const wallClock: Clock = () => performance.now() / 1000;

/**
 * Times contenders against each other. In every round each of them runs, one after the other, so that a phase in which
 * the machine is slow meets all of them. Before, each runs until the engine has had time to optimise it.
 */
export function measure(
  contenders: readonly Contender[],
  { rounds, seconds }: Effort,
  clock: Clock = wallClock,
): Timing[] {
  const elapsed = ({ run }: Contender, times: number): number => {
    const start = clock();
    run(times);
    return clock() - start;
  };
  const times = contenders.map((contender) => repetitions(seconds, (count) => elapsed(contender, count)));
  const results = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      const count = times[i] as number;
      results[i]?.push(elapsed(contender, count) / count);
    }
  }
  return contenders.map(({ name }, i) => summarise(name, results[i] as number[]));
}

/** How often to do the work for it to take about so many seconds; finding out is the warm-up. */
function repetitions(seconds: number, elapsed: (times: number) => number): number {
  let times = 1;
  // Baseline code is left for optimised code between calls, so there are several.
  for (let spent = 0, last = 0; spent < seconds; spent += last) {
    last = elapsed(times);
    if (last < seconds / 8) times *= 2;
  }
  return Math.max(1, Math.round((times * seconds) / elapsed(times)));
}

export function summarise(name: string, rounds: readonly number[]): Timing {
  return { name, rounds, median: quantile(rounds, 0.5), quartiles: [quantile(rounds, 0.25), quantile(rounds, 0.75)] };
}

/** The median over the rounds of how many times as long `a` took as `b`. */
export function ratio(a: Timing, b: Timing): number {
  return quantile(
    a.rounds.map((seconds, round) => seconds / (b.rounds[round] as number)),
    0.5,
  );
}

/** The value below which a share of the values lie, between neighbours where it falls between them. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('quantile: there are no values.');
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}
