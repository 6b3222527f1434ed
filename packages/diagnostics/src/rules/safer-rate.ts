import { median, roundSetting } from '../statistics.ts';
import type { StepMeasures, TrainingRecord } from '../training-record.ts';
import { limits } from './limits.ts';
import { parameterAt, stagesOf, suitableDeviation } from './stages.ts';

/** ‖Δw‖ / ‖w‖ over all kernels of a step; NaN where nothing is known. */
export function updateToWeight({ parameters }: StepMeasures): number {
  const kernels = parameters.filter(({ name }) => name.endsWith('kernel'));
  const norm = (of: (parameter: (typeof kernels)[number]) => number): number => Math.hypot(...kernels.map(of));
  return norm(({ updateNorm }) => updateNorm) / (norm(({ weightNorm }) => weightNorm) || Number.NaN);
}

/** Steps that are looked at for wild ones: later the weights may have grown so large that no step seems long. */
const firstLooks = 10;

/**
 * The largest update of the first steps, relative to the weights, or to such as an initializer would draw where these are smaller:
 * weights near 0 make every step seem long.
 */
export function wildestUpdate(record: TrainingRecord): number {
  const stages = stagesOf(record);
  const ratios = record.steps.slice(0, firstLooks).map((step) => {
    let [updates, weights] = [0, 0];
    for (const { kernel, activation } of stages) {
      const parameter = parameterAt(step, kernel);
      if (parameter === undefined) continue;
      updates += parameter.updateNorm ** 2;
      weights += Math.max(parameter.weightNorm ** 2, suitableDeviation(parameter, activation) ** 2 * parameter.size);
    }
    return Math.sqrt(updates / weights);
  });
  return Math.max(0, ...ratios.filter((ratio) => !Number.isNaN(ratio)));
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
  // Where steps were wild the weights are so large now that later ones seem short.
  const typical = median(record.steps.map(updateToWeight));
  const wildest = wildestUpdate(record);
  const ratio = wildest > limits.wildUpdate ? Math.max(wildest, typical ?? 0) : typical;
  const factor = ratio === undefined || ratio === 0 ? least : limits.usualUpdates / ratio;
  return roundSetting(rate * Math.min(most, Math.max(least, factor)));
}
