import { ArgumentError, checkOptions, type Shape } from '@gradkit/core';
import type { Callback, Json, TrainingContext, TrainingData, WatchedStep } from '@gradkit/train';
import type {
  DataFacts,
  EpochMeasures,
  FirstNonFinite,
  LayerFacts,
  StepMeasures,
  TrainingRecord,
} from '../training-record.ts';
import { checkCount } from './check-count.ts';
import { sampleFacts } from './data-facts.ts';
import { type Probe, probe } from './probe.ts';

/** Options of {@link recordTraining}. */
export interface RecordTrainingOptions {
  /**
   * Steps from one look to the next, at least 1. The first looks are at steps 0, 1, 2, 4, … Default: 10, and twice as many after each
   * 64 looks.
   */
  readonly every?: number | undefined;
  /** Parts of the histograms of activations, at least 1; default 32. */
  readonly bins?: number | undefined;
  /** Looks that are kept, at least 8; default 200. Of more, every second of the older ones is forgotten. */
  readonly looks?: number | undefined;
  /** The training data, for what is known of it: classes, features. Default: only how many samples there are. */
  readonly data?: TrainingData | undefined;
  /** The validation data, for the same; default none. */
  readonly validationData?: TrainingData | undefined;
  /** Whether `fit` is given `classWeight`; default false. */
  readonly classWeighted?: boolean | undefined;
  /** The loss of a model that knows nothing but the mean or the frequencies of the targets; default unknown. */
  readonly baselineLoss?: number | undefined;
}

/** A callback that remembers how training went. */
export interface TrainingRecorder extends Callback {
  /** How it went so far. Reading it waits for the computation. */
  readonly record: TrainingRecord;
}

export const recordKeys: readonly string[] = [
  'every',
  'bins',
  'looks',
  'data',
  'validationData',
  'classWeighted',
  'baselineLoss',
];

/**
 * Keeps a record of training: what `probe` measures, epochs, and facts of the data. What rules make findings from.
 *
 * Give it to `fit` as a callback; the record is there while training runs and afterwards, as plain data. It begins anew with every
 * call of `fit`, except one that resumes.
 *
 * @param options `every` (10 steps, later more), `bins` (32), `looks` (200), `data`, `validationData`, `classWeighted` (false), `baselineLoss`
 * @throws ArgumentError when an option is unknown or out of range
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { recordTraining } from '@gradkit/diagnostics';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 8, activation: relu }), dense({ units: 1 })]);
 * const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
 * const recorder = recordTraining({ data, every: 5 });
 * await fit(model, data, { optimizer: sgd(), loss: meanSquaredError(), epochs: 20, callbacks: [recorder] });
 * const { layers, steps, losses } = recorder.record;
 * console.log(layers.map(({ path }) => path)); // ['dense', 'dense_1']
 * console.log(losses.length, steps.at(-1)?.layers[0]?.deadShare); // 20, and the share of units that give nothing
 * ```
 */
export function recordTraining(options: RecordTrainingOptions = {}): TrainingRecorder {
  checkOptions('recordTraining', options, recordKeys);
  return recorderOf('recordTraining', options);
}

