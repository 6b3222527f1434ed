import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { meanOf } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import { saferRate } from './safer-rate.ts';
import { layerMedian, type Stage, stagesOf } from './stages.ts';

/** Validation inputs that are distributed otherwise than training inputs. */
export function covariateShift({ data }: TrainingRecord): readonly Finding[] {
  const { inputs, validationInputs, samples = Infinity, validationSamples = Infinity } = data;
  if (inputs === undefined || validationInputs === undefined) return [];
  const scale = meanOf(inputs.standardDeviations) ?? 0;
  const shifts = inputs.means.map((mean, i) => {
    const other = validationInputs.means[i] ?? mean;
    const [here, there] = [inputs.standardDeviations[i] ?? 0, validationInputs.standardDeviations[i] ?? 0];
    // Features that hardly vary, such as pixels at the border, would make much of a single sample.
    return Math.abs(other - mean) / Math.max(Math.hypot(here, there) / Math.SQRT2, 0.1 * scale, Number.MIN_VALUE);
  });
  const shift = meanOf(shifts) ?? 0;
  // What chance alone gives: the mean of |N(0, 1/n + 1/m)|.
  const chance = Math.sqrt((2 / Math.PI) * (1 / samples + 1 / validationSamples));
  const limit = limits.distributionShift + chance;
  if (!(shift > limit)) return [];
  return [
    {
      name: 'covariate-shift',
      severity: 'problem',
      layers: [],
      evidence: [{ measure: 'distribution-shift', value: shift, limit: { above: limit } }],
      remedies: [prescribe('shuffle-before-split'), prescribe('more-data')],
      step: 0,
      inventory: ['1.2.8', '1.4.22'],
    },
  ];
}

/** Inputs of inner layers that keep moving while training gets nowhere. */
export function internalCovariateShift(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  if (course === undefined || course.lossToBaseline < limits.littleLearned || course.steps < limits.fewSteps) return [];
  // The means of two batches differ by chance: the mean of |N(0, 2/n)| is 2/√(πn).
  const limit = limits.inputShift + 2 / Math.sqrt(Math.PI * record.data.batchSize);
  const stages = stagesOf(record);
  const drifts = stages
    .filter((_, i) => {
      const before = stages[i - 1];
      return before !== undefined && !before.normalized && carriesSignal(record, before);
    })
    .map(({ layer }) => ({ layer, drift: layerMedian(record.steps, layer, ({ inputShift }) => inputShift) ?? 0 }))
    .filter(({ drift }) => drift > limit);
  const worst = drifts.reduce((most, each) => (each.drift > most.drift ? each : most), { layer: '', drift: 0 });
  if (drifts.length === 0) return [];
  return [
    {
      name: 'internal-covariate-shift',
      severity: 'warning',
      layers: drifts.map(({ layer }) => layer),
      evidence: [{ measure: 'input-shift', value: worst.drift, limit: { above: limit }, layer: worst.layer }],
      remedies: [
        prescribe('batch-normalization'),
        prescribe('lower-learning-rate', { value: saferRate(record), optimizer: record.optimizer }),
      ],
      step: record.steps[1]?.step,
      inventory: ['1.2.9', '1.2.10', '1.4.22', '1.4.29'],
    },
  ];
}

/** Whether what a stage gives differs from sample to sample, beside what differs from unit to unit. */
function carriesSignal({ steps }: TrainingRecord, stage: Stage): boolean {
  const share = layerMedian(
    steps,
    stage.output,
    ({ deviationOverSamples, standardDeviation }) => deviationOverSamples / standardDeviation,
  );
  return share === undefined || share > limits.lostSignal;
}
