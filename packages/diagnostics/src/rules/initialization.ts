import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { median } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import {
  deviationOfWeights,
  hiddenStagesOf,
  layerAt,
  parameterAt,
  type Stage,
  stagesOf,
  suitableDeviation,
} from './stages.ts';
import { suitableInitializer } from './suitable-initializer.ts';

/** First weights so small that hardly anything reaches the output. */
export function initializationTooSmall(record: TrainingRecord): readonly Finding[] {
  const hidden = hiddenStagesOf(record);
  const smaller = (limit: number): readonly Stage[] =>
    hidden.filter((stage) => {
      const relative = relativeDeviation(record, stage);
      return !stage.normalized && relative > 0 && relative < limit;
    });
  const severely = smaller(limits.smallWeights);
  const isSevere = severely.length > 0;
  const small = isSevere ? severely : smaller(limits.ratherSmallWeights);
  const [first, last] = [small[0], hidden.at(-1)];
  if (first === undefined || last === undefined) return [];
  const signal = layerAt(record.steps[0], last.output)?.deviationOverSamples;
  if (signal === undefined || signal > limits.faintSignal) return [];
  const course = courseOf(record);
  return [
    {
      name: 'initialization-too-small',
      severity: course === undefined || !(course.lossToBaseline < limits.littleLearned) ? 'problem' : 'warning',
      layers: small.map(({ layer }) => layer),
      evidence: [
        ...weightEvidence(record, worst(record, small, -1), {
          below: isSevere ? limits.smallWeights : limits.ratherSmallWeights,
        }),
        { measure: 'signal-deviation', value: signal, limit: { below: limits.faintSignal }, layer: last.layer },
      ],
      remedies: [suitableInitializer(first.activation), prescribe('batch-normalization')],
      step: 0,
      inventory: ['1.1.4', '1.1.25', '1.1.28', '1.3.7'],
    },
  ];
}

/** First weights so large that activations saturate or signals grow from layer to layer. */
export function initializationTooLarge(record: TrainingRecord): readonly Finding[] {
  const stages = stagesOf(record);
  const larger = (limit: number): readonly Stage[] =>
    stages.filter((stage) => !stage.normalized && relativeDeviation(record, stage) > limit);
  const growth = grown(record, stages);
  const severely = larger(limits.largeWeights);
  const isSevere = severely.length > 0;
  const large = isSevere ? severely : growth.length > 0 ? larger(limits.ratherLargeWeights) : [];
  const first = large[0];
  if (first === undefined) return [];
  const evidence = weightEvidence(record, worst(record, large, 1), {
    above: isSevere ? limits.largeWeights : limits.ratherLargeWeights,
  });
  const effects = [...saturated(record, large), ...growth, ...badGuess(record)];
  if (effects.length === 0) return [];
  const course = courseOf(record);
  const isHurt = course === undefined || !(course.lossToBaseline < limits.littleLearned);
  return [
    {
      name: 'initialization-too-large',
      severity: isHurt ? 'problem' : 'warning',
      layers: large.map(({ layer }) => layer),
      evidence: [...evidence, ...effects],
      remedies: [
        // With weights as they should be, deep networks of gentle activations would lose their gradients instead.
        ...(isGentle(first) && large.length >= manyLayers ? [prescribe('relu')] : []),
        suitableInitializer(first.activation),
        prescribe('batch-normalization'),
      ],
      step: 0,
      inventory: ['1.1.4', '1.1.24', '1.3.7'],
    },
  ];
}

/** Layers of a gentle activation that gradients do not come through. */
const manyLayers = 6;

const isGentle = ({ activation }: Stage): boolean =>
  activation?.family === 'bounded' && activation.steepest <= limits.gentleSlope;

