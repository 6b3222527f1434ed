import {
  ArgumentError,
  add,
  describe,
  formatShape,
  mean,
  mul,
  normalizeAxis,
  reshape,
  rsqrt,
  ShapeError,
  square,
  sub,
} from '@gradkit/core';
import { createLayer, keepMask, type Layer } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';
import {
  checkNormalizationOptions,
  createScaleAndShift,
  type NormalizationOptions,
  placeAlong,
} from './scale-and-shift.ts';

/** Options of {@link instanceNormalization}. */
export interface InstanceNormalizationOptions extends NormalizationOptions {
  /** The axis of channels, not that of the batch. Default -1. */
  readonly axis?: number | undefined;
}

/** Options of {@link groupNormalization}. */
export interface GroupNormalizationOptions extends InstanceNormalizationOptions {
  /** How many groups the channels form, which they divide into equally; -1 for a group of each. Default 32. */
  readonly groups?: number | undefined;
}

/**
 * Brings groups of channels of each sample to mean 0 and variance 1, then scales and shifts each channel by learned amounts: for
 * batches too small for batch normalisation.
 *
 * ```text
 * μ, σ² over all elements of a sample that belong to a group: some neighbouring channels at all places
 * y = γ · (x − μ) / √(σ² + ε) + β
 * ```
 *
 * The shape stays. γ and β have the extent of the channels. One group is layer normalisation over a whole sample, a group of each
 * channel is {@link instanceNormalization}.
 *
 * @throws ArgumentError when `groups` or `epsilon` is out of range, or `axis` is not an axis of the input other than the batch
 * @throws ShapeError when the channels do not divide into groups, or an input has others than the first input
 * @see Wu and He, Group normalization, ECCV 2018
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { groupNormalization, sequential } from '@gradkit/layers';
 *
 * const model = sequential([groupNormalization({ groups: 2, epsilon: 1e-12 })]);
 * console.log(model.apply(tensor([[1, 3, 10, 30]])).toArray()); // [[-1, 1, -1, 1]]
 * ```
 */
export function groupNormalization(options: GroupNormalizationOptions = {}): Layer {
  const { groups = 32 } = options;
  if (!Number.isInteger(groups) || (groups < 1 && groups !== -1)) {
    throw new ArgumentError(
      `groupNormalization: groups is a positive integer, or -1 for a group of each channel, got ${describe(groups)}.`,
    );
  }
  return grouped('groupNormalization', options, ['groups'], (channels) => (groups === -1 ? channels : groups));
}

/**
 * Brings each channel of each sample to mean 0 and variance 1, then scales and shifts it by learned amounts.
 *
 * ```text
 * μ, σ² over all places of one channel of one sample
 * y = γ · (x − μ) / √(σ² + ε) + β
 * ```
 *
 * The shape stays. It is {@link groupNormalization} with a group of each channel.
 *
 * @throws ArgumentError when `epsilon` is not positive, or `axis` is not an axis of the input other than the batch
 * @throws ShapeError when an input has other channels than the first input
 * @see Ulyanov, Vedaldi and Lempitsky, Instance normalization: the missing ingredient for fast stylization, arXiv:1607.08022
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { instanceNormalization, sequential } from '@gradkit/layers';
 *
 * const model = sequential([instanceNormalization({ epsilon: 1e-12 })]);
 * console.log(model.apply(tensor([[[1, 10], [3, 30]]])).toArray()); // [[[-1, -1], [1, 1]]]
 * ```
 */
export function instanceNormalization(options: InstanceNormalizationOptions = {}): Layer {
  return grouped('instanceNormalization', options, [], (channels) => channels);
}

function grouped(
  kind: string,
  options: InstanceNormalizationOptions,
  own: readonly string[],
  groupsOf: (channels: number) => number,
): Layer {
  checkNormalizationOptions(kind, options, ['axis', ...own]);
  const { axis: chosen = -1, epsilon = 1e-3 } = options;

  return createLayer(
    kind,
    options,
    (input, key, name) => {
      const rank = input.length;
      const axis = normalizeAxis(name, chosen, rank);
      if (axis === 0) throw new ArgumentError(`${name}: axis 0 is the batch, not channels.`);
      const channels = input[axis] as number;
      const groups = groupsOf(channels);
      if (channels === 0 || channels % groups !== 0) {
        throw new ShapeError(
          `${name}: the ${channels} channels of ${formatShape(input)} do not divide into ${groups} groups of the same size.`,
        );
      }
      const place = placeAlong([axis], rank);
      const learned = createScaleAndShift(name, [channels], options, key);
      return {
        parameters: learned.parameters,
        output(shape) {
          if (shape.length !== rank || shape[axis] !== channels) {
            throw new ShapeError(
              `${name}: expected ${rank} axes with ${channels} channels along axis ${axis}, got ${formatShape(shape)}.`,
            );
          }
          return shape;
        },
        apply(x) {
          checkInputDType(name, x);
          const { shape } = x;
          const apart = reshape(x, [...shape.slice(0, axis), groups, channels / groups, ...shape.slice(axis + 1)]);
          const over = { axis: apart.shape.map((_, i) => i).filter((i) => i !== 0 && i !== axis), keepDims: true };
          const centered = sub(apart, mean(apart, over));
          const inverse = rsqrt(add(mean(square(centered), over), epsilon));
          return learned.apply(reshape(mul(centered, inverse), shape), place);
        },
      };
    },
    { outputMask: keepMask },
  );
}
