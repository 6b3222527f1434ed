import {
  ArgumentError,
  broadcastTo,
  checkFlags,
  DTypeError,
  describe,
  equalShapes,
  foldIn,
  formatShape,
  matmul,
  mul,
  normalizeAxes,
  reshape,
  type Shape,
  ShapeError,
  sigmoid,
  sizeOf,
  swapAxes,
  type Tensor,
  transpose,
} from '@gradkit/core';
import { checkCount, checkWeightOptions } from '../check-options.ts';
import { checkRate } from '../check-rate.ts';
import { type ApplyContext, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';
import { isShapeList, listOf, type ShapesOf, type Values } from '../values.ts';
import { allOf, attend, causalMask, sequenceMask, weightDropout, windowMask } from './attend.ts';
import { createProjection, type ProjectionOptions, projectionOptionNames } from './projection.ts';

/** Options of attention with heads. */
export interface HeadAttentionOptions extends LayerOptions, ProjectionOptions {
  /** The share of attention weights that is dropped in training: 0 to less than 1, default 0. */
  readonly dropout?: number | undefined;
  /** Makes the dropped weights independent of the model's seed; default: derived from the model's. */
  readonly seed?: number | undefined;
  /** Lets a query see only keys less than this many places away, before and after; default: all. */
  readonly slidingWindow?: number | undefined;
  /** Whether a learned gate, a sigmoid of the query, scales what each head found; default false. */
  readonly useGate?: boolean | undefined;
  /** Whether a query sees only keys that are not later than itself; default false. */
  readonly useCausalMask?: boolean | undefined;
  /** Whether the last input is a mask: which keys each query may look at. Default false. */
  readonly useAttentionMask?: boolean | undefined;
  /** Whether to give a list of the output and the attention weights; default false. */
  readonly returnAttentionScores?: boolean | undefined;
}

/** The names of {@link HeadAttentionOptions} besides those of every layer, and of some more. */
export function headAttentionOptionNames(own: readonly string[]): readonly string[] {
  const names = ['dropout', 'seed', 'slidingWindow', 'useGate', 'useCausalMask', 'useAttentionMask'];
  return projectionOptionNames([...names, 'returnAttentionScores']).concat(own);
}

/** How many heads there are, and how large they are. */
export interface Heads {
  readonly queryHeads: number;
  /** Heads of keys and values; each serves as many heads of queries as all others. */
  readonly keyHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** The last axes of the output; default: those of the query. */
  readonly outputShape: readonly number[] | undefined;
  /** The axes that queries attend along; default: all between the batch and the features. */
  readonly attentionAxes: readonly number[] | undefined;
}

/** A layer that projects query, key and value to several heads, attends in each, and projects what they found. */
export function createHeadAttention(kind: string, options: HeadAttentionOptions, heads: Heads): Layer<Values, Values> {
  const { dropout = 0, seed, slidingWindow, useGate = false, useCausalMask = false } = options;
  const { useAttentionMask = false, returnAttentionScores = false } = options;
  const { queryHeads, keyHeads, keyDim, valueDim } = heads;
  checkWeightOptions(kind, options, ['kernel', 'bias']);
  checkRate(kind, 'dropout', dropout);
  if (slidingWindow !== undefined) checkCount(kind, 'slidingWindow', slidingWindow);
  checkFlags(kind, { useGate, useCausalMask, useAttentionMask, returnAttentionScores });
  for (const size of heads.outputShape ?? []) checkCount(kind, 'outputShape', size);

  return createLayer<Values, Values>(
    kind,
    options,
    (input, key, name) => {
      const first = partsOf(name, input, useAttentionMask);
      const rank = first.query.length;
      const features = first.query.at(-1) as number;
      const axes = attentionAxes(name, heads.attentionAxes, rank);
      const outputShape = heads.outputShape ?? [features];
      const project = (what: string, from: Shape, to: Shape, index: number) =>
        createProjection(kind, `${name}/${what}`, from, to, options, foldIn(key, index));
      const lastOf = (shape: Shape): Shape => shape.slice(-1);

      const ofQuery = project('query', lastOf(first.query), [queryHeads, keyDim], 0);
      const ofKey = project('key', lastOf(first.key), [keyHeads, keyDim], 1);
      const ofGate = useGate ? project('gate', lastOf(first.query), [queryHeads, valueDim], 2) : undefined;
      const ofValue = project('value', lastOf(first.value), [keyHeads, valueDim], 3);
      const ofOutput = project('attentionOutput', [queryHeads, valueDim], outputShape, 4);
      const dropped = weightDropout(name, dropout, seed);
      const lasts = [first.query, first.value, first.key].map((shape) => shape.at(-1));

      /** The extents that queries attend along, and those that they do not. */
      const along = (shape: Shape): number[] => axes.map((axis) => shape[axis] as number);
      const apart = (shape: Shape): number[] => shape.slice(0, -1).filter((_, axis) => !axes.includes(axis));

      return {
        parameters: [ofQuery, ofKey, ...(ofGate === undefined ? [] : [ofGate]), ofValue, ofOutput].flatMap(
          ({ parameters }) => parameters,
        ),
        state: dropped.state,
        output(shapes) {
          const { query, value, key: keys } = partsOf(name, shapes, useAttentionMask);
          const given = [query, value, keys];
          if (given.some((shape, i) => shape.length !== rank || shape.at(-1) !== lasts[i])) {
            throw new ShapeError(
              `${name}: expected query, value and key of ${rank} axes with ${lasts.join(', ')} features, got ` +
                `${given.map(formatShape).join(', ')}.`,
            );
          }
          if (!equalShapes(apart(query), apart(keys)) || !equalShapes(value.slice(0, -1), keys.slice(0, -1))) {
            throw new ShapeError(
              `${name}: query and key differ only along what is attended to, value and key in their features, got ` +
                `${given.map(formatShape).join(', ')}.`,
            );
          }
          const output = [...query.slice(0, -1), ...outputShape];
          if (!returnAttentionScores) return output;
          return [output, [...apart(query), queryHeads, ...along(query), ...along(keys)]];
        },

        apply(x, context) {
          const parts = listOf(x);
          const attentionMask = useAttentionMask ? (parts.at(-1) as Tensor) : undefined;
          const tensors = useAttentionMask ? parts.slice(0, -1) : parts;
          const [query, value = query, keys = value] = tensors as readonly [Tensor, ...Tensor[]];
          for (const part of [query, value, keys]) checkInputDType(name, part);
          const [outer, queryCount, keyCount] = [
            apart(query.shape),
            sizeOf(along(query.shape)),
            sizeOf(along(keys.shape)),
          ];
          const shared = queryHeads / keyHeads;

          /** `[…, heads, size]` as `[outer…, heads, places, size]`, with the axes that are attended to as one. */
          const byHead = (projected: Tensor, places: number): Tensor => {
            const [count, size] = projected.shape.slice(-2) as [number, number];
            return reshape(transpose(projected, orderOf(axes, rank)), [...outer, count, places, size]);
          };
          // All heads of queries that share one of keys are rows of one product.
          const rows = (t: Tensor): Tensor =>
            reshape(t, [...outer, keyHeads, shared * queryCount, t.shape.at(-1) as number]);
          const apartAgain = (t: Tensor): Tensor =>
            reshape(t, [...outer, queryHeads, queryCount, t.shape.at(-1) as number]);

          const q = rows(byHead(mul(ofQuery.apply(query, context), 1 / Math.sqrt(keyDim)), queryCount));
          const k = byHead(ofKey.apply(keys, context), keyCount);
          const v = byHead(ofValue.apply(value, context), keyCount);
          const scores = apartAgain(matmul(q, swapAxes(k, -1, -2)));
          const [queryMask, valueMask, keyMask] = sequenceMasks(tensors, context).map((mask, i) =>
            mask === undefined ? undefined : placesMask(mask, i === 0 ? query.shape : keys.shape, axes),
          );
          const mask = allOf([
            withHeads(sequenceMask(queryMask, valueMask, keyMask), outer.length),
            useCausalMask ? causalMask(queryCount, keyCount) : undefined,
            slidingWindow === undefined ? undefined : windowMask(queryCount, keyCount, slidingWindow),
            attentionMask === undefined
              ? undefined
              : scoreMask(name, attentionMask, outer.length, axes.length, queryCount, keyCount),
          ]);

          const { weights, used } = attend(scores, mask, dropped.drop(context));
          const found = apartAgain(matmul(rows(used), v));
          const headsLast = transpose(
            reshape(found, [...outer, queryHeads, ...along(query.shape), valueDim]),
            inverse(orderOf(axes, rank)),
          );
          const gated = ofGate === undefined ? headsLast : mul(headsLast, sigmoid(ofGate.apply(query, context)));
          const output = ofOutput.apply(gated, context);
          if (!returnAttentionScores) return output;
          return [output, reshape(weights, [...outer, queryHeads, ...along(query.shape), ...along(keys.shape)])];
        },
      };
    },
    {
      random: dropout > 0 && seed === undefined,
      ...(returnAttentionScores ? { outputs: 2 } : {}),
      outputMask: (_x, mask) => mask,
    },
  );
}

/** The shapes of query, value and key. */
function partsOf(
  name: string,
  input: ShapesOf<Values>,
  useAttentionMask: boolean,
): { readonly query: Shape; readonly value: Shape; readonly key: Shape } {
  const shapes = isShapeList(input) ? input : [input as Shape];
  const tensors = useAttentionMask ? shapes.slice(0, -1) : shapes;
  const [query, value = query, key = value] = tensors;
  if (query === undefined || value === undefined || key === undefined || tensors.length > 3) {
    throw new ArgumentError(
      `${name}: takes [query, value] or [query, value, key]${useAttentionMask ? ', and a mask' : ''}, got ${shapes.length} tensors.`,
    );
  }
  if (query.length < 3) {
    throw new ShapeError(`${name}: expected [batch, queries, features], got ${formatShape(query)}.`);
  }
  return { query, value, key };
}

function attentionAxes(name: string, given: readonly number[] | undefined, rank: number): readonly number[] {
  const between = Array.from({ length: rank - 2 }, (_, i) => i + 1);
  if (given === undefined) return between;
  const axes = normalizeAxes(name, given, rank);
  if (axes.length > 0 && axes.every((axis) => between.includes(axis))) return axes;
  throw new ArgumentError(
    `${name}: attentionAxes lie between the batch and the features, ${between.join(', ')}, got ${describe(given)}.`,
  );
}

/** Brings `[batch, …, heads, size]` into the order batch, what is not attended to, heads, what is, size. */
function orderOf(axes: readonly number[], rank: number): readonly number[] {
  const apart = Array.from({ length: rank - 1 }, (_, axis) => axis).filter((axis) => !axes.includes(axis));
  return [...apart, rank - 1, ...axes, rank];
}

const inverse = (order: readonly number[]): readonly number[] => order.map((_, axis) => order.indexOf(axis));

/** The masks of query, value and key; those of one tensor in several roles are one. */
function sequenceMasks(tensors: readonly Tensor[], { mask, masks }: ApplyContext): readonly (Tensor | undefined)[] {
  const given = masks ?? [mask];
  return tensors.length === 1 ? [given[0], given[0]] : given.slice(0, tensors.length);
}

/** The mask of steps, `[batch, time]`, of the places that are attended to: `[batch, …, places]`. */
function placesMask(mask: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  const extents = shape.slice(0, -1);
  const spread = broadcastTo(reshape(mask, [...mask.shape, ...extents.slice(2).map(() => 1)]), extents);
  const apart = extents.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const sizes = (some: readonly number[]): number[] => some.map((axis) => extents[axis] as number);
  return reshape(transpose(spread, [...apart, ...axes]), [...sizes(apart), sizeOf(sizes(axes))]);
}

/** An axis of heads in a mask `[outer…, queries, keys]`. */
function withHeads(mask: Tensor | undefined, outer: number): Tensor | undefined {
  return mask === undefined ? undefined : reshape(mask, [...mask.shape.slice(0, outer), 1, ...mask.shape.slice(outer)]);
}

/** A mask that was given, `[batch, queries…, keys…]` with or without the batch or further axes, as one of scores. */
function scoreMask(name: string, mask: Tensor, outer: number, axes: number, queries: number, keys: number): Tensor {
  if (mask.dtype !== 'bool') throw new DTypeError(`${name}: the attention mask is bool, got ${mask.dtype}.`);
  const lead = mask.shape.slice(0, -2 * axes);
  const [ofQueries, ofKeys] = [mask.shape.slice(-2 * axes, -axes), mask.shape.slice(-axes)].map(sizeOf) as [
    number,
    number,
  ];
  const fits = mask.shape.length >= 2 * axes && lead.length <= outer + 1;
  if (!fits || ![1, queries].includes(ofQueries) || ![1, keys].includes(ofKeys)) {
    throw new ShapeError(
      `${name}: the attention mask is [batch, queries, keys], with ${queries} queries and ${keys} keys, got ${formatShape(mask.shape)}.`,
    );
  }
  const between = new Array<number>(lead.length === 0 ? 0 : outer + 1 - lead.length).fill(1);
  return reshape(mask, [...lead, ...between, ofQueries, ofKeys]);
}
