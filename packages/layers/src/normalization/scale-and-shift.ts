import {
  ArgumentError,
  add,
  checkFlags,
  describe,
  foldIn,
  mul,
  type Parameter,
  reshape,
  type Shape,
  type Tensor,
} from '@gradkit/core';
import { type Initializer, ones, zeros } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { checkWeightOptions, weightOptions } from '../check-options.ts';
import { checkLayerOptions, type LayerOptions } from '../layer.ts';
import { type Constraint, createParameter, createVariable } from '../parameter.ts';

/** Options of layers that normalise, then scale and shift by learned amounts. */
export interface NormalizationOptions extends LayerOptions {
  /** Added to the variance, greater than 0; default 1e-3. */
  readonly epsilon?: number | undefined;
  /** Whether to add the learned `beta`; default true. */
  readonly center?: boolean | undefined;
  /** Whether to multiply by the learned `gamma`; default true. */
  readonly scale?: boolean | undefined;
  /** Default `zeros()`. */
  readonly betaInitializer?: Initializer | undefined;
  /** Default `ones()`. */
  readonly gammaInitializer?: Initializer | undefined;
  /** Default: none. */
  readonly betaRegularizer?: Regularizer | undefined;
  /** Default: none. */
  readonly gammaRegularizer?: Regularizer | undefined;
  /** Default: none. */
  readonly betaConstraint?: Constraint | undefined;
  /** Default: none. */
  readonly gammaConstraint?: Constraint | undefined;
}

const weights = ['gamma', 'beta'];

/** Throws unless options are those of every normalisation, or `own`, and in range. */
export function checkNormalizationOptions(where: string, options: NormalizationOptions, own: readonly string[]): void {
  checkLayerOptions(where, options, [...own, 'epsilon', 'center', 'scale', ...weightOptions(weights)]);
  const { epsilon, center = true, scale = true } = options;
  checkFlags(where, { center, scale });
  checkWeightOptions(where, options, weights);
  if (epsilon !== undefined) checkEpsilon(where, epsilon);
}

export function checkEpsilon(where: string, epsilon: unknown): void {
  if (typeof epsilon === 'number' && epsilon > 0 && epsilon < Infinity) return;
  throw new ArgumentError(`${where}: epsilon is greater than 0, got ${describe(epsilon)}.`);
}

/** The learned scale and shift. */
export interface ScaleAndShift {
  readonly parameters: readonly Parameter[];
  readonly gamma: Tensor | undefined;
  readonly beta: Tensor | undefined;
  /** `gamma · x + beta`, once `place` has made them broadcast to `x`. */
  apply(x: Tensor, place: (values: Tensor) => Tensor): Tensor;
}

/** Creates `gamma` and `beta` of a shape, as far as options ask for them. */
export function createScaleAndShift(
  name: string,
  shape: Shape,
  options: NormalizationOptions,
  key: Tensor,
): ScaleAndShift {
  const { center = true, scale = true, gammaInitializer = ones(), betaInitializer = zeros() } = options;
  const gamma = scale
    ? createParameter(
        createVariable(`${name}/gamma`, shape, gammaInitializer, foldIn(key, 0)),
        options.gammaRegularizer,
        options.gammaConstraint,
      )
    : undefined;
  const beta = center
    ? createParameter(
        createVariable(`${name}/beta`, shape, betaInitializer, foldIn(key, 1)),
        options.betaRegularizer,
        options.betaConstraint,
      )
    : undefined;
  return {
    parameters: [gamma, beta].filter((parameter) => parameter !== undefined),
    get gamma() {
      return gamma?.variable.value;
    },
    get beta() {
      return beta?.variable.value;
    },
    apply(x, place) {
      const scaled = this.gamma === undefined ? x : mul(x, place(this.gamma));
      return this.beta === undefined ? scaled : add(scaled, place(this.beta));
    },
  };
}

/** Values that have the extents of some axes of an input, as an array that broadcasts to the input along these axes. */
export function placeAlong(axes: readonly number[], rank: number): (values: Tensor) => Tensor {
  const first = axes[0] ?? rank;
  const trailing = axes.length === rank - first;
  return (values) => {
    if (trailing) return values;
    const extents = new Array<number>(rank - first).fill(1);
    for (const [i, axis] of axes.entries()) extents[axis - first] = values.shape[i] as number;
    return reshape(values, extents);
  };
}
