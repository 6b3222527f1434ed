import { ArgumentError, checkOptions, describe, type Tensor } from '@gradkit/core';
import type { Model, Values } from '@gradkit/layers';
import type { LearningRate, Optimizer } from '@gradkit/optimizers';
import {
  type AnyModel,
  type FitOptions,
  fit,
  learningRateRangeTest,
  type RangeTest,
  type TrainingData,
} from '@gradkit/train';
import type { Examined } from '../checks/check.ts';
import { checks } from '../checks/checks.ts';
import { checkGradient } from '../checks/gradient.ts';
import { checkFiniteData } from '../checks/non-finite-data.ts';
import { checkOneBatch } from '../checks/one-batch.ts';
import { checkRate } from '../checks/range-test.ts';
import { checkCount, checkModel, checkOptimizer, estimate } from '../estimate/estimate.ts';
import { type Excerpt, excerptOf } from '../excerpt.ts';
import { featuresOf } from '../feature-facts.ts';
import type { Finding } from '../finding.ts';
import { firstPass } from '../first-pass.ts';
import { keepState } from '../kept-state.ts';
import type { Language } from '../language.ts';
import { baselineLosses, lossFactsOf } from '../loss-facts.ts';
import { recorderOf } from '../probe/record-training.ts';
import { findingsOf } from '../rules/findings-of.ts';
import { neededFields, type Subject, subjectOf } from '../subject.ts';
import type { TrainingRecord } from '../training-record.ts';
import { divided } from './divided.ts';
import { mergeFindings } from './merge-findings.ts';
import { pauses } from './pause.ts';
import { type Report, reportOf } from './report-of.ts';

/** Options of {@link diagnose}: those of `fit` that it needs, and how much to try. */
export interface DiagnoseOptions
  extends Pick<
    FitOptions,
    | 'optimizer'
    | 'loss'
    | 'lossWeights'
    | 'metrics'
    | 'batchSize'
    | 'classWeight'
    | 'validationData'
    | 'validationSplit'
    | 'seed'
    | 'signal'
  > {
  /** Epochs of the probe run; default as many as `probeSteps` take. */
  readonly epochs?: number | undefined;
  /** Steps of the probe run, where `epochs` is not given: at least 1, and rounded up to whole epochs; default 150. */
  readonly probeSteps?: number | undefined;
  /** The language of the report's text: `en` (default) or `ko`. */
  readonly language?: Language | undefined;
}

const where = 'diagnose';

const optionNames: readonly string[] = [
  'optimizer',
  'loss',
  'lossWeights',
  'metrics',
  'batchSize',
  'classWeight',
  'validationData',
  'validationSplit',
  'seed',
  'signal',
  'epochs',
  'probeSteps',
  'language',
];

/**
 * Says why training will fail, or fails: checks before training, then a short run that is measured from within.
 *
 * ```text
 * checks       data without NaN · loss and output that fit · inputs with one scale · first loss as of a model that knows nothing
 *              · gradients as finite differences · four samples learned by heart · SELU’s conditions · dropout’s place
 * range test   100 steps with a learning rate from 10⁻⁶ to 10
 * probe run    `epochs`, or about `probeSteps` steps, of which every tenth is looked at
 * ```
 *
 * Afterwards the model, the optimizer and all random streams are exactly as before, bit by bit, also after an error or an abort. Of a
 * model without variables these are made, from the seed, as `fit` with the same seed would make them; the optimizer makes
 * what it keeps of parameters, as its first update would. Batches that never end have been drawn from.
 *
 * @param model a model, new or trained
 * @param data as for `fit`
 * @param options `loss` and `optimizer` as for `fit`; `batchSize`, `validationData` or `validationSplit`, `classWeight`, `metrics`,
 * `seed`; `epochs` or `probeSteps` (150) of the probe run; `language` (`en`) of the text; `signal`
 * @returns findings, causes before what they bring about; the record of the probe run; the estimate; the range test; and all of it
 * as text, JSON, or a page
 * @throws ArgumentError, ShapeError, DataError when an option is missing or wrong, or the data does not fit the model or the loss
 * @example
 * ```ts
 * import { sigmoid } from '@gradkit/activations';
 * import { digits } from '@gradkit/data/digits';
 * import { diagnose } from '@gradkit/diagnostics';
 * import { dense, sequential } from '@gradkit/layers';
 * import { sparseCategoricalCrossentropy } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 *
 * const hidden = Array.from({ length: 8 }, () => dense({ units: 20, activation: sigmoid }));
 * const model = sequential([...hidden, dense({ units: 10 })]);
 * const loss = sparseCategoricalCrossentropy({ fromLogits: true });
 * const report = await diagnose(model, digits().take(512), { loss, optimizer: sgd({ learningRate: 0.1 }) });
 * console.log(report.toString()); // ✖ vanishing-gradient …, why, and what to write
 * ```
 */
