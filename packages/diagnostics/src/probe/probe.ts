import type { Activation } from '@gradkit/activations';
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
  type TypedArray,
  tensor,
  type Variable,
  variable,
  where,
  zeros,
} from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { Watch, WatchedStep } from '@gradkit/train';
import type { FirstNonFinite, LayerFacts, LayerMeasures, StepMeasures } from '../training-record.ts';
import { type ActivationProfile, profileActivation } from './activation-facts.ts';
import { type Applied, appliedActivation } from './applied-activation.ts';
import { checkCount } from './check-count.ts';
import { gradientAgreement, readAgreement } from './gradient-agreement.ts';
import { lookAtOutput, type Moments, momentsOf, type OutputLook, shiftOf } from './layer-look.ts';
import { type Arriving, type Keeper, type MeasuredLayer, type MeasuredStep, measuredStep } from './measured-step.ts';
import { type Content, contentMeter, readParameter } from './parameter-numbers.ts';
import { watchedLayers } from './watched-layers.ts';

/** Options of {@link probe}. */
export interface ProbeOptions {
  /** What updates the weights: its learning rate at each step is noted. */
  readonly optimizer: Pick<Optimizer, 'learningRate'>;
  /** Steps from one look to the next, at least 1; default 10. The first look is at step 0, then at 1, 2, 4, … */
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
 * lengths, which units were active, and whether all numbers are finite; everything else at every tenth, or `every`-th, and at
 * the steps 1, 2, 4, … before it. Nothing is read before somebody asks, except what the next look would overwrite.
 *
 * @param options `optimizer`, `every` (10 steps), `bins` (32)
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
  const { optimizer, every = 10, bins = 32 } = options;
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
  const activations = activationsSeen();
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
  /** Means of what arrived at layers when it was looked at before. */
  const means = new Map<string, Float64Array>();
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
      layers: lookAtLayers(measured.layers),
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

  const lookAtLayers = (layers: readonly MeasuredLayer[]): readonly LayerMeasures[] => {
    const outputs = layers.map(({ stored, activated, batch }) => {
      const given = stored.value.dataSync();
      const applied = activated && activations.apply(activated.activation, given, stored.dtype);
      const steepest = activated?.profile.steepest ?? 0;
      return {
        output: applied?.values ?? given,
        batch,
        slopes: applied && { values: applied.slopes, steepest },
      };
    });
    const seen = outputs.map((each) => lookAtOutput(each, bins));
    const momentsOfOutput = (at: number): Moments => {
      const features = layers[at]?.stored.shape.at(-1) ?? 1;
      const units = seen[at]?.units as Moments;
      // Images and sequences have a feature at many places.
      return units.means.length === features ? units : momentsOf(outputs[at]?.output as TypedArray, features);
    };
    return layers.map(({ facts: { path }, arriving, active }, i) => {
      const moments = arriving && ('from' in arriving ? momentsOfOutput(arriving.from) : momentsOfSums(arriving));
      const before = means.get(path);
      if (moments !== undefined) means.set(path, moments.means);
      return {
        path,
        ...(seen[i] as OutputLook).measures,
        ...(active === undefined ? {} : { deadShare: deadShareOf(active) }),
        ...(moments === undefined || before === undefined ? {} : { inputShift: shiftOf(moments, before) }),
      };
    });
  };

  const watch = (step: WatchedStep): void => {
    let measured: MeasuredStep | undefined;
    const signal = hostScalar(() => begin(measured as MeasuredStep), { dtype: 'float64' });
    const number = floor(div(signal, 4));
    const renews = notEqual(remainder(signal, 2), 0);
    const begins = greaterEqual(remainder(signal, 4), 2);
    const made = measuredStep(step, watchedLayers(step, activations.profile), keep, number, renews);
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

/** What is known of activations, and what they make of numbers. */
function activationsSeen() {
  const profiles = new Map<Activation, ActivationProfile | undefined>();
  const applied = new Map<Activation, ReturnType<typeof appliedActivation>>();
  return {
    profile(activation: Activation): ActivationProfile | undefined {
      if (!profiles.has(activation)) profiles.set(activation, profileActivation(activation));
      return profiles.get(activation);
    },
    apply(activation: Activation, from: TypedArray, dtype: Variable['dtype']): Applied {
      const apply = applied.get(activation) ?? appliedActivation(activation);
      applied.set(activation, apply);
      return apply(from, dtype);
    },
  };
}

function momentsOfSums({ sums, squares, center, count }: Exclude<Arriving, { readonly from: number }>): Moments {
  const [totals, ofSquares, around] = [sums, squares, center].map((each) => each.value.dataSync()) as [
    TypedArray,
    TypedArray,
    TypedArray,
  ];
  const distances = Float64Array.from(totals, (total) => total / count);
  const moments = {
    means: distances.map((distance, i) => (around[i] as number) + distance),
    deviations: distances.map((distance, i) =>
      Math.sqrt(Math.max(0, (ofSquares[i] as number) / count - distance * distance)),
    ),
  };
  // Sums around the mean lose no digits.
  center.assign(tensor(moments.means, { dtype: center.dtype }));
  return moments;
}

function deadShareOf([now, before]: readonly [Variable, Variable]): number {
  const [units, earlier] = [now.value.dataSync(), before.value.dataSync()];
  let dead = 0;
  for (let unit = 0; unit < units.length; unit++) if (units[unit] === 0 && earlier[unit] === 0) dead++;
  return dead / units.length;
}
