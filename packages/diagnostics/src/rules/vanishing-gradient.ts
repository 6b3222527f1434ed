import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Remedy } from '../remedy.ts';
import { median } from '../statistics.ts';
import type { ParameterMeasures, TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import {
  deviationOfWeights,
  hiddenStagesOf,
  layerMedian,
  parameterAt,
  type Stage,
  stagesOf,
  suitableDeviation,
} from './stages.ts';
import { suitableInitializer } from './suitable-initializer.ts';

/** Gradients of early kernels that are nothing beside that of the last. */
export function vanishingGradient(record: TrainingRecord): readonly Finding[] {
  const stages = stagesOf(record);
  const ratios = gradientRatios(record, stages);
  const vanished = stages.slice(0, -1).filter((_, i) => (ratios[i] ?? 1) < limits.vanishingRatio);
  const first = vanished[0];
  if (first === undefined || stages.length < 3) return [];
  const hidden = hiddenStagesOf(record);
  const saturated = largest(hidden, ({ output }) => layerMedian(record.steps, output, (layer) => layer.saturatedShare));
  const dead = largest(hidden, ({ output }) => layerMedian(record.steps, output, (layer) => layer.deadShare));
  const steepest = Math.min(...hidden.map(({ activation }) => activation?.steepest ?? 1));
  const kernel = parameterAt(record.steps[0], first.kernel);
  const evidence: Evidence[] = [
    {
      measure: 'gradient-ratio',
      value: Math.min(...vanished.map((stage) => ratios[stages.indexOf(stage)] as number)),
      limit: { below: limits.vanishingRatio },
      layer: vanished.reduce((least, stage) =>
        (ratios[stages.indexOf(stage)] as number) < (ratios[stages.indexOf(least)] as number) ? stage : least,
      ).layer,
    },
  ];
  const isGentle = steepest <= limits.gentleSlope;
  const isSaturated = saturated > limits.saturatedAtFirst;
  if (isGentle) evidence.push({ measure: 'steepest-slope', value: steepest, limit: { below: limits.gentleSlope } });
  if (isSaturated) {
    evidence.push({ measure: 'saturated-share', value: saturated, limit: { above: limits.saturatedAtFirst } });
  }
  let cause = 'depth';
  if (isGentle) cause = isSaturated ? 'slope-and-saturation' : 'slope';
  else if (isSaturated) cause = 'saturation';
  else if (dead > limits.deadShare) {
    cause = 'dead-units';
    evidence.push({ measure: 'dead-share', value: dead, limit: { above: limits.deadShare } });
  } else if (kernel !== undefined && isSmall(kernel, first)) {
    cause = 'small-weights';
    evidence.push(
      { measure: 'weight-deviation', value: deviationOfWeights(kernel) },
      { measure: 'suitable-deviation', value: suitableDeviation(kernel, first.activation) },
    );
  }
  const course = courseOf(record);
  return [
    {
      name: 'vanishing-gradient',
      severity: course === undefined || !(course.lossToBaseline < limits.littleLearned) ? 'problem' : 'warning',
      layers: vanished.map(({ layer }) => layer),
      evidence,
      cause,
      remedies: remediesFor(cause, first),
      step: record.steps[0]?.step,
      inventory: ['1.1.3', '1.1.20', '1.1.21', '1.3.2', '1.4.18'],
    },
  ];
}

function isSmall(kernel: ParameterMeasures, { activation }: Stage): boolean {
  return deviationOfWeights(kernel) < limits.smallWeights * suitableDeviation(kernel, activation);
}

function remediesFor(cause: string, { activation }: Stage): readonly Remedy[] {
  const normalization = prescribe('batch-normalization');
  if (cause.startsWith('slope')) return [prescribe('relu'), normalization];
  if (cause === 'dead-units') return [prescribe('he-initializer'), prescribe('leaky-relu'), normalization];
  const initializer = suitableInitializer(activation);
  if (cause === 'depth') return [normalization, initializer, prescribe('relu')];
  return activation?.family === 'bounded'
    ? [initializer, normalization, prescribe('relu')]
    : [initializer, normalization];
}

/** Of every stage: the root mean square of its gradient, divided by that of the last stage; the median over steps. */
export function gradientRatios(record: TrainingRecord, stages: readonly Stage[]): readonly (number | undefined)[] {
  const last = stages.at(-1);
  const scale = (parameter: ParameterMeasures | undefined): number =>
    parameter === undefined ? Number.NaN : parameter.gradientNorm / Math.sqrt(parameter.size);
  return stages.map(({ kernel }) =>
    median(
      record.steps.map(
        (step) => scale(parameterAt(step, kernel)) / (scale(parameterAt(step, last?.kernel ?? '')) || Number.NaN),
      ),
    ),
  );
}

function largest(stages: readonly Stage[], of: (stage: Stage) => number | undefined): number {
  return Math.max(0, ...stages.map((stage) => of(stage) ?? 0));
}
