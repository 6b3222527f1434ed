import {
  ArgumentError,
  add,
  all,
  arange,
  broadcastTo,
  cast,
  checkFlags,
  checkOptions,
  concatenate,
  describe,
  equal,
  expandDims,
  formatShape,
  full,
  greaterEqual,
  less,
  logAddExp,
  logicalAnd,
  logicalOr,
  logSoftmax,
  logSumExp,
  mul,
  neg,
  notEqual,
  reshape,
  ShapeError,
  scan,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  transpose,
  where,
} from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions, Weighting } from './loss.ts';
import { checkPrediction } from './shapes.ts';

/** Options of {@link ctc}. */
export interface CtcOptions extends LossOptions {
  /** The class that means "nothing here", also what labels are padded with; default 0. */
  readonly blank?: number | undefined;
  /** Whether labels that do not fit into the timesteps cost 0 instead of Infinity; default `false`. */
  readonly zeroInfinity?: boolean | undefined;
}

/**
 * Connectionist temporal classification: the negative log-likelihood of a sequence of labels when it is not known which
 * timestep says which, for speech and handwriting.
 *
 * ```text
 * loss = −mean over samples of log Σ over paths π  Π_t p_t[π_t],   p_t = softmax(yPred_t)
 * paths: sequences of T classes that give the labels when repetitions are merged and blanks dropped
 * ```
 *
 * Predictions are logits `[B, T, C]`; the truth is class ids `[B, L]`, padded with `blank` at the end, each as long as it has
 * others. With a mask `[B, T]`, as layers give it, masked timesteps are skipped, which sets lengths of inputs; a mask `[B]`
 * leaves out samples, as always. `reduction: 'none'` returns `[B]`. Computed in logarithms, in one loop over the timesteps.
 *
 * Labels with more entries and repetitions than there are timesteps have no path: their value is Infinity with derivative 0,
 * or 0 with `zeroInfinity`. Unlike in PyTorch, the mean is not divided by the lengths of labels.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when `blank` is
 * not a class
 * @see Graves, Fernández, Gomez and Schmidhuber, Connectionist Temporal Classification: Labelling Unsegmented Sequence Data
 * with Recurrent Neural Networks, ICML 2006
 * @example
 * ```ts
 * import { tensor, zeros } from '@gradkit/core';
 * import { ctc } from '@gradkit/losses';
 * const label = tensor([[1]], { dtype: 'int32' });
 * console.log(ctc()(label, zeros([1, 2, 2])).item()); // 0.2876…: 3 of 4 paths, 1 1, 0 1 and 1 0, say 1
 * ```
 */
export function ctc(options: CtcOptions = {}): Loss {
  const name = 'ctc';
  checkOptions(name, options, ['blank', 'zeroInfinity', 'reduction']);
  const { blank = 0, zeroInfinity = false, reduction } = options;
  checkFlags(name, { zeroInfinity });
  if (!Number.isInteger(blank) || blank < 0)
    throw new ArgumentError(`${name}: blank is a class id, got ${describe(blank)}.`);
  const never = zeroInfinity ? 0 : Infinity;

  const lossFor = (steps: Tensor | undefined): Loss =>
    createLoss(name, (yTrue, yPred) => negativeLogLikelihood(name, yTrue, yPred, { blank, never, steps }), {
      reduction,
    });
  const plain = lossFor(undefined);
  const loss = (yTrue: Tensor, yPred: Tensor, weighting?: Weighting): Tensor => {
    const mask = weighting?.mask;
    // A mask of timesteps says which of them there are; the values that a mask [B] leaves out are those of samples.
    if (mask === undefined || mask.rank !== 2 || mask.shape[1] !== yPred.shape[1])
      return plain(yTrue, yPred, weighting);
    return lossFor(mask)(yTrue, yPred, { ...weighting, mask: undefined });
  };
  return Object.defineProperties(loss, { name: { value: name }, perSample: { value: plain.perSample } });
}

