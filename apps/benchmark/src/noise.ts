import { spreadOf } from './statistics.ts';

/** Differences that this machine hides are larger than this when it is not quiet. */
const quiet = 0.1;

/** A loop of plain arithmetic that is timed again and again, to see how steady the machine is. */
export interface NoiseMeter {
  readonly sample: () => void;
  /** The range between the quartiles, relative to the median. */
  readonly variation: () => number;
  /** What to say about it, if it is not quiet. */
  readonly warning: () => string | undefined;
}

/** A congruential generator, some milliseconds of it. */
function calibrationLoop(): number {
  let state = 1;
  for (let i = 0; i < 4_000_000; i++) state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
  return state;
}

/** Watches the machine; time and loop can be replaced. */
export function noiseMeter(
  now: () => number = () => performance.now(),
  loop: () => number = calibrationLoop,
): NoiseMeter {
  const durations: number[] = [];
  for (let i = 0; i < 5; i++) loop();
  const variation = (): number => {
    const { median, lower, upper } = spreadOf(durations);
    return (upper - lower) / median;
  };
  return {
    sample: () => {
      const start = now();
      loop();
      durations.push(now() - start);
    },
    variation,
    warning: () =>
      durations.length > 3 && variation() > quiet
        ? `This machine is too noisy to tell differences below ${(100 * variation()).toFixed(0)} %: half of the runs of a fixed loop lie that far apart.`
        : undefined,
  };
}
