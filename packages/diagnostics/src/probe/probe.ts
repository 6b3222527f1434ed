import {
  assign,
  cast,
  checkOptions,
  div,
  equal,
  floor,
  greaterEqual,
  hostScalar,
  notEqual,
  remainder,
  type Tensor,
  tensor,
  type Variable,
  variable,
  where,
  zeros,
} from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { Watch, WatchedStep } from '@gradkit/train';
import type { FirstNonFinite, LayerFacts, StepMeasures } from '../training-record.ts';
import { checkCount } from './check-count.ts';
import { gradientAgreement, readAgreement } from './gradient-agreement.ts';
import { layerLooks } from './layer-looks.ts';
import { type Keeper, type MeasuredStep, measuredStep } from './measured-step.ts';
import { type Content, contentMeter, readParameter } from './parameter-numbers.ts';
import { watchedLayers } from './watched-layers.ts';

/** Options of {@link probe}. */
export interface ProbeOptions {
  /** What updates the weights: its learning rate at each step is noted. */
  readonly optimizer: Pick<Optimizer, 'learningRate'>;
  /**
   * Steps from one look to the next, at least 1. The first looks are at steps 0, 1, 2, 4, … Default: 10, and twice as many after each
   * 64 looks.
   */
  readonly every?: number | undefined;
  /** Parts of the histograms of activations, at least 1; default 32. */
  readonly bins?: number | undefined;
}

/** What a look at a step shows. */
export type Look = Omit<StepMeasures, 'epoch'>;

/** Measurements that are part of a training step. */
export interface Probe {
  /** What `trainStep` takes as `watch`. */
  readonly watch: Watch;
  /** The layers that are looked at, in the order in which they are applied; none before the first step. */
  readonly layers: readonly LayerFacts[];
  /** Steps so far. */
  readonly steps: number;
  /** What was seen since this was called last. */
  looks(): readonly Look[];
  /** The losses of all steps since this was called last. */
  losses(): readonly number[];
  /** Where the first number appeared that is NaN or infinite. */
  firstNonFinite(): FirstNonFinite | undefined;
  /**
   * Begins another period for counting which units are active: a unit is dead that was active neither in the present period nor in
   * the one before. Without it there is one period.
   */
  renew(): void;
  /** Frees what is measured on the device; the steps that are watched cannot run any more. */
  dispose(): void;
}

/** Losses that wait on the device. */
const ringLength = 256;

/** Where nobody says how often to look, it becomes rarer: long training changes slowly. */
const looksOfPeriod = 64;

/** A look that is on its way. */
interface Pending {
  readonly measured: MeasuredStep;
  readonly step: number;
  readonly learningRate: number;
  readonly contents: readonly Content[];
}

/** What is given comes first, then weights that were there before the step. */
const rankOf = ({ where: place }: FirstNonFinite): number => {
  const rank = ['input', 'target', 'weight'].indexOf(place);
  return rank < 0 ? 3 : rank;
};

/**
 * Measures a training step while it runs: signals of layers, lengths of gradients, updates and weights, losses, and where NaN
 * comes from.
 *
 * The measurements are part of the compiled step and change nothing in what is trained. At every step it notes the loss, the
 * lengths of gradients and updates, which units were active, and whether all numbers are finite; everything else now and then. Nothing
 * is read before somebody asks, except what the next look would overwrite.
 *
 * @param options `optimizer`, `every` (10 steps, later more), `bins` (32)
 * @throws ArgumentError when an option is missing or out of range
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * import { probe } from '@gradkit/diagnostics';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { trainStep } from '@gradkit/train';
 *
 * const optimizer = sgd({ learningRate: 0.1 });
 * const measured = probe({ optimizer, every: 5 });
 * const model = sequential([dense({ units: 4, activation: relu }), dense({ units: 1 })]);
 * const step = trainStep(model, { optimizer, loss: meanSquaredError(), watch: measured.watch });
 * const batch = { x: tensor([[-1], [0], [1], [2]]), y: tensor([[-3], [-1], [1], [3]]) };
 * for (let i = 0; i < 10; i++) step(batch);
 * console.log(measured.losses().length); // 10
 * console.log(measured.looks().map(({ layers }) => layers[0]?.standardDeviation)); // of steps 0, 1, 2, 4 and 5
 * ```
 */
