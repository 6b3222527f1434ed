import { gradients } from '@gradkit/autograd';
import {
  any,
  argmax,
  cast,
  type DType,
  isFinite as isFiniteTensor,
  less,
  logicalAnd,
  logicalNot,
  logicalOr,
  mul,
  notEqual,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Variable,
  where,
} from '@gradkit/core';
import type { Values } from '@gradkit/layers';
import type { WatchedStep } from '@gradkit/train';
import type { FirstNonFinite, LayerFacts, ParameterMeasures } from '../training-record.ts';
import type { Agreement } from './gradient-agreement.ts';
import { joined } from './joined.ts';
import { parameterNumbers } from './parameter-numbers.ts';
import type { Activated, MovingStatistics, WatchedLayer, watchedLayers } from './watched-layers.ts';

/** A place where a number that is not finite may come from. */
type Suspect = Omit<FirstNonFinite, 'step'>;

/** Where what arrives at a layer is found when somebody looks. */
export type Arriving =
  /** It is what that layer gave. */
  | { readonly from: number }
  /** Sums of the distance from `center`, and of its square, over `count` samples and positions: for each feature. */
  | { readonly sums: Variable; readonly squares: Variable; readonly center: Variable; readonly count: number };

/** One layer of a compiled step, and the variables that hold what is known of it after every run. */
export interface MeasuredLayer {
  readonly facts: LayerFacts;
  readonly activated: Omit<Activated, 'from'> | undefined;
  /** The output, or what the activation is applied to. */
  readonly stored: Variable;
  readonly batch: number;
  readonly arriving: Arriving | undefined;
  readonly statistics: MovingStatistics | undefined;
  /** Which units were active in this period, and in the one before. */
  readonly active: readonly [Variable, Variable] | undefined;
}

/** One parameter, and which sentinels are sums of its gradient and its update. */
interface MeasuredParameter extends Pick<ParameterMeasures, 'name' | 'shape'> {
  readonly gradient: number;
  readonly update: number;
}

/** One compiled step: where its numbers are. */
export interface MeasuredStep {
  readonly layers: readonly MeasuredLayer[];
  readonly parameters: readonly MeasuredParameter[];
  readonly penalty: Variable;
  /** Σ g² of each parameter, enlarged. */
  readonly squares: Variable | undefined;
  /** One number for each suspect, finite as long as what it is made of is. */
  readonly sentinels: Variable;
  readonly suspects: readonly Suspect[];
  /** The number of the first step in which a sentinel was not finite, and which one; −1 before. */
  readonly found: Variable;
  readonly agreement: Agreement | undefined;
}

/** Makes variables: `of` one for each program, `shared` one for all, since what it holds does not depend on the batch. */
export interface Keeper {
  of(shape: readonly number[], dtype: DType): Variable;
  shared(name: string, shape: readonly number[], dtype: DType): Variable;
}

/** What a step does besides training, and where its numbers are. */
export interface Measuring {
  readonly measured: MeasuredStep;
  readonly writes: readonly (readonly [Variable, Tensor])[];
}

const isFloat = ({ dtype }: Tensor): boolean => dtype === 'float32' || dtype === 'float64';
const listOf = (values: Values): readonly Tensor[] => ('node' in values ? [values as Tensor] : (values as Tensor[]));
const featuresOf = (x: Tensor): number => x.shape.at(-1) as number;
const leading = (x: Tensor): readonly number[] => x.shape.slice(0, -1).map((_, i) => i);
/** Zero, or NaN if there is an element that is NaN or infinite; along the last axis first, within loops that are there anyway. */
const zeroOf = (x: Tensor): Tensor => sum(x.rank === 0 ? mul(x, 0) : sum(mul(x, 0), { axis: -1 }));

/**
 * Graph of what is noted at every step. Signals are stored as they are, where a program has them anyway: what is measured of them
 * when somebody looks is computed outside the program, which stays small.
 *
 * @param number the number of the step
 * @param renews whether another period begins for counting active units
 */
