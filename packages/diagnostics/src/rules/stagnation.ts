import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { deviationFromTrend, median, part, roundSetting } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { type Course, courseOf } from './course.ts';
import { limits } from './limits.ts';
import { rateOf } from './safer-rate.ts';
import { hiddenStagesOf, parameterAt } from './stages.ts';

/** A loss that has stopped falling far above what is possible, in a network that could do better. */
export function plateau(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  if (course === undefined || !isStuck(course) || widthOf(record) <= limits.narrow) return [];
  const rate = rateOf(record);
  const { optimizer } = record;
  const fluctuation = fluctuationOf(record);
  const isBouncing = fluctuation > limits.lossFluctuation / 2 && course.lossToBaseline < limits.nothingLearned;
  const lower = rate === undefined ? undefined : roundSetting(rate / 10);
  const evidence: Evidence[] = [
    { measure: 'loss-to-baseline', value: course.lossToBaseline, limit: { above: limits.littleLearned } },
    { measure: 'loss-progress', value: course.progress, limit: { below: limits.flat } },
  ];
  if (isBouncing) evidence.push({ measure: 'loss-fluctuation', value: fluctuation });
  return [
    {
      name: 'plateau',
      severity: 'warning',
      layers: [],
      evidence,
      cause: isBouncing ? 'bouncing' : 'flat',
      remedies: isBouncing
        ? [
            prescribe('schedule-learning-rate', { value: rate, optimizer }),
            prescribe('lower-learning-rate', { value: lower, optimizer }),
            prescribe('larger-batch', { value: Math.max(32, 2 * record.data.batchSize) }),
          ]
        : [
            ...(optimizer === 'sgd' ? [prescribe('adam', { value: 0.01 }), prescribe('momentum')] : []),
            prescribe('batch-normalization'),
            prescribe('schedule-learning-rate', { value: rate, optimizer }),
          ],
      step: Math.floor((record.losses.length * 2) / 3),
      inventory: ['1.1.8', '1.3.10', '1.4.6'],
    },
  ];
}

/** A loss that is still high where training ends, since the network is too small or the time too short. */
export function underfitting(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  if (course === undefined || course.steps < limits.fewSteps) return [];
  const units = widthOf(record);
  const isSmall = units <= limits.narrow;
  // A linear model is what many problems need: it must be clearly too little.
  const limit = isSmall && units > 0 ? limits.narrowLearned : limits.littleLearned;
  if (course.lossToBaseline < limit) return [];
  const isFalling = course.progress > limits.stillFalling;
  const epochs = record.epochs.length;
  if (!isSmall && (!isFalling || epochs < limits.fewEpochs)) return [];
  const more = prescribe('more-units', { value: Math.max(32, 4 * units) });
  const longer = prescribe('more-epochs', { value: 3 * Math.max(1, epochs) });
  const evidence: Evidence[] = [{ measure: 'loss-to-baseline', value: course.lossToBaseline, limit: { above: limit } }];
  if (isSmall) evidence.push({ measure: 'units', value: units, limit: { below: limits.narrow + 1 } });
  else {
    evidence.push({ measure: 'loss-progress', value: course.progress, limit: { above: limits.stillFalling } });
    evidence.push({ measure: 'epochs', value: epochs });
  }
  return [
    {
      name: 'underfitting',
      severity: isSmall ? 'problem' : 'warning',
      layers: isSmall ? hiddenStagesOf(record).map(({ layer }) => layer) : [],
      evidence,
      cause: isSmall ? (units === 0 ? 'no-hidden-layer' : 'too-few-units') : 'stopped-early',
      remedies: isSmall ? [more, longer] : [longer, more],
      step: record.losses.length - 1,
      inventory: ['1.4.11'],
    },
  ];
}

/** Losses of tiny batches that leap about, so that the steps mostly cancel. */
export function noisyGradients(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  const { batchSize, samples = Infinity } = record.data;
  if (course === undefined || course.steps < limits.fewSteps) return [];
  if (batchSize > limits.smallBatch || batchSize >= samples) return [];
  const agreement = median(record.steps.map(({ gradientAgreement }) => gradientAgreement ?? Number.NaN));
  const fluctuation = fluctuationOf(record);
  const isNoise = agreement === undefined || agreement < limits.gradientAgreement;
  if (!isNoise || !(fluctuation > limits.lossFluctuation) || course.lossToBaseline < limits.littleLearned / 2)
    return [];
  const evidence: Evidence[] = [
    { measure: 'batch-size', value: batchSize, limit: { below: limits.smallBatch + 1 } },
    { measure: 'loss-fluctuation', value: fluctuation, limit: { above: limits.lossFluctuation } },
  ];
  if (agreement !== undefined) {
    evidence.push({ measure: 'gradient-agreement', value: agreement, limit: { below: limits.gradientAgreement } });
  }
  const rate = rateOf(record);
  const { optimizer } = record;
  const larger = prescribe('larger-batch', { value: limits.usualBatch });
  const falling = prescribe('schedule-learning-rate', { value: rate, optimizer });
  // Larger batches make fewer steps of the same epochs: where few remain, a rate that falls averages as well.
  const remaining = (course.steps * batchSize) / limits.usualBatch;
  return [
    {
      name: 'noisy-gradients',
      severity: 'warning',
      layers: [],
      evidence,
      remedies: [
        ...(remaining < limits.enoughSteps ? [falling, larger] : [larger, falling]),
        prescribe('lower-learning-rate', { value: rate === undefined ? rate : roundSetting(rate / 10), optimizer }),
      ],
      step: record.steps[0]?.step,
      inventory: ['1.1.8', '1.2.11', '1.4.4'],
    },
  ];
}

function isStuck({ steps, progress, lossToBaseline }: Course): boolean {
  return steps >= limits.fewSteps && Math.abs(progress) < limits.flat && lossToBaseline > limits.littleLearned;
}

/** Deviation of the losses of batches from their trend over the last third, relative to their size. */
function fluctuationOf({ losses }: TrainingRecord): number {
  const last = part(losses.filter(Number.isFinite), 2 / 3, 1);
  return deviationFromTrend(last) / (Math.abs(median(last) ?? 0) || Number.NaN);
}

/** Units of the widest hidden layer; 0 where there is none. */
function widthOf(record: TrainingRecord): number {
  const [start] = record.steps;
  return Math.max(0, ...hiddenStagesOf(record).map(({ kernel }) => parameterAt(start, kernel)?.shape.at(-1) ?? 0));
}
