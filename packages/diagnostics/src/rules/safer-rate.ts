import { median, roundSetting } from '../statistics.ts';
import type { StepMeasures, TrainingRecord } from '../training-record.ts';
import { limits } from './limits.ts';

/** ‖Δw‖ / ‖w‖ over all kernels of a step; NaN where nothing is known. */
export function updateToWeight({ parameters }: StepMeasures): number {
  const kernels = parameters.filter(({ name }) => name.endsWith('kernel'));
  const norm = (of: (parameter: (typeof kernels)[number]) => number): number => Math.hypot(...kernels.map(of));
  return norm(({ updateNorm }) => updateNorm) / (norm(({ weightNorm }) => weightNorm) || Number.NaN);
}

/** The learning rate in use at the end. */
export function rateOf({ steps }: TrainingRecord): number | undefined {
  return steps.at(-1)?.learningRate;
}

/** A lower learning rate: that at which updates would be as usual, between a thousandth and a third of the present one. */
export function saferRate(record: TrainingRecord): number | undefined {
  return scaledRate(record, 1e-3, 1 / 3);
}

/** A higher one: between three and ten thousand times as high. */
export function bolderRate(record: TrainingRecord): number | undefined {
  return scaledRate(record, 3, 1e4);
}

function scaledRate(record: TrainingRecord, least: number, most: number): number | undefined {
  const rate = rateOf(record);
  if (rate === undefined || !(rate > 0)) return undefined;
  const ratio = median(record.steps.map(updateToWeight));
  const factor = ratio === undefined || ratio === 0 ? least : limits.usualUpdates / ratio;
  return roundSetting(rate * Math.min(most, Math.max(least, factor)));
}
