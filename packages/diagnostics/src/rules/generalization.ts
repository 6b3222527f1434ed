import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { meanOf, roundSetting } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import { stagesOf } from './stages.ts';

/** What validation says about a run. */
interface Validation {
  readonly best: number;
  readonly bestEpoch: number;
  /** Means of the last epochs. */
  readonly last: number;
  readonly training: number;
  readonly trainingAtBest: number;
}

/** A validation loss that rises while the training loss falls. */
export function overfitting(record: TrainingRecord): readonly Finding[] {
  const found = validationOf(record);
  const course = courseOf(record);
  if (found === undefined || course === undefined) return [];
  const { best, bestEpoch, last, training, trainingAtBest } = found;
  const rise = last - best;
  const gap = last / Math.max(training, Number.MIN_VALUE);
  const isRising = rise > limits.validationRise * course.baseline && last > limits.validationRiseRelative * best;
  if (!isRising || gap < limits.generalizationGap || !(training < trainingAtBest)) return [];
  const perSample = (record.data.samples ?? Infinity) / Math.max(1, parametersOf(record));
  return [
    {
      name: 'overfitting',
      severity: rise > limits.littleLearned * course.baseline ? 'problem' : 'warning',
      layers: [],
      evidence: [
        { measure: 'validation-loss', value: last, limit: { above: limits.validationRiseRelative * best } },
        { measure: 'best-validation-loss', value: best },
        { measure: 'best-epoch', value: bestEpoch + 1 },
        { measure: 'generalization-gap', value: gap, limit: { above: limits.generalizationGap } },
      ],
      cause: perSample < 1 ? 'many-parameters' : 'too-long',
      remedies: [
        prescribe('early-stopping', { value: Math.max(3, Math.ceil(record.epochs.length / 10)) }),
        prescribe('l2', { value: 0.001 }),
        ...(record.hasNoise ? [] : [prescribe('dropout')]),
        prescribe('augment'),
        prescribe('more-data'),
      ],
      step: (bestEpoch + 1) * Math.max(1, Math.round(record.losses.length / record.epochs.length)) - 1,
      inventory: ['1.1.5', '1.1.31', '1.2.21', '1.2.31', '1.4.15', '1.4.16'],
    },
  ];
}

/** Penalties too weak to hold back a network that overfits. */
export function uselessRegularization(record: TrainingRecord): readonly Finding[] {
  if (record.penalizedParameters === 0) return [];
  const course = courseOf(record);
  const last = record.steps.at(-1);
  if (course === undefined || last === undefined || overfitting(record).length === 0) return [];
  // Measured by what there was to lose: the loss of a network that overfits goes to 0, and any penalty is most of it.
  const share = last.penalty / course.baseline;
  if (share > limits.uselessPenalty) return [];
  const strength = strengthOf(record);
  const factor = share > 0 ? limits.usefulPenalty / share : 1000;
  return [
    {
      name: 'useless-regularization',
      severity: 'warning',
      layers: [],
      evidence: [{ measure: 'penalty-share', value: share, limit: { below: limits.uselessPenalty } }],
      remedies: [
        prescribe('stronger-regularization', { value: strength && roundSetting(Math.min(strength * factor, 0.01)) }),
        prescribe('early-stopping'),
        prescribe('dropout'),
      ],
      step: last.step,
      inventory: ['1.1.34', '1.1.36', '1.2.23', '1.2.24'],
    },
  ];
}

/** Penalties that are most of what is minimised, so that the data is not learned. */
export function dominatingRegularization(record: TrainingRecord): readonly Finding[] {
  const course = courseOf(record);
  const [first, last] = [record.steps[0], record.steps.at(-1)];
  if (record.penalizedParameters === 0 || course === undefined || first === undefined || last === undefined) return [];
  const crushing = course.penalty / course.baseline;
  if (course.lossToBaseline < limits.littleLearned && crushing < limits.crushingPenalty) return [];
  const share = course.penalty / course.last;
  const firstShare = first.penalty / first.loss;
  const evidence: Evidence[] = [];
  const largestShare = Math.max(share, firstShare);
  if (largestShare > limits.dominatingPenalty) {
    evidence.push({ measure: 'penalty-share', value: largestShare, limit: { above: limits.dominatingPenalty } });
  }
  const weights = (step: typeof first): number => {
    const kernels = new Set(stagesOf(record).map(({ kernel }) => kernel));
    return Math.hypot(...step.parameters.filter(({ name }) => kernels.has(name)).map(({ weightNorm }) => weightNorm));
  };
  const shrinkage = weights(last) / (weights(first) || Number.NaN);
  if (shrinkage < limits.collapsedWeights) {
    evidence.push({ measure: 'weight-shrinkage', value: shrinkage, limit: { below: limits.collapsedWeights } });
  }
  if (evidence.length === 0) return [];
  const strength = strengthOf(record);
  return [
    {
      name: 'dominating-regularization',
      severity: 'problem',
      layers: [],
      evidence: [...evidence, { measure: 'loss-to-baseline', value: course.lossToBaseline }],
      cause: shrinkage < limits.collapsedWeights ? 'collapse' : 'share',
      remedies: [
        prescribe('weaker-regularization', { value: strength && Math.min(0.001, roundSetting(strength / 100)) }),
        prescribe('early-stopping'),
      ],
      step: last.step,
      inventory: ['1.1.34', '1.1.36', '1.2.23', '1.2.24'],
    },
  ];
}

/** λ, if the penalty is λΣw² of all kernels: penalty / Σ‖w‖². */
function strengthOf(record: TrainingRecord): number | undefined {
  const [first] = record.steps;
  const kernels = new Set(stagesOf(record).map(({ kernel }) => kernel));
  const squares = first?.parameters
    .filter(({ name }) => kernels.has(name))
    .reduce((sum, { weightNorm }) => sum + weightNorm ** 2, 0);
  return first === undefined || !squares || !(first.penalty > 0) ? undefined : first.penalty / squares;
}

function parametersOf({ steps }: TrainingRecord): number {
  return steps[0]?.parameters.reduce((sum, { size }) => sum + size, 0) ?? 0;
}

function validationOf({ epochs, steps }: TrainingRecord): Validation | undefined {
  // Both losses hold the penalty, which says nothing of samples.
  const penalties = epochs.map(({ epoch }) => steps.findLast((step) => step.epoch <= epoch)?.penalty ?? 0);
  const curve = epochs.map(({ valLoss }, i) => (valLoss ?? Number.NaN) - (penalties[i] as number));
  if (epochs.length < limits.fewEpochs || !curve.every(Number.isFinite)) return undefined;
  const training = epochs.map(({ loss }, i) => loss - (penalties[i] as number));
  const best = Math.min(...curve);
  const count = Math.max(1, Math.min(3, Math.floor(epochs.length / 5)));
  return {
    best,
    bestEpoch: curve.indexOf(best),
    last: meanOf(curve.slice(-count)) as number,
    training: meanOf(training.slice(-count)) as number,
    trainingAtBest: training[curve.indexOf(best)] as number,
  };
}
