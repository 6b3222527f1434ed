import type { Activation } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import {
  any,
  argmax,
  assign,
  cast,
  checkOptions,
  conditional,
  div,
  equal,
  floor,
  greaterEqual,
  hostScalar,
  isFinite as isFiniteTensor,
  less,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  notEqual,
  remainder,
  slice,
  sum,
  type Tensor,
  tensor,
  type Variable,
  variable,
  where,
  zeros,
} from '@gradkit/core';
import type { Values } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';
import type { Watch, WatchedStep } from '@gradkit/train';
import type { FirstNonFinite, LayerFacts, ParameterMeasures, StepMeasures } from '../training-record.ts';
import { type ActivationProfile, profileActivation } from './activation-facts.ts';
import { checkCount } from './check-count.ts';
import { agreementNumbers, gradientAgreement, readAgreement } from './gradient-agreement.ts';
import { joined } from './joined.ts';
import { type LayerOperands, layerNumbers, lengthOf, readLayer } from './layer-numbers.ts';
import {
  type Content,
  contentMeter,
  numbersPerParameter,
  parameterNumbers,
  readParameter,
} from './parameter-numbers.ts';
import { type WatchedLayer, watchedLayers } from './watched-layers.ts';

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

/** Where a number that is not finite may come from, in the order of search. */
interface Suspect extends Omit<FirstNonFinite, 'step'> {
  /** A scalar that is finite as long as what it was made of is. */
  readonly sentinel: Tensor;
}

/** One compiled step: what its numbers mean. */
interface Measured {
  readonly layers: readonly WatchedLayer[];
  readonly parameters: readonly Pick<ParameterMeasures, 'name' | 'shape'>[];
  readonly suspects: readonly Omit<FirstNonFinite, 'step'>[];
  readonly given: readonly Omit<FirstNonFinite, 'step'>[];
  readonly rare: Variable;
  readonly frequent: Variable;
  readonly found: Variable;
  readonly hasAgreement: boolean;
  /** Measures the weights as they are. */
  readonly contents: () => readonly Content[];
}

/** A look that is on its way. */
interface Pending {
  readonly measured: Measured;
  readonly step: number;
  readonly learningRate: number;
  readonly contents: readonly Content[];
}

/** What is given comes first, then weights that were there before the step. */
const rankOf = ({ where: place }: FirstNonFinite): number => {
  const rank = ['input', 'target', 'weight'].indexOf(place);
  return rank < 0 ? 3 : rank;
};

