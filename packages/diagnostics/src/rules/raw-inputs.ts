import type { TrainingRecord } from '../training-record.ts';
import { limits } from './limits.ts';

/** Whether some feature is so far from mean 0 and deviation 1 that it drives the first layer by itself. */
export function hasRawInputs({ data }: TrainingRecord): boolean {
  const { means = [], standardDeviations = [] } = data.inputs ?? {};
  return (
    means.some((mean) => Math.abs(mean) > limits.inputMean) ||
    standardDeviations.some((deviation) => deviation > limits.inputDeviation)
  );
}
