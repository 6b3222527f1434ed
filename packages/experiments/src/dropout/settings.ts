export const defaults = {
  rate: 0.5,
  samples: 100,
  units: 64,
  epochs: 60,
  masks: 64,
  seed: 1,
};

/** Rates that are always trained, for comparison. */
const comparedRates: readonly number[] = [0, 0.3, 0.5, 0.7];

/** The compared rates and one's own, in ascending order. */
export function ratesWith(rate: number): readonly number[] {
  return [...new Set([...comparedRates, rate])].sort((a, b) => a - b);
}