export function probe(options: ProbeOptions): Probe {
  checkOptions('probe', options, ['optimizer', 'every', 'bins']);
  const { optimizer, bins = 32 } = options;
  let { every = 10 } = options;
  const isSparser = options.every === undefined;
  checkCount('probe', { every, bins });

  const variables: Variable[] = [];
  const byName = new Map<string, Variable>();
  const keep: Keeper = {
    of(shape, dtype) {
      const made = variable(zeros(shape, { dtype }), { name: 'probe' });
      variables.push(made);
      return made;
    },
    shared(name, shape, dtype) {
      const known = byName.get(name) ?? keep.of(shape, dtype);
      byName.set(name, known);
      return known;
    },
  };
  const looking = layerLooks(bins);
  /** All programs of a model have the same parameters. */
  let meter: ReturnType<typeof contentMeter> | undefined;

  let steps = 0;
  let latest: MeasuredStep | undefined;
  let pending: Pending | undefined;
  let looks: Look[] = [];
  /** How many there were. */
  let looked = 0;
  let losses: number[] = [];
  let drained = 0;
  let isRenewed = false;
  let restarts = false;
  /** A weight that was not finite when somebody looked, before the step. */
  let planted: FirstNonFinite | undefined;
  const ring = keep.shared('losses', [ringLength], 'float64');

  /** Takes the losses that are on the device. */
  const drain = (): void => {
    if (drained === steps) return;
    const stored = ring.value.dataSync();
    for (; drained < steps; drained++) losses.push(stored[drained % ringLength] as number);
  };
  const takeLook = (): void => {
    if (pending === undefined) return;
    drain();
    const { measured, step, learningRate, contents } = pending;
    pending = undefined;
    const squares = measured.squares?.value.dataSync();
    const sentinels = measured.sentinels.value.dataSync();
    const gradientAgreement = measured.agreement && readAgreement(measured.agreement);
    if (gradientAgreement !== undefined) restarts = true;
    looks.push({
      step,
      loss: losses[losses.length - (drained - step)] as number,
      penalty: measured.penalty.value.item(),
      learningRate,
      layers: looking.at(measured.layers),
      parameters: measured.parameters.map((each, i) =>
        readParameter(each, contents[i] as Content, {
          squares: squares?.[i] as number,
          magnitudes: sentinels[each.gradient] as number,
          update: sentinels[each.update] as number,
        }),
      ),
      gradientAgreement,
    });
  };

  const watch = (step: WatchedStep): void => {
    let measured: MeasuredStep | undefined;
    const signal = hostScalar(() => begin(measured as MeasuredStep), { dtype: 'float64' });
    const number = floor(div(signal, 4));
    const renews = notEqual(remainder(signal, 2), 0);
    const begins = greaterEqual(remainder(signal, 4), 2);
    const made = measuredStep(step, watchedLayers(step, looking.profileOf), keep, number, renews);
    const agreeing = gradientAgreement(step.gradients, step.parameters, keep, begins);
    const places = tensor(
      Array.from({ length: ringLength }, (_, i) => i),
      { dtype: 'float64' },
    );
    const loss: Tensor = cast(step.loss, 'float64');
    assign([
      ...made.writes,
      ...(agreeing?.writes ?? []),
      [ring, where(equal(places, remainder(number, ringLength)), loss, ring.value)],
    ]);
    measured = { ...made.measured, agreement: agreeing?.agreement };
    meter ??= contentMeter(step.parameters.map((each) => each.variable));
    latest = measured;
  };

  /**
   * Called at the start of every run of a program, with nothing of it done yet: tells it the number of the step, and whether
   * activity and the sums of gradients begin anew.
   */
  const begin = (measured: MeasuredStep): number => {
    takeLook();
    if (steps - drained >= ringLength) drain();
    const step = steps++;
    if (step % every === 0 || (step < every && Number.isInteger(Math.log2(step)))) {
      // Whether units differ is a question of the beginning, and changes slowly.
      const contents = meter?.(looked < 5 || looked % 8 === 0) ?? [];
      looked++;
      if (isSparser && looked % looksOfPeriod === 0) every *= 2;
      const broken = contents.findIndex(({ weightNorm }) => !Number.isFinite(weightNorm));
      planted ??= broken < 0 ? undefined : { step, where: 'weight', layer: measured.parameters[broken]?.name };
      pending = { measured, step, learningRate: optimizer.learningRate, contents };
    }
    const signal = 4 * step + (restarts ? 2 : 0) + (isRenewed ? 1 : 0);
    [isRenewed, restarts] = [false, false];
    return signal;
  };

  const readFound = (): FirstNonFinite | undefined => {
    if (latest === undefined) return undefined;
    const [number = 0, index = 0] = latest.found.value.dataSync();
    const of = latest.suspects[index];
    return number < 1 || of === undefined ? undefined : { step: number - 1, where: of.where, layer: of.layer };
  };

  return {
    watch,
    get layers() {
      return latest?.layers.map(({ facts }) => facts) ?? [];
    },
    get steps() {
      return steps;
    },
    looks() {
      takeLook();
      const taken = looks;
      looks = [];
      return taken;
    },
    losses() {
      takeLook();
      drain();
      const taken = losses;
      losses = [];
      return taken;
    },
    firstNonFinite() {
      return [planted, readFound()]
        .flatMap((each) => each ?? [])
        .sort((a, b) => a.step - b.step || rankOf(a) - rankOf(b))[0];
    },
    renew() {
      isRenewed = true;
    },
    dispose() {
      for (const each of variables) each.dispose();
    },
  };
}
