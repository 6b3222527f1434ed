/** Something to be timed: `run(count)` does the work `count` times. */
export interface Contestant {
  readonly name: string;
  readonly run: (count: number) => void;
}

export interface Timing {
  readonly name: string;
  /** Milliseconds for one piece of work, in each round. */
  readonly rounds: readonly number[];
}

/**
 * Times contestants in turn, A B C A B C …: the speed of a machine drifts, and what is measured next to each other can
 * be compared. Each is warmed up first, so that the engine has compiled it, and each round takes about `target` ms.
 */
export function interleave(
  contestants: readonly Contestant[],
  { rounds = 25, target = 8, warmUp = 400 } = {},
): Timing[] {
  const counts = contestants.map(({ run }) => {
    // Engines compile in stages, by how often something was called: what counts is the speed after that.
    for (let spent = 0; spent < warmUp; ) spent += time(() => run(1));
    let count = 1;
    for (;;) {
      const elapsed = time(() => run(count));
      if (elapsed > target / 2) return Math.max(1, Math.round((count * target) / elapsed));
      count *= 2;
    }
  });
  for (let warm = 0; warm < 5; warm++) {
    for (const [i, { run }] of contestants.entries()) run(counts[i] as number);
  }
  const timings = contestants.map(({ name }) => ({ name, rounds: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    contestants.forEach(({ run }, i) => {
      const count = counts[i] as number;
      timings[i]?.rounds.push(time(() => run(count)) / count);
    });
  }
  return timings;
}

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
