import { add, cast, clip, div, greater, less, mul, sub, sum, type Tensor, where } from '@gradkit/core';
import { type LimitedMemory, withPair } from './limited-memory.ts';
import { selected } from './state-together.ts';

/** How much a pair is believed. */
export interface PairOptions {
  /** The least curvature along a step, as a share of what was expected. */
  readonly damping: number;
  /** Bounds of the inverse curvature where no pair tells. */
  readonly scales: readonly [least: number, most: number];
}

/** Curvature below this share of what was expected is rounding. */
const negligible = 1e-8;

const dot = (a: Tensor, b: Tensor): Tensor => cast(sum(mul(a, b)), 'float64');

/**
 * The memory with a step and the change of the gradient along it, damped; as it was if the pair says nothing.
 *
 * ```text
 * scale ← s·y / y·y, within bounds, where s·y > 0
 * y ← θ y + (1 − θ) s / scale,  θ the most in [0, 1] with s·y ≥ damping · s·s / scale
 * ```
 * @see Powell, Algorithms for nonlinear constraints that use Lagrangian functions, Mathematical Programming 14, 1978
 */
export function remembered(
  memory: LimitedMemory,
  step: Tensor,
  change: Tensor,
  { damping, scales: [least, most] }: PairOptions,
): LimitedMemory {
  const measured = dot(step, change);
  const seen = clip(div(measured, dot(change, change)), least, most);
  const scale = where(greater(measured, 0), seen, memory.scale);
  const expected = div(dot(step, step), scale);
  const isLow = less(measured, mul(expected, damping));
  const theta = where(isLow, div(mul(expected, 1 - damping), sub(expected, measured)), 1);
  const share = cast(theta, step.dtype);
  const damped = add(mul(change, share), mul(step, cast(div(sub(1, theta), scale), step.dtype)));
  const next = withPair(memory, step, damped, scale);
  // Written so that what is no number fails.
  const isUseful = greater(dot(step, damped), mul(expected, negligible));
  return selected(isUseful, next, memory);
}
