import { type Node, node } from '../../graph.ts';
import type { Attributes } from '../../ops/operation.ts';
import { leading, padded, permuted, reshaped } from './axes.ts';
import { partsOf } from './parts.ts';
import { reachOf } from './windows.ts';

/** The transpose of a convolution along one axis, as a convolution with stride 1. */
interface AxisPlan {
  /** The first position of the result, among those that the convolution starts from, and how many there are. */
  readonly first: number;
  readonly positions: number;
  /** Elements from one of them to the next, and how many of these lie before the result. */
  readonly stride: number;
  readonly skipped: number;
  /** Kernel elements with zeros in the gaps of a dilation, in `groups` of `phases`. */
  readonly spacing: number;
  readonly groups: number;
  readonly phases: number;
  readonly dilation: number;
}

/**
 * The transpose of a convolution as a linear map of its input: what an input of these spatial extents receives when the
 * result receives `g`. What the zeros around it would receive is not computed.
 *
 * `x[p] = Σ g[q] k[t]` over `q stride + t dilation = p + low`. With stride 1 this is a convolution of `g`, surrounded by zeros,
 * with the kernel backwards. With stride s, position `q s + r` sees only the kernel elements t ≡ r (mod s): each of the s
 * phases is such a convolution with a kernel of its own, and all are filters of one.
 */
export function transposedConv(
  g: Node,
  kernel: Node,
  attributes: Attributes['conv'],
  extents: readonly number[],
): Node {
  const { strides, groups, code } = attributes;
  const { rank, taps, channels, filters } = partsOf(kernel, groups);
  const plans = taps.map((count, i) => planAxis(attributes, i, count, extents[i] as number));
  const phases = plans.map((plan) => plan.phases);

  // [groups₀, phases₀, groups₁, phases₁, …, channels, G, filters]
  const split = plans.reduce(
    (k, plan, i) => splitAxis(k, 2 * i, plan),
    reshaped(kernel, [...taps, channels, groups, filters]),
  );
  const groupAxes = taps.map((_, i) => 2 * i);
  const [channelAxis, groupAxis, filterAxis] = [2 * rank, 2 * rank + 1, 2 * rank + 2];
  const backwards = node('reverse', [split], { axes: groupAxes });
  const turned = permuted(backwards, [
    ...groupAxes,
    filterAxis,
    groupAxis,
    ...groupAxes.map((axis) => axis + 1),
    channelAxis,
  ]);
  const outputs = groups * phases.reduce((a, b) => a * b, channels);
  const turnedKernel = reshaped(turned, [...plans.map((plan) => plan.groups), filters, outputs]);

  const { inside, low, high } = between(
    g,
    plans.map((plan) => plan.first - (plan.groups - 1) * plan.dilation),
    plans.map((plan) => plan.first + plan.positions),
  );
  const dilations = plans.map(({ dilation }) => dilation);
  const steps = { strides: strides.map(() => 1), dilations, low, high, groups, code };
  const y = node('conv', [inside, turnedKernel], steps);

  // [batch, …positions, G, …phases, channels] → [batch, position₀, phase₀, …, G, channels]
  const batch = g.shape[0] as number;
  const positions = plans.map((plan) => plan.positions);
  const apart = reshaped(y, [batch, ...positions, groups, ...phases, channels]);
  const joined = permuted(apart, [0, ...taps.flatMap((_, i) => [i + 1, rank + 2 + i]), rank + 1, 2 * rank + 2]);
  const none = joined.shape.map(() => 0);
  const missing = plans.reduce((list, { stride, phases }, i) => list.with(2 * i + 2, stride - phases), none);
  const full = padded(joined, none, missing);
  const flat = reshaped(full, [batch, ...plans.map((plan) => plan.positions * plan.stride), groups * channels]);
  const start = plans.map(({ skipped }) => skipped);
  return start.every((n) => n === 0)
    ? leading(flat, [batch, ...extents, groups * channels])
    : node('slice', [flat], {
        start: [0, ...start, 0],
        stop: [batch, ...extents.map((n, i) => n + (start[i] as number)), groups * channels],
      });
}

function planAxis(
  { strides, dilations, low }: Attributes['conv'],
  axis: number,
  taps: number,
  extent: number,
): AxisPlan {
  const [stride, dilation, before] = [strides[axis], dilations[axis], low[axis]] as [number, number, number];
  const first = Math.floor(before / stride);
  const positions = extent === 0 ? 0 : Math.floor((before + extent - 1) / stride) - first + 1;
  const place = { first, positions, stride, skipped: extent === 0 ? 0 : before - first * stride };
  if (stride === 1) return { ...place, spacing: 1, groups: taps, phases: 1, dilation };
  const reach = reachOf(taps, dilation);
  // A view no longer than its step meets no other: phases that no element reaches are zero.
  const phases = Math.min(stride, reach);
  return { ...place, spacing: dilation, groups: Math.ceil(reach / stride), phases, dilation: 1 };
}

/** Positions of the spatial axes from `from` to before `to`, as what is there and how many zeros lie around it. */
function between(g: Node, from: readonly number[], to: readonly number[]) {
  const bounds = from.map((start, i) => {
    const [extent, stop] = [g.shape[i + 1], to[i]] as [number, number];
    const first = Math.min(extent, Math.max(0, start));
    const last = Math.max(first, Math.min(extent, stop));
    const low = last > first ? first - start : 0;
    return { first, last, low, high: Math.max(0, stop - start) - (last - first) - low };
  });
  const start = [0, ...bounds.map(({ first }) => first), 0];
  const stop = [g.shape[0] as number, ...bounds.map(({ last }) => last), g.shape.at(-1) as number];
  const isWhole = bounds.every(({ first, last }, i) => last - first === g.shape[i + 1]);
  return {
    inside: isWhole ? g : node('slice', [g], { start, stop }),
    low: bounds.map(({ low }) => low),
    high: bounds.map(({ high }) => high),
  };
}

/** An axis of kernel elements as two, groups of phases. */
function splitAxis(kernel: Node, axis: number, { spacing, groups, phases }: AxisPlan): Node {
  const taps = kernel.shape[axis] as number;
  const none = [...kernel.shape, 0].map(() => 0);
  const single = reshaped(kernel, kernel.shape.toSpliced(axis + 1, 0, 1));
  const wide = padded(single, none, none.with(axis + 1, spacing - 1));
  const spaced = reshaped(wide, kernel.shape.with(axis, taps * spacing));
  const length = groups * phases;
  const cut = leading(spaced, spaced.shape.with(axis, Math.min(length, taps * spacing)));
  const zeros = cut.shape.map(() => 0);
  const full = padded(cut, zeros, zeros.with(axis, length - (cut.shape[axis] as number)));
  return reshaped(full, full.shape.toSpliced(axis, 1, groups, phases));
}