const isFloat = ({ dtype }: Tensor): boolean => dtype === 'float32' || dtype === 'float64';
const listOf = (values: Values): readonly Tensor[] => ('node' in values ? [values as Tensor] : (values as Tensor[]));
/** Zero, or NaN if there is an element that is NaN or infinite. */
const zeroOf = (x: Tensor): Tensor => sum(x.rank === 0 ? mul(x, 0) : sum(mul(x, 0), { axis: -1 }));

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
  const keep = (made: Variable): Variable => {
    variables.push(made);
    return made;
  };
  /** Variables that all programs share: what they hold does not depend on the batch. */
  const shared = new Map<string, Variable>();
  const sharedVariable = (name: string, initial: () => Tensor): Variable => {
    const known = shared.get(name) ?? keep(variable(initial(), { name: `probe/${name}` }));
    shared.set(name, known);
    return known;
  };
  const profiles = new Map<Activation, ActivationProfile | undefined>();
  const profileOf = (activation: Activation): ActivationProfile | undefined => {
    if (!profiles.has(activation)) profiles.set(activation, profileActivation(activation));
    return profiles.get(activation);
  };
  const agreement = gradientAgreement(sharedVariable);
  /** All programs of a model have the same parameters. */
  let meter: (() => readonly Content[]) | undefined;
  const contentsOf = (parameters: WatchedStep['parameters']): (() => readonly Content[]) => {
    meter ??= contentMeter(parameters.map((each) => each.variable));
    return meter;
  };

  let steps = 0;
  let latest: Measured | undefined;
  let pending: Pending | undefined;
  let looks: Look[] = [];
  let losses: number[] = [];
  let drained = 0;
  let hasShifts = false;
  let isRenewed = false;
  let nonFinite: FirstNonFinite | undefined;
  /** A weight that was not finite when somebody looked, before the step. */
  let planted: FirstNonFinite | undefined;
  const ring = sharedVariable('losses', () => zeros([ringLength], { dtype: 'float64' }));

  /** Takes the losses that are on the device. */
  const drain = (): void => {
    if (drained === steps) return;
    const stored = ring.value.dataSync();
    for (; drained < steps; drained++) losses.push(stored[drained % ringLength] as number);
  };
  const readLook = (): void => {
    if (pending === undefined) return;
    drain();
    const { measured, step, learningRate, contents } = pending;
    pending = undefined;
    const rare = measured.rare.value.dataSync();
    const frequent = measured.frequent.value.dataSync();
    looks.push({ ...interpret(measured, rare, frequent, contents), step, loss: lossAt(step), learningRate });
    hasShifts = true;
  };
  const lossAt = (step: number): number => losses[losses.length - (drained - step)] as number;

  const interpret = (
    { layers, parameters, hasAgreement }: Measured,
    rare: ArrayLike<number>,
    frequent: ArrayLike<number>,
    contents: readonly Content[],
  ): Pick<Look, 'penalty' | 'layers' | 'parameters' | 'gradientAgreement'> => {
    const part = (from: ArrayLike<number>, start: number, length: number): readonly number[] =>
      Array.from({ length }, (_, i) => from[start + i] as number);
    const length = lengthOf(bins);
    const sums = hasAgreement ? part(rare, 1 + layers.length * length, 3) : undefined;
    return {
      penalty: rare[0] as number,
      layers: layers.map((layer, i) =>
        readLayer(layer, part(rare, 1 + i * length, length), { bins, isFirst: !hasShifts }),
      ),
      parameters: parameters.map((each, i) =>
        readParameter(each, contents[i] as Content, part(frequent, i * numbersPerParameter, numbersPerParameter)),
      ),
      gradientAgreement: sums && readAgreement(sums as [number, number, number]),
    };
  };

  const watch = (step: WatchedStep): void => {
    const { layers, outputs } = watchedLayers(step, profileOf);
    let measured: Measured | undefined;
    const signal = hostScalar(() => begin(measured as Measured), { dtype: 'float64' });
    const number = floor(div(signal, 4));
    const due = notEqual(remainder(signal, 2), 0);
    const renews = greaterEqual(remainder(signal, 4), 2);
    const writes: (readonly [Variable, Tensor])[] = [];

    // At every step.
    const isHere = equal(
      tensor(
        Array.from({ length: ringLength }, (_, i) => i),
        { dtype: 'float64' },
      ),
      remainder(number, ringLength),
    );
    writes.push([ring, where(isHere, cast(step.loss, 'float64'), ring.value)]);
    const parameters = step.parameters.map((parameter, i) => ({
      name: parameter.name,
      shape: parameter.variable.shape,
      ...parameterNumbers({
        gradient: step.gradients[i] as Tensor,
        before: step.before[i] as Tensor,
        after: parameter.variable.value,
      }),
    }));
    const frequent = keep(
      variable(zeros([Math.max(1, parameters.length * numbersPerParameter)], { dtype: 'float64' })),
    );
    if (parameters.length > 0) writes.push([frequent, joined(parameters.map(({ numbers }) => numbers))]);
    const active = layers.map(({ activated, facts }) => {
      if (activated?.profile.dies !== true || activated.from.rank < 2) return undefined;
      const { activation, from } = activated;
      const kept = (name: string): Variable =>
        sharedVariable(`${facts.path}/${name}`, () => zeros([from.shape.at(-1) as number], { dtype: 'bool' }));
      const [units, before] = [kept('active'), kept('activeBefore')];
      const [slopes] = gradients(sum(activation(from)), [from]);
      const now = any(notEqual(slopes, 0), { axis: from.shape.slice(0, -1).map((_, i) => i) });
      const earlier = where(renews, units.value, before.value);
      const next = logicalOr(logicalAnd(units.value, logicalNot(renews)), now);
      writes.push([units, next], [before, earlier]);
      return logicalOr(next, earlier);
    });
    const agreeing = agreement(step.gradients, step.parameters, due);
    writes.push(...(agreeing?.assignments ?? []));

    const suspects: readonly Suspect[] = [
      ...outputs.map(({ path, output }): Suspect => ({ where: 'activation', layer: path, sentinel: zeroOf(output) })),
      { where: 'loss', sentinel: step.loss },
      // The way back begins at the last layer.
      ...parameters
        .map(({ name, gradient }): Suspect => ({ where: 'gradient', layer: name, sentinel: gradient }))
        .reverse(),
      ...parameters.map(({ name, update }): Suspect => ({ where: 'weight', layer: name, sentinel: update })),
    ];
    const inputs = listOf(step.visits.at(-1)?.input ?? []).filter(isFloat);
    const truths = step.truths.filter(isFloat);
    const found = keep(variable(tensor([-1, -1, ...[...inputs, ...truths].map(() => 0)], { dtype: 'float64' })));
    const isBad = logicalNot(isFiniteTensor(joined(suspects.map(({ sentinel }) => sentinel))));
    const place = argmax(cast(isBad, 'float32'));
    const isNew = logicalAnd(any(isBad), less(sum(slice(found.value, [0], [1])), 0));
    writes.push([
      found,
      conditional(isNew, ({ now, index, given }) => joined([now, index, ...given.map(zeroOf)]), found.value, {
        now: number,
        index: place,
        given: [...inputs, ...truths],
      }),
    ]);

    // Where somebody looks.
    const means = layers.map(({ facts, input }) =>
      input === undefined
        ? undefined
        : sharedVariable(`${facts.path}/means`, () => zeros([input.shape.at(-1) as number], { dtype: 'float64' })),
    );
    const length = 1 + layers.length * lengthOf(bins) + (agreeing === undefined ? 0 : 3);
    const rare = keep(variable(zeros([length], { dtype: 'float64' })));
    const look = conditional(
      due,
      (operands) => {
        const seen = layers.map((layer, i) => layerNumbers(layer, operands.layers[i] as LayerOperands, bins));
        return {
          numbers: joined([
            operands.penalty,
            ...seen.map(({ numbers }) => numbers),
            ...(operands.sums === undefined ? [] : [agreementNumbers(operands.sums, operands.totals)]),
          ]),
          means: seen.flatMap((each) => each.means ?? []),
        };
      },
      { numbers: rare.value, means: means.flatMap((each) => each?.value ?? []) },
      {
        penalty: step.penalty,
        layers: layers.map(
          ({ activated, output, input }, i): LayerOperands => ({
            output: activated?.from ?? output,
            input,
            means: means[i]?.value,
            active: active[i],
          }),
        ),
        sums: agreeing?.sums,
        totals: agreeing?.totals ?? [],
      },
    );
    writes.push([rare, look.numbers]);
    means.flatMap((each) => each ?? []).forEach((target, i) => void writes.push([target, look.means[i] as Tensor]));
    assign(writes);

    measured = {
      layers,
      parameters,
      suspects,
      given: [...inputs.map(() => ({ where: 'input' as const })), ...truths.map(() => ({ where: 'target' as const }))],
      rare,
      frequent,
      found,
      hasAgreement: agreeing !== undefined,
      contents: contentsOf(step.parameters),
    };
    programs.push(measured);
    latest = measured;
  };
  const programs: Measured[] = [];

  /** Called at the start of every run of a program: the number of the step, whether activity counts anew, and whether to look. */
  const begin = (measured: Measured): number => {
    readLook();
    if (steps - drained >= ringLength) drain();
    const step = steps++;
    const isDue = step % every === 0 || (step < every && Number.isInteger(Math.log2(step)));
    if (isDue) {
      const contents = measured.contents();
      const broken = contents.findIndex(({ weightNorm }) => !Number.isFinite(weightNorm));
      planted ??= broken < 0 ? undefined : { step, where: 'weight', layer: measured.parameters[broken]?.name };
      pending = { measured, step, learningRate: optimizer.learningRate, contents };
    }
    const signal = 4 * step + (isRenewed ? 2 : 0) + (isDue ? 1 : 0);
    isRenewed = false;
    return signal;
  };

  const readFound = ({ found, suspects, given }: Measured): FirstNonFinite | undefined => {
    const [step = -1, index = -1, ...zerosOfGiven] = found.value.dataSync();
    if (step < 0) return undefined;
    const of = given.find((_, i) => !Number.isFinite(zerosOfGiven[i])) ?? suspects[index];
    return of && { step, where: of.where, layer: of.layer };
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
      readLook();
      const taken = looks;
      looks = [];
      return taken;
    },
    losses() {
      readLook();
      drain();
      const taken = losses;
      losses = [];
      return taken;
    },
    firstNonFinite() {
      nonFinite ??= [...(planted === undefined ? [] : [planted]), ...programs.flatMap((each) => readFound(each) ?? [])]
        .sort((a, b) => a.step - b.step || rankOf(a) - rankOf(b))
        .at(0);
      return nonFinite;
    },
    renew() {
      isRenewed = true;
    },
    dispose() {
      for (const each of variables) each.dispose();
    },
  };
}
