import {
  add,
  any,
  concatenate,
  div,
  expandDims,
  greater,
  less,
  lessEqual,
  matmul,
  mul,
  pad,
  repeat,
  slice,
  softmax,
  stack,
  sub,
  type Tensor,
  take,
  tanh,
  transpose,
  where,
} from '@gradkit/core';
import { counting } from '../compositions/positions.ts';
import type { Adaptor, Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Scaled dot-product attention, and rotations that tell it positions. */
export const attention: Adaptors = { Attention: attend, RotaryEmbedding: rotate };

/** `[batch, steps, heads · size] → [batch, heads, steps, size]` */
function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, steps] = x.shape as [number, number];
  return transpose(x.reshape([batch, steps, heads, -1]), [0, 2, 1, 3]);
}

/** `[batch, heads, steps, size] → [batch, steps, heads · size]` */
function joinHeads(x: Tensor): Tensor {
  const [batch, , steps] = x.shape as [number, number, number];
  return transpose(x, [0, 2, 1, 3]).reshape([batch, steps, -1]);
}

/** Each head of keys and values serves several heads of queries, one after the other. */
function repeatHeads(x: Tensor, heads: number): Tensor {
  return repeat(x, heads / (x.shape[1] as number), { axis: 1 });
}

/**
 * ```text
 * softmax(softcap(scale · Q Kᵀ) + mask) V
 * ```
 * A query for which all keys are masked gives 0.
 */
function attend(call: OperatorCall): ReturnType<Adaptor> {
  const isFlat = call.input(0).rank === 3;
  const [queryHeads, keyHeads] = [call.number('q_num_heads', 0), call.number('kv_num_heads', 0)];
  const heads = (i: number, count: number): Tensor => (isFlat ? splitHeads(call.input(i), count) : call.input(i));
  const withPast = (now: Tensor, past: Tensor | undefined): Tensor =>
    past === undefined ? now : concatenate([past, now], { axis: 2 });
  const query = heads(0, queryHeads);
  const [key, value] = [withPast(heads(1, keyHeads), call.optional(4)), withPast(heads(2, keyHeads), call.optional(5))];
  const many = query.shape[1] as number;
  const scale = call.number('scale', 1 / Math.sqrt(query.shape[3] as number));
  const product = mul(matmul(query, transpose(repeatHeads(key, many), [0, 1, 3, 2])), scale);
  const softcap = call.number('softcap', 0);
  const capped = softcap === 0 ? product : mul(tanh(div(product, softcap)), softcap);
  const biased = masked(call, capped);
  const isSeen = greater(biased, -Infinity);
  const hasKey = any(isSeen, { axis: -1, keepDims: true });
  const weights = where(hasKey, softmax(where(hasKey, biased, 0)), 0);
  const mixed = matmul(weights, repeatHeads(value, many));
  const shown = [product, capped, biased, weights][call.number('qk_matmul_output_mode', 0)];
  return [isFlat ? joinHeads(mixed) : mixed, key, value, shown];
}

/** Scores with the mask added, and −∞ for keys that a query may not see. */
function masked(call: OperatorCall, scores: Tensor): Tensor {
  const { shape } = scores;
  const [steps, keys] = shape.slice(-2) as [number, number];
  const hidden = (isSeen: Tensor, of: Tensor): Tensor => where(isSeen, of, -Infinity);
  let result = scores;
  const mask = call.optional(3);
  if (mask !== undefined) {
    const bias = mask.dtype === 'bool' ? where(mask, 0, -Infinity) : mask;
    // Keys behind the mask's end are hidden.
    const missing = keys - (bias.shape.at(-1) as number);
    const margins = bias.shape.map((_, axis) => [0, axis === bias.rank - 1 ? missing : 0] as const);
    result = add(result, pad(bias, margins, { value: -Infinity }));
  }
  const column = counting([1, 1, 1, keys], 3);
  const lengths = call.optional(6)?.reshape([-1, 1, 1, 1]);
  if (lengths !== undefined) result = hidden(less(column, lengths), result);
  if (call.flag('is_causal', false)) {
    // Queries are the last positions of the sequence so far.
    const past = call.optional(4)?.shape[2] ?? 0;
    const last = lengths === undefined ? past : sub(lengths, steps);
    result = hidden(lessEqual(column, add(counting([1, 1, steps, 1], 2), last)), result);
  }
  return result;
}

/** Rotates pairs of numbers by angles that depend on the position: halves of a head, or neighbours. */
function rotate(call: OperatorCall): Tensor {
  const isFlat = call.input(0).rank === 3;
  const heads = call.number('num_heads', 0);
  const x = isFlat ? splitHeads(call.input(0), heads) : call.input(0);
  const ids = call.optional(3);
  // [positions, pairs] looked up, or [batch, steps, pairs]; then one for all heads.
  const angle = (i: number): Tensor => expandDims(ids === undefined ? call.input(i) : take(call.input(i), ids), 1);
  const [cosine, sine] = [angle(1), angle(2)];
  const size = call.number('rotary_embedding_dim', 0) || (x.shape[3] as number);
  const [batch, count, steps] = x.shape as [number, number, number];
  const pairAxis = call.flag('interleaved', false) ? 4 : 3;
  const pairs = slice(x, [0, 0, 0, 0], [batch, count, steps, size]).reshape(
    pairAxis === 4 ? [batch, count, steps, size / 2, 2] : [batch, count, steps, 2, size / 2],
  );
  const [real, imaginary] = [0, 1].map((i) => take(pairs, i, { axis: pairAxis })) as [Tensor, Tensor];
  const turned = [sub(mul(real, cosine), mul(imaginary, sine)), add(mul(real, sine), mul(imaginary, cosine))];
  const joined = stack(turned, { axis: pairAxis }).reshape([batch, count, steps, size]);
  const result = concatenate([joined, slice(x, [0, 0, 0, size])], { axis: 3 });
  return isFlat ? joinHeads(result) : result;
}