export function measuredStep(
  step: WatchedStep,
  { layers, outputs }: ReturnType<typeof watchedLayers>,
  keep: Keeper,
  number: Tensor,
  renews: Tensor,
): Omit<Measuring, 'measured'> & { readonly measured: Omit<MeasuredStep, 'agreement'> } {
  const writes: (readonly [Variable, Tensor])[] = [];
  const write = (target: Variable, value: Tensor): Variable => {
    writes.push([target, value]);
    return target;
  };
  const stored = new Map<unknown, Variable>();
  const store = (x: Tensor): Variable => {
    const known = stored.get(x.node) ?? write(keep.of(x.shape, x.dtype), x);
    stored.set(x.node, known);
    return known;
  };
  const sumsOf = new Map<unknown, Arriving>();
  const arriving = (input: Tensor, path: string): Arriving => {
    const from = layers.findIndex(({ output }) => output.node === input.node);
    if (from >= 0) return { from };
    const known = sumsOf.get(input.node);
    if (known !== undefined) return known;
    const features = featuresOf(input);
    const center = keep.shared(`${path}/center`, [features], input.dtype);
    const distance = sub(input, center.value);
    const axis = leading(input);
    const made: Arriving = {
      sums: write(keep.of([features], input.dtype), sum(distance, { axis })),
      squares: write(keep.of([features], input.dtype), sum(square(distance), { axis })),
      center,
      count: input.size / Math.max(1, features),
    };
    sumsOf.set(input.node, made);
    return made;
  };
  const activity = ({ activated, facts: { path } }: WatchedLayer): MeasuredLayer['active'] => {
    if (activated?.profile.dies !== true || activated.from.rank < 2) return undefined;
    const { activation, from } = activated;
    const [units, before] = [`${path}/active`, `${path}/activeBefore`].map((name) =>
      keep.shared(name, [featuresOf(from)], 'bool'),
    ) as [Variable, Variable];
    const [slopes] = gradients(sum(activation(from)), [from]);
    const now = any(notEqual(slopes, 0), { axis: leading(from) });
    write(before, where(renews, units.value, before.value));
    write(units, logicalOr(logicalAnd(units.value, logicalNot(renews)), now));
    return [units, before];
  };
  const measuredLayers = layers.map((layer): MeasuredLayer => {
    const { facts, activated, input, output } = layer;
    return {
      facts,
      activated: activated && { activation: activated.activation, profile: activated.profile },
      stored: store(activated?.from ?? output),
      batch: output.shape[0] ?? 1,
      arriving: input && arriving(input, facts.path),
      statistics: layer.statistics,
      active: activity(layer),
    };
  });

  const numbers = step.parameters.map(({ variable }, i) =>
    parameterNumbers({
      gradient: step.gradients[i] as Tensor,
      before: step.before[i] as Tensor,
      after: variable.value,
    }),
  );
  const names = step.parameters.map(({ name }) => name);
  const inputs = listOf(step.visits.at(-1)?.input ?? []).filter(isFloat);
  const suspects: readonly (Suspect & { readonly sentinel: Tensor })[] = [
    ...inputs.map((each) => ({ where: 'input' as const, sentinel: zeroOf(each) })),
    ...step.truths.filter(isFloat).map((each) => ({ where: 'target' as const, sentinel: zeroOf(each) })),
    ...outputs.map(({ path, output }) => ({ where: 'activation' as const, layer: path, sentinel: zeroOf(output) })),
    { where: 'loss', sentinel: step.loss },
    // The way back begins at the last layer.
    ...numbers
      .map(({ magnitudes }, i) => ({ where: 'gradient' as const, layer: names[i], sentinel: magnitudes }))
      .reverse(),
    ...numbers.map(({ update }, i) => ({ where: 'weight' as const, layer: names[i], sentinel: update })),
  ];
  const sentinels = joined(suspects.map(({ sentinel }) => sentinel));
  const isBad = logicalNot(isFiniteTensor(sentinels));
  const found = keep.shared('found', [2], 'float64');
  // Steps are counted from 1 here: nothing is found as long as there are zeros.
  const isNew = logicalAnd(any(isBad), less(sum(slice(found.value, [0], [1])), 1));
  write(found, where(isNew, joined([number.add(1), argmax(cast(isBad, 'float32'))]), found.value));

  return {
    writes,
    measured: {
      layers: measuredLayers,
      parameters: step.parameters.map(({ name, variable: { shape } }, i) => ({
        name,
        shape,
        gradient: suspects.length - numbers.length - 1 - i,
        update: suspects.length - numbers.length + i,
      })),
      penalty: write(keep.of([], step.penalty.dtype), step.penalty),
      squares:
        numbers.length === 0
          ? undefined
          : write(keep.of([numbers.length], 'float64'), joined(numbers.map(({ squares }) => squares))),
      sentinels: write(keep.of([suspects.length], 'float64'), sentinels),
      suspects: suspects.map(({ where: place, layer }) => ({ where: place, layer })),
      found,
    },
  };
}