export async function diagnose<I extends Values = Tensor, O extends Values = Tensor>(
  model: Model<I, O>,
  data: TrainingData,
  options: DiagnoseOptions,
): Promise<Report> {
  checkOptions(where, options, optionNames);
  const { optimizer, batchSize, seed = 0, signal, language = 'en', probeSteps = 150, epochs } = options ?? {};
  checkOptimizer(where, optimizer);
  const own = model as unknown as AnyModel;
  checkModel(where, own);
  checkCount(where, 'seed', seed);
  checkCount(where, 'probeSteps', probeSteps, 1);
  if (epochs !== undefined) checkCount(where, 'epochs', epochs, 1);
  if (language !== 'en' && language !== 'ko') {
    throw new ArgumentError(`${where}: language is 'en' or 'ko', got ${describe(language)}.`);
  }
  if (signal?.aborted) throw signal.reason;

  const { loss, lossWeights } = options;
  const { train, validation } = divided(where, data, options);
  const excerpt = await excerptOf(where, train, neededFields(own), { batchSize, seed, signal });
  const subject = subjectOf(where, own, excerpt, { loss, lossWeights }, seed);
  const goOn = pauses(signal);
  const restore = keepState(own, optimizer);
  try {
    const unusable = checkFiniteData({ excerpt, inputFields: subject.inputFields });
    const found = unusable.length > 0 ? [...unusable] : await examine(subject, restore, goOn);
    const rangeTest = unusable.length > 0 ? undefined : await rangeTestOf(own, train, options, restore);
    if (rangeTest !== undefined) found.push(...checkRate(rangeTest, highestRate(optimizer), optimizer.name));
    await goOn();
    const record = await probeRun(own, train, validation, options, subject);
    restore();
    await goOn();
    const needed = await estimate(own, train, { loss, lossWeights, optimizer, batchSize, seed, signal, steps: 20 });
    return reportOf({
      findings: mergeFindings(findingsOf(record), found),
      record,
      estimate: needed,
      rangeTest,
      language,
    });
  } finally {
    restore();
  }
}

/** All checks of the untrained model; it is put back after each that moves it. */
async function examine(subject: Subject, restore: () => void, goOn: () => Promise<void>): Promise<Finding[]> {
  const examined: Examined = { ...subject, pass: firstPass(subject) };
  const found: Finding[] = checks.flatMap((check) => check(examined));
  restore();
  await goOn();
  found.push(...checkGradient(examined));
  restore();
  await goOn();
  found.push(...(await checkOneBatch(examined, goOn)));
  restore();
  return found;
}

/** Trains with growing learning rates, with the very optimizer, whose schedule is put back. */
async function rangeTestOf(
  model: AnyModel,
  data: TrainingData,
  { optimizer, loss, lossWeights, batchSize, classWeight, seed, signal }: DiagnoseOptions,
  restore: () => void,
): Promise<RangeTest> {
  let first: number | undefined;
  const test = await learningRateRangeTest(model, data, {
    loss,
    lossWeights,
    batchSize,
    classWeight,
    seed,
    minLearningRate: 1e-6,
    maxLearningRate: 10,
    smoothing: 0.9,
    optimizer(rate) {
      optimizer.learningRate = (step) => {
        if (signal?.aborted) throw signal.reason;
        // An optimizer that was in use has counted steps already.
        first ??= step;
        return rate(step - first);
      };
      return optimizer;
    },
  });
  restore();
  return test;
}

/** The highest rate of the next steps: schedules may begin at 0. */
function highestRate(optimizer: Optimizer): number {
  const schedule: LearningRate = optimizer.schedule ?? optimizer.learningRate;
  if (typeof schedule === 'number') return schedule;
  const start = optimizer.iterations.value.item();
  return Math.max(...Array.from({ length: 1000 }, (_, i) => schedule(start + i)));
}

/** A short run, measured from within. */
async function probeRun(
  model: AnyModel,
  data: TrainingData,
  validationData: TrainingData | undefined,
  options: DiagnoseOptions,
  { excerpt, outputs, inputFields }: Subject,
): Promise<TrainingRecord> {
  const { optimizer, loss, lossWeights, metrics, batchSize, classWeight, seed, signal } = options;
  const [output] = outputs;
  const isSingle = outputs.length === 1 && output !== undefined;
  const baseline = isSingle
    ? baselineLosses(output, excerpt.fields, lossFactsOf(output, excerpt.fields)).best
    : Number.NaN;
  const recorder = recorderOf(where, {
    data,
    validationData,
    classWeighted: classWeight !== undefined,
    baselineLoss: Number.isFinite(baseline) ? baseline : undefined,
  });
  await fit(model, data, {
    optimizer,
    loss,
    lossWeights,
    metrics,
    batchSize,
    classWeight,
    validationData,
    seed,
    signal,
    callbacks: [recorder],
    ...lengthOf(excerpt, options),
  });
  const { record } = recorder;
  const inputs = record.data.inputs ?? featuresOf(excerpt.fields[inputFields[0] as string] as Tensor);
  return { ...record, data: { ...record.data, inputs } };
}

/** Epochs and steps of the probe run. */
function lengthOf(
  { batches }: Excerpt,
  { epochs, probeSteps = 150 }: DiagnoseOptions,
): { readonly epochs: number; readonly stepsPerEpoch?: number } {
  if (batches === undefined || batches === Infinity) return { epochs: epochs ?? 1, stepsPerEpoch: probeSteps };
  if (epochs !== undefined) return { epochs };
  return { epochs: Math.ceil(probeSteps / batches), stepsPerEpoch: Math.min(batches, probeSteps) };
}
