import {
  ArgumentError,
  checkFlags,
  equalShapes,
  expandDims,
  formatShape,
  matmul,
  type Parameter,
  type Shape,
  ShapeError,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkRate } from '../check-rate.ts';
import { type ApplyContext, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';
import { isShapeList, listOf, type ShapesOf, type Values } from '../values.ts';
import { allOf, attend, causalMask, sequenceMask, weightDropout } from './attend.ts';

/** Options of layers that attend by scores of their own. */
export interface ScoreAttentionOptions extends LayerOptions {
  /** The share of attention weights that is dropped in training: 0 to less than 1, default 0. */
  readonly dropout?: number | undefined;
  /** Makes the dropped weights independent of the model's seed; default: derived from the model's. */
  readonly seed?: number | undefined;
  /** Whether a query sees only keys that are not later than itself; default false. */
  readonly useCausalMask?: boolean | undefined;
  /** Whether to give a list of the output and the attention weights `[…, queries, keys]`; default false. */
  readonly returnAttentionScores?: boolean | undefined;
}

/** The names of {@link ScoreAttentionOptions} besides those of every layer, and of some more. */
export function scoreAttentionOptionNames(own: readonly string[]): readonly string[] {
  return ['dropout', 'seed', 'useCausalMask', 'returnAttentionScores'].concat(own);
}

/** How much each query has to do with each key. */
export interface Scores {
  readonly parameters: readonly Parameter[];
  /** From `[…, queries, features]` and `[…, keys, features]` to `[…, queries, keys]`. */
  scores(query: Tensor, key: Tensor): Tensor;
}

/** A layer that averages values by the softmax of scores, of `[query, value]` or `[query, value, key]`. */
export function createScoreAttention(
  kind: string,
  options: ScoreAttentionOptions,
  build: (features: number, key: Tensor, name: string) => Scores,
): Layer<Values, Values> {
  const { dropout = 0, seed, useCausalMask = false, returnAttentionScores = false } = options;
  checkRate(kind, 'dropout', dropout);
  checkFlags(kind, { useCausalMask, returnAttentionScores });

  return createLayer<Values, Values>(
    kind,
    options,
    (input, key, name) => {
      const features = shapesOfParts(name, input).query.at(-1) as number;
      const { parameters, scores } = build(features, key, name);
      const dropped = weightDropout(name, dropout, seed);
      return {
        parameters,
        state: dropped.state,
        output(shapes) {
          const { query, value } = shapesOfParts(name, shapes);
          if (query.at(-1) !== features) {
            throw new ShapeError(`${name}: expected queries of ${features} features, got ${formatShape(query)}.`);
          }
          const output = [...query.slice(0, -1), value.at(-1) as number];
          return returnAttentionScores ? [output, [...query.slice(0, -1), value.at(-2) as number]] : output;
        },
        apply(x, context) {
          const [query, value = query, ownKey = value] = listOf(x) as readonly [Tensor, ...Tensor[]];
          for (const part of [query, value, ownKey]) checkInputDType(name, part);
          const [queryMask, valueMask] = masksOf(x, context);
          const mask = allOf([
            sequenceMask(undefined, valueMask),
            useCausalMask ? causalMask(query.shape.at(-2) as number, value.shape.at(-2) as number) : undefined,
          ]);
          const { weights, used } = attend(scores(query, ownKey), mask, dropped.drop(context));
          const output = matmul(used, value);
          const kept = queryMask === undefined ? output : where(expandDims(queryMask, -1), output, 0);
          return returnAttentionScores ? [kept, weights] : kept;
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

/** The masks of query and value; those of a tensor that is both are one. */
function masksOf(x: Values, { mask, masks }: ApplyContext): readonly (Tensor | undefined)[] {
  const [ofQuery = mask, ofValue] = masks ?? [];
  return listOf(x).length === 1 ? [ofQuery, ofQuery] : [ofQuery, ofValue];
}

function shapesOfParts(name: string, input: ShapesOf<Values>): { readonly query: Shape; readonly value: Shape } {
  const shapes = isShapeList(input) ? input : [input as Shape];
  const [query = [], value = query, key = value] = shapes;
  if (shapes.length > 3) {
    throw new ArgumentError(`${name}: takes [query, value] or [query, value, key], got ${shapes.length} tensors.`);
  }
  const fit =
    query.length > 2 &&
    equalShapes(query.slice(0, -2), value.slice(0, -2)) &&
    equalShapes(value.slice(0, -1), key.slice(0, -1)) &&
    query.at(-1) === key.at(-1);
  if (fit) return { query, value };
  throw new ShapeError(
    `${name}: expected a query [batch, queries, features], a value [batch, keys, …] and a key [batch, keys, features], ` +
      `got ${shapes.map(formatShape).join(', ')}.`,
  );
}
