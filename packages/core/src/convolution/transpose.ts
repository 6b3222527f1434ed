import { type Node, node } from '../graph.ts';
import type { Attributes } from '../ops/operation.ts';
import { partsOf } from './expand.ts';
import { leading, padded, permuted, reachOf, reshaped } from './windows.ts';

/** The transpose of a convolution along one axis, as a convolution with stride 1. */
interface AxisPlan {
  readonly extent: number;
  /** The position of the input that a position of the result starts at: one in `stride`. */
  readonly stride: number;
  /** Kernel elements with zeros in the gaps of a dilation, in `groups` of `phases`. */
  readonly spacing: number;
  readonly groups: number;
  readonly phases: number;
  readonly dilation: number;
}

/**
 * The transpose of a convolution as a linear map of its input: what an input of these spatial extents receives when the
 * result receives `g`.
 *
 * `x[p] = Σ g[q] k[t]` over `q stride + t dilation = p`. With stride 1 this is a convolution of `g`, surrounded by zeros,
 * with the kernel backwards. With stride s, position `p = q s + r` sees only the kernel elements t ≡ r (mod s): each of
 * the s phases is such a convolution with a kernel of its own, and all are filters of one.
 */
export function transposedConv(
  g: Node,
  kernel: Node,
  { strides, dilations, groups, code }: Attributes['conv'],
  extents: readonly number[],
): Node {
  const { rank, taps, channels, filters } = partsOf(kernel, groups);
  const plans = taps.map((count, i) =>
    planAxis(count, strides[i] as number, dilations[i] as number, extents[i] as number),
  );
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

  const positions = plans.map(({ extent, stride }) => Math.ceil(extent / stride));
  const low = plans.map((plan) => (plan.groups - 1) * plan.dilation);
  const high = positions.map((count, i) => count - (g.shape[i + 1] as number));
  const y = node('conv', [padded(g, [0, ...low, 0], [0, ...high, 0]), turnedKernel], {
    strides: strides.map(() => 1),
    dilations: plans.map(({ dilation }) => dilation),
    groups,
    code,
  });

  // [batch, …positions, G, …phases, channels] → [batch, position₀, phase₀, …, G, channels]
  const batch = g.shape[0] as number;
  const apart = reshaped(y, [batch, ...positions, groups, ...phases, channels]);
  const joined = permuted(apart, [0, ...taps.flatMap((_, i) => [i + 1, rank + 2 + i]), rank + 1, 2 * rank + 2]);
  const none = joined.shape.map(() => 0);
  const missing = plans.reduce((list, { stride, phases }, i) => list.with(2 * i + 2, stride - phases), none);
  const full = padded(joined, none, missing);
  const flat = reshaped(full, [
    batch,
    ...positions.map((count, i) => count * (strides[i] as number)),
    groups * channels,
  ]);
  return leading(flat, [batch, ...extents, groups * channels]);
}

function planAxis(taps: number, stride: number, dilation: number, extent: number): AxisPlan {
  if (stride === 1) return { extent, stride, spacing: 1, groups: taps, phases: 1, dilation };
  const reach = reachOf(taps, dilation);
  // A view no longer than its step meets no other: phases that no element reaches are zero.
  return {
    extent,
    stride,
    spacing: dilation,
    groups: Math.ceil(reach / stride),
    phases: Math.min(stride, reach),
    dilation: 1,
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