/** The recorder of a callback of another name, which has checked the names of its options. */
export function recorderOf(where: string, options: RecordTrainingOptions): TrainingRecorder {
  const { every, bins = 32, looks: most = 200, data, validationData, classWeighted = false, baselineLoss } = options;
  checkCount(where, { ...(every === undefined ? {} : { every }), bins, looks: most });
  if (most < 8) throw new ArgumentError(`${where}: looks is at least 8, got ${most}.`);

  let measured: Probe | undefined;
  let layers: readonly LayerFacts[] = [];
  let context: TrainingContext | undefined;
  let facts: DataFacts | undefined;
  let output: Shape | undefined;
  let steps: StepMeasures[] = [];
  let losses: number[] = [];
  let epochs: EpochMeasures[] = [];
  let firstNonFinite: FirstNonFinite | undefined;
  /** Steps before the run that is measured now. */
  let offset = 0;
  let begins: { readonly epoch: number; readonly step: number }[] = [];

  /** Takes what was measured since it was asked last. */
  const take = (): void => {
    if (measured === undefined) return;
    layers = measured.layers;
    const epochOf = (step: number): number => begins.findLast((each) => each.step <= step)?.epoch ?? 0;
    for (const look of measured.looks()) {
      const step = look.step + offset;
      steps.push({ ...look, step, epoch: epochOf(step) });
    }
    while (steps.length > most) {
      const old = Math.floor(steps.length / 2);
      steps = steps.filter((_, i) => i > old || i % 2 === 0);
    }
    for (const loss of measured.losses()) losses.push(loss);
    const found = measured.firstNonFinite();
    firstNonFinite ??= found && { ...found, step: found.step + offset };
  };

  const readFacts = (): DataFacts => {
    const setup = context?.setup;
    const [input, target] = [context?.model.inputNames?.[0], context?.model.outputNames?.[0]];
    const train = data && sampleFacts(data, { input, target, output });
    const validation = validationData && sampleFacts(validationData, { input, target, output });
    return {
      samples: train?.samples ?? (setup?.['samples'] as number | undefined),
      batchSize: (setup?.['batchSize'] as number | undefined) ?? 0,
      validationSamples: validation?.samples,
      classCounts: train?.classCounts,
      classWeighted,
      inputs: train?.inputs,
      validationInputs: validation?.inputs,
      nonFinite: context?.history.flags.nonFiniteInputs ?? false,
    };
  };

  return {
    get record() {
      take();
      if (output !== undefined) facts ??= readFacts();
      return {
        optimizer: context?.optimizer.name,
        layers,
        data: facts ?? readFacts(),
        penalizedParameters:
          context?.model.parameters.filter(({ regularizer }) => regularizer !== undefined).length ?? 0,
        hasNoise: context?.model.random ?? false,
        steps: [...steps],
        losses: [...losses],
        epochs: [...epochs],
        firstNonFinite,
        baselineLoss,
      };
    },
    onTrainBegin(given) {
      measured?.dispose();
      context = given;
      facts = undefined;
      output = undefined;
      [layers, steps, losses, epochs, begins] = [[], [], [], [], []];
      [firstNonFinite, offset] = [undefined, 0];
      measured = probe({ optimizer: given.optimizer, every, bins });
    },
    watch(step: WatchedStep) {
      output = step.outputs[0]?.shape;
      measured?.watch(step);
    },
    onEpochBegin({ epoch }) {
      begins.push({ epoch, step: offset + (measured?.steps ?? 0) });
      measured?.renew();
    },
    onEpochEnd({ epoch, logs }) {
      epochs.push({ epoch, loss: logs['loss'] as number, valLoss: logs['valLoss'], logs: { ...logs } });
    },
    state: {
      name: where,
      optional: true,
      save() {
        take();
        const kept = { steps, losses, epochs, begins, firstNonFinite: firstNonFinite ?? null };
        return { values: plain(kept) };
      },
      restore({ values }) {
        const kept = values as unknown as Kept;
        [steps, losses, epochs, begins] = [[...kept.steps], [...kept.losses], [...kept.epochs], [...kept.begins]];
        firstNonFinite = kept.firstNonFinite ?? undefined;
        offset = losses.length;
      },
    },
    onTrainEnd() {
      take();
      measured?.dispose();
      measured = undefined;
    },
  };
}

/** What checkpoints hold. */
interface Kept {
  readonly steps: readonly StepMeasures[];
  readonly losses: readonly number[];
  readonly epochs: readonly EpochMeasures[];
  readonly begins: readonly { readonly epoch: number; readonly step: number }[];
  readonly firstNonFinite: FirstNonFinite | null;
}

/** The same without what is undefined, which JSON cannot say. */
function plain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (part === undefined ? [] : [[name, plain(part)]])),
  );
}