interface Alignment {
  readonly blank: number;
  /** The value where there is no path. */
  readonly never: number;
  /** Not 0 for the timesteps that there are, `[B, T]`. */
  readonly steps: Tensor | undefined;
}

/** The forward recursion over labels with blanks around them, `[blank, l₁, blank, l₂, …, blank]`: S = 2L + 1 positions. */
function negativeLogLikelihood(name: string, yTrue: Tensor, yPred: Tensor, { blank, never, steps }: Alignment): Tensor {
  const [batch, length, classes] = checkShapes(name, yTrue, yPred, blank);
  const labels = cast(yTrue, 'int32');
  const path = surrounded(labels, blank);
  const positions = path.shape[1] as number;
  const position = arange(0, positions, 1, { dtype: 'int32' });
  // From a label straight to the next, unless they are the same: only a blank tells two from one that lasts.
  const skips = logicalAnd(notEqual(path, blank), notEqual(path, shifted(path, 2, blank)));

  const emitted = takeAlongAxis(logSoftmax(yPred), broadcastTo(expandDims(path, 1), [batch, length, positions]), {
    axis: 2,
  });
  const present = cast(steps ?? full([batch, length], 1, { dtype: 'int32' }), 'bool');
  const nothing = where(equal(position, 0), 0, full([positions], -Infinity, { dtype: yPred.dtype }));
  const [reached] = scan(
    (before: Tensor, now: { readonly emitted: Tensor; readonly present: Tensor }) => {
      const next = logAddExp(before, shifted(before, 1, -Infinity));
      const jumped = where(skips, shifted(before, 2, -Infinity), -Infinity);
      const after = add(logAddExp(next, jumped), now.emitted);
      return [where(now.present, after, before), undefined];
    },
    broadcastTo(nothing, [batch, positions]),
    { emitted: transpose(emitted, [1, 0, 2]), present: expandDims(transpose(present), 2) },
  );

  const last = mul(expandDims(sum(notEqual(labels, blank), { axis: 1 }), 1), 2);
  const ends = logicalOr(equal(position, last), equal(position, sub(last, 1)));
  const likelihood = logSumExp(where(ends, reached, -Infinity), { axis: 1 });
  const areClasses = all(logicalAnd(greaterEqual(labels, 0), less(labels, classes)), { axis: 1 });
  return where(areClasses, where(equal(likelihood, -Infinity), never, neg(likelihood)), Number.NaN);
}

/** Labels `[B, L]` with a blank before, between and behind them. */
function surrounded(labels: Tensor, blank: number): Tensor {
  const [batch, count] = labels.shape as [number, number];
  const pairs = stack([full([batch, count], blank, { dtype: 'int32' }), labels], { axis: 2 });
  return concatenate([reshape(pairs, [batch, 2 * count]), full([batch, 1], blank, { dtype: 'int32' })], { axis: 1 });
}

/** Rows moved to the right, with what comes in at the left. */
function shifted(rows: Tensor, by: number, filler: number): Tensor {
  const [batch, width] = rows.shape as [number, number];
  const filled = full([batch, Math.min(by, width)], filler, { dtype: rows.dtype });
  return width <= by ? filled : concatenate([filled, slice(rows, [0, 0], [batch, width - by])], { axis: 1 });
}

function checkShapes(name: string, yTrue: Tensor, yPred: Tensor, blank: number): readonly [number, number, number] {
  checkPrediction(name, yPred);
  if (yTrue.rank !== 2 || yPred.rank !== 3 || yTrue.shape[0] !== yPred.shape[0]) {
    throw new ShapeError(
      `${name}: labels ${formatShape(yTrue.shape)} do not fit predictions ${formatShape(yPred.shape)}. ` +
        'Give class ids [B, L], padded with the blank, and logits [B, T, C].',
    );
  }
  const [batch, length, classes] = yPred.shape as [number, number, number];
  if (blank < classes) return [batch, length, classes];
  throw new ArgumentError(`${name}: the blank ${blank} is not one of ${classes} classes, 0 to ${classes - 1}.`);
}
