import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { median, part } from '../statistics.ts';
import type { StepMeasures, TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import { parameterMedian, stagesOf } from './stages.ts';
import { suitableInitializer } from './suitable-initializer.ts';
import { gradientRatios } from './vanishing-gradient.ts';

/** Gradients that grow toward the input, are huge beside the weights from the start, or leap. */
export function explodingGradient(record: TrainingRecord): readonly Finding[] {
  const stages = stagesOf(record);
  const early = part(record.steps, 0, 0.1);
  const ratios = gradientRatios({ ...record, steps: early }, stages);
  const growing = stages.filter((_, i) => (ratios[i] ?? 1) > limits.explodingRatio);
  const toWeights = stages.map(({ kernel }) =>
    parameterMedian(early, kernel, ({ gradientNorm, weightNorm }) => gradientNorm / weightNorm),
  );
  const huge = stages.filter((_, i) => (toWeights[i] ?? 0) > limits.explodingToWeight);
  const layers = stages.filter((stage) => growing.includes(stage) || huge.includes(stage)).map(({ layer }) => layer);
  const evidence: Evidence[] = [];
  if (growing.length > 0) {
    const value = Math.max(...ratios.map((ratio) => ratio ?? 0));
    evidence.push({ measure: 'gradient-ratio', value, limit: { above: limits.explodingRatio } });
  }
  if (huge.length > 0) {
    const value = Math.max(...toWeights.map((ratio) => ratio ?? 0));
    evidence.push({ measure: 'gradient-to-weight', value, limit: { above: limits.explodingToWeight } });
  }
  const jump = jumpOf(record.steps);
  const course = courseOf(record);
  const isHurt = course === undefined || !(course.lossToBaseline < limits.littleLearned);
  if (layers.length === 0 && isHurt && jump.height > limits.gradientJump) {
    evidence.push({ measure: 'gradient-jump', value: jump.height, limit: { above: limits.gradientJump } });
  }
  if (evidence.length === 0) return [];
  const isLeap = layers.length === 0;
  const initializer = suitableInitializer(stages[0]?.activation);
  const clip = prescribe('clip-gradients', { optimizer: record.optimizer });
  return [
    {
      name: 'exploding-gradient',
      severity: isHurt ? 'problem' : 'warning',
      layers,
      evidence,
      cause: isLeap ? 'cliff' : growing.length > 0 ? 'depth' : 'scale',
      remedies: isLeap
        ? [clip, prescribe('lower-learning-rate', { value: lower(record), optimizer: record.optimizer })]
        : [initializer, clip, prescribe('batch-normalization')],
      step: isLeap ? jump.step : record.steps[0]?.step,
      inventory: ['1.3.3', '1.4.18', '1.4.20', '1.5.2'],
    },
  ];
}

function lower({ steps }: TrainingRecord): number | undefined {
  const rate = steps.at(-1)?.learningRate;
  return rate === undefined ? undefined : Number((rate / 10).toPrecision(3));
}

/** The largest norm of all gradients of a step, by the median of the steps before it. */
function jumpOf(steps: readonly StepMeasures[]): { readonly height: number; readonly step: number | undefined } {
  const norms = steps.map(({ parameters }) => Math.hypot(...parameters.map(({ gradientNorm }) => gradientNorm)));
  let [height, step]: [number, number | undefined] = [0, undefined];
  for (const [i, norm] of norms.entries()) {
    const before = i < 5 ? undefined : median(norms.slice(0, i));
    if (before !== undefined && before > 0 && norm / before > height) [height, step] = [norm / before, steps[i]?.step];
  }
  return { height, step };
}
