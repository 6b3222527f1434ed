import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Remedy } from '../remedy.ts';
import { part } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import { hasRawInputs } from './raw-inputs.ts';
import { saferRate } from './safer-rate.ts';
import {
  deviationOfWeights,
  hiddenStagesOf,
  layerMedian,
  parameterAt,
  type Stage,
  suitableDeviation,
} from './stages.ts';

/** Hidden layers whose activation is flat at most of their elements. */
export function saturation(record: TrainingRecord): readonly Finding[] {
  // Before anything was updated: what inputs and first weights do.
  const early = record.steps.slice(0, 1);
  const late = part(record.steps, 0.7, 1);
  const shares = (steps: TrainingRecord['steps']) => (stage: Stage) =>
    layerMedian(steps, stage.output, ({ saturatedShare }) => saturatedShare) ?? 0;
  const bounded = hiddenStagesOf(record).filter(({ activation }) => activation?.family === 'bounded');
  const course = courseOf(record);
  const isHurt = course === undefined || !(course.lossToBaseline < limits.littleLearned);
  const first = bounded.filter((stage) => shares(early)(stage) > limits.saturatedAtFirst);
  const later = isHurt ? bounded.filter((stage) => shares(late)(stage) > limits.saturatedLater) : [];
  const isFirst = first.length > 0;
  const found = isFirst ? first : later;
  if (found.length === 0) return [];
  const steps = isFirst ? early : late;
  const worst = found.reduce((most, stage) => (shares(steps)(stage) > shares(steps)(most) ? stage : most));
  const cause = isFirst ? causeAtFirst(record, found, bounded) : 'learning-rate';
  return [
    {
      name: 'saturation',
      severity: isHurt ? 'problem' : 'warning',
      layers: found.map(({ layer }) => layer),
      evidence: [
        {
          measure: 'saturated-share',
          value: shares(steps)(worst),
          limit: { above: isFirst ? limits.saturatedAtFirst : limits.saturatedLater },
          layer: worst.layer,
        },
      ],
      cause,
      remedies: remediesFor(cause, record),
      step: steps[0]?.step,
      inventory: ['1.1.20', '1.2.2', '1.3.7', '1.3.13', '1.5.3'],
    },
  ];
}

function causeAtFirst(record: TrainingRecord, found: readonly Stage[], bounded: readonly Stage[]): string {
  if (found[0] === bounded[0] && hasRawInputs(record)) return 'inputs';
  const isLarge = found.some(({ kernel, activation }) => {
    const weights = parameterAt(record.steps[0], kernel);
    return (
      weights !== undefined &&
      deviationOfWeights(weights) > limits.largeWeights * suitableDeviation(weights, activation)
    );
  });
  return isLarge ? 'large-weights' : 'activation';
}

function remediesFor(cause: string, record: TrainingRecord): readonly Remedy[] {
  const normalization = prescribe('batch-normalization');
  const relu = prescribe('relu');
  if (cause === 'inputs') return [prescribe('standardize-inputs'), normalization, relu];
  if (cause === 'large-weights') return [prescribe('glorot-initializer'), normalization, relu];
  if (cause === 'activation') return [relu, normalization];
  return [
    prescribe('lower-learning-rate', { value: saferRate(record), optimizer: record.optimizer }),
    normalization,
    relu,
  ];
}
