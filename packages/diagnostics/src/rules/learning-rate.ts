import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { median } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { type Course, courseOf } from './course.ts';
import { limits } from './limits.ts';
import { bolderRate, rateOf, saferRate, updateToWeight, wildestUpdate } from './safer-rate.ts';

/** Steps that are so long that the loss rises, or does not fall. */
export function learningRateTooHigh(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  const rate = rateOf(record);
  if (course === undefined || rate === undefined) return [];
  const finite = record.losses.filter(Number.isFinite);
  const { highest } = course;
  const reference = Math.max(course.first, course.baseline);
  const updates = median(record.steps.map(updateToWeight)) ?? 0;
  // Penalties have a rule of their own: their share does not say that steps were too long.
  const rise = (course.last - course.penalty) / reference;
  const isLost = finite.length < record.losses.length || record.firstNonFinite !== undefined;
  const evidence: Evidence[] = [];
  if (rise > limits.diverged) {
    evidence.push({ measure: 'loss-ratio', value: rise, limit: { above: limits.diverged } });
  } else if (highest > limits.leapt * reference && (isLost || course.lossToBaseline > limits.littleLearned)) {
    evidence.push({ measure: 'loss-ratio', value: highest / reference, limit: { above: limits.leapt } });
  }
  const wildest = wildestUpdate(record);
  const isHurt =
    evidence.length > 0 ||
    isLost ||
    highest > limits.leaptWildly * reference ||
    !(Math.max(course.lossToBaseline, validationToBaseline(record, course)) < limits.littleLearned);
  if (wildest > (isHurt ? limits.wildUpdate : 1)) {
    const limit = { above: isHurt ? limits.wildUpdate : 1 };
    evidence.push({ measure: 'update-to-weight', value: wildest, limit });
  } else if (isHurt && updates > limits.fastUpdates) {
    evidence.push({ measure: 'update-to-weight', value: updates, limit: { above: limits.fastUpdates } });
  }
  if (evidence.length === 0 || record.losses.length < 2) return [];
  const { optimizer } = record;
  return [
    {
      name: 'learning-rate-too-high',
      severity: isHurt ? 'problem' : 'warning',
      layers: [],
      evidence: [...evidence, { measure: 'learning-rate', value: rate }],
      cause: evidence[0]?.measure === 'loss-ratio' ? 'divergence' : 'restless',
      remedies: [
        prescribe('lower-learning-rate', { value: saferRate(record), optimizer }),
        prescribe('clip-gradients', { optimizer }),
        prescribe('schedule-learning-rate', { value: saferRate(record), optimizer }),
      ],
      step: Math.max(
        0,
        record.losses.findIndex((loss) => !(loss <= limits.diverged * reference)),
      ),
      inventory: ['1.1.9', '1.2.14', '1.5.8'],
    },
  ];
}

/** The last loss of validation as a share of that of guessing; 0 where there is none. */
function validationToBaseline({ epochs }: TrainingRecord, { penalty, baseline }: Course): number {
  const last = epochs.at(-1)?.valLoss;
  return last === undefined ? 0 : (last - penalty) / baseline;
}

/** Steps that are so short that the loss hardly falls, and would go on falling. */
export function learningRateTooLow(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  const rate = rateOf(record);
  const updates = median(record.steps.map(updateToWeight));
  if (course === undefined || rate === undefined || updates === undefined) return [];
  if (course.steps < limits.fewSteps || course.lossToBaseline < limits.littleLearned) return [];
  const { earlyFall, lateProgress } = course;
  const hasBent = earlyFall > limits.noticeableFall && (lateProgress ?? 1) < limits.straightDescent;
  if (!(updates < limits.slowUpdates) || hasBent) return [];
  const { optimizer } = record;
  const higher = prescribe('raise-learning-rate', { value: bolderRate(record), optimizer });
  return [
    {
      name: 'learning-rate-too-low',
      severity: 'problem',
      layers: [],
      evidence: [
        { measure: 'update-to-weight', value: updates, limit: { below: limits.slowUpdates } },
        { measure: 'loss-to-baseline', value: course.lossToBaseline, limit: { above: limits.littleLearned } },
        { measure: 'learning-rate', value: rate },
      ],
      cause: 'crawling',
      remedies: optimizer === 'sgd' ? [higher, prescribe('adam'), prescribe('momentum')] : [higher],
      step: record.steps[0]?.step,
      inventory: ['1.1.9', '1.3.10'],
    },
  ];
}