function saturated({ steps }: TrainingRecord, large: readonly Stage[]): Evidence[] {
  const shares = large.map(({ output }) => layerAt(steps[0], output)?.saturatedShare ?? 0);
  const value = Math.max(
    ...large.map(({ activation }, i) => (activation?.family === 'bounded' ? (shares[i] ?? 0) : 0)),
  );
  return value > limits.saturatedAtFirst
    ? [{ measure: 'saturated-share', value, limit: { above: limits.saturatedAtFirst } }]
    : [];
}

function grown({ steps }: TrainingRecord, stages: readonly Stage[]): Evidence[] {
  const deviations = stages.map(({ output }) => layerAt(steps[0], output)?.deviationOverSamples ?? 0);
  const [first, last] = [deviations[0] ?? 0, deviations.at(-1) ?? 0];
  const value = first > 0 ? last / first : 0;
  return value > limits.signalGrowth
    ? [{ measure: 'signal-growth', value, limit: { above: limits.signalGrowth } }]
    : [];
}

function badGuess(record: TrainingRecord): Evidence[] {
  const course = courseOf(record);
  const penalty = record.steps[0]?.penalty ?? 0;
  const first = record.steps[0]?.loss ?? course?.first;
  if (first === undefined || record.baselineLoss === undefined) return [];
  const value = (first - penalty) / record.baselineLoss;
  return value > limits.firstLossToBaseline
    ? [{ measure: 'loss-to-baseline', value, limit: { above: limits.firstLossToBaseline } }]
    : [];
}

/** The deviation of a kernel's first weights, by that which suits; NaN where it is unknown. */
function relativeDeviation({ steps }: TrainingRecord, { kernel, activation }: Stage): number {
  const weights = parameterAt(steps[0], kernel);
  return weights === undefined ? Number.NaN : deviationOfWeights(weights) / suitableDeviation(weights, activation);
}

function worst(record: TrainingRecord, stages: readonly Stage[], sign: 1 | -1): Stage {
  return stages.reduce((most, stage) =>
    sign * relativeDeviation(record, stage) > sign * relativeDeviation(record, most) ? stage : most,
  );
}

/** The deviation of a kernel beside that which suits, and a limit in parts of the latter. */
function weightEvidence(
  { steps }: TrainingRecord,
  stage: Stage,
  relative: { readonly above: number } | { readonly below: number },
): Evidence[] {
  const weights = parameterAt(steps[0], stage.kernel);
  if (weights === undefined) return [];
  const suitable = suitableDeviation(weights, stage.activation);
  const limit = 'above' in relative ? { above: relative.above * suitable } : { below: relative.below * suitable };
  return [
    { measure: 'weight-deviation', value: deviationOfWeights(weights), limit, layer: stage.layer },
    { measure: 'suitable-deviation', value: suitable, layer: stage.layer },
  ];
}

/** Layers whose units are all the same, and stay so, since they get the same gradients. */
export function symmetricInitialization(record: TrainingRecord): readonly Finding[] {
  const [start, next] = [record.steps[0], record.steps.find(({ step }) => step > 0)];
  const same = hiddenStagesOf(record).filter(({ kernel }) => {
    const spreads = [parameterAt(start, kernel)?.unitSpread, parameterAt(next ?? start, kernel)?.unitSpread];
    return spreads.every((spread) => spread !== undefined && spread < limits.unitSpread);
  });
  const first = same[0];
  if (first === undefined) return [];
  return [
    {
      name: 'symmetric-initialization',
      severity: 'problem',
      layers: same.map(({ layer }) => layer),
      evidence: [
        {
          measure: 'unit-spread',
          value: median(same.map(({ kernel }) => parameterAt(next ?? start, kernel)?.unitSpread ?? 0)) ?? 0,
          limit: { below: limits.unitSpread },
          layer: first.layer,
        },
      ],
      cause: parameterAt(start, first.kernel)?.weightNorm === 0 ? 'zeros' : 'constant',
      remedies: [suitableInitializer(first.activation)],
      step: 0,
      inventory: ['1.1.4', '1.1.23'],
    },
  ];
}
