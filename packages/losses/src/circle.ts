import { softplus } from '@gradkit/activations';
import {
  add,
  any,
  cast,
  checkFlags,
  checkOptions,
  equal,
  expandDims,
  eye,
  formatShape,
  logicalAnd,
  logicalNot,
  logSumExp,
  matmul,
  maximum,
  mul,
  reshape,
  ShapeError,
  sub,
  type Tensor,
  transpose,
  where,
} from '@gradkit/core';
import { checkNumber, checkPositive } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions, SampleValues } from './loss.ts';
import { checkPrediction } from './shapes.ts';

/** Options of {@link circle}. */
export interface CircleOptions extends LossOptions {
  /** How sharply pairs are told from each other, above 0; default 80. */
  readonly gamma?: number | undefined;
  /** How far from its best a similarity may stay, from 0 to 1; default 0.4. */
  readonly margin?: number | undefined;
  /** Whether a sample is no pair with itself; default `true`. */
  readonly removeDiagonal?: boolean | undefined;
}

/**
 * The loss of embeddings by their classes: in a batch, those of one class are drawn together and those of different classes
 * pushed apart, the more the further they are from where they should be.
 *
 * ```text
 * d_ij = max(1 − e_i · e_j, 0),  m = margin
 * P_i = log Σ over j of the same class  exp(gamma · (d + m) · (d − m))
 * N_i = log Σ over j of other classes   exp(gamma · max(1 + m − d, 0) · (1 − m − d))
 * loss = mean over samples i of log(1 + exp(P_i + N_i))
 * ```
 *
 * Predictions are embeddings of length 1, `[B, D]`; the truth is class ids, `[B]` or `[B, 1]`. The weights `d + m` and
 * `max(1 + m − d, 0)` are differentiated, too, as in Keras. A sample with no other of its class in the batch, or none of
 * another, has value 0 and is left out of means. `reduction: 'none'` returns `[B]`.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when an option
 * is out of range
 * @see Sun, Cheng, Zhang, Zhang, Zheng, Wang and Wei, Circle Loss: A Unified Perspective of Pair Similarity Optimization,
 * CVPR 2020
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { circle } from '@gradkit/losses';
 * const labels = tensor([0, 0, 1], { dtype: 'int32' });
 * const apart = tensor([[1, 0], [1, 0], [0, 1]]);
 * const mixed = tensor([[1, 0], [0, 1], [1, 0]]);
 * console.log(circle()(labels, apart).item() < 1e-6, circle()(labels, mixed).item() > 50); // true true
 * ```
 */
export function circle(options: CircleOptions = {}): Loss {
  const name = 'circle';
  checkOptions(name, options, ['gamma', 'margin', 'removeDiagonal', 'reduction']);
  const { gamma = 80, margin = 0.4, removeDiagonal = true, reduction } = options;
  checkPositive(name, 'gamma', gamma);
  checkNumber(name, 'margin', margin, 0, 1);
  checkFlags(name, { removeDiagonal });

  const perSample = (yTrue: Tensor, yPred: Tensor): SampleValues => {
    const labels = alignIds(name, yTrue, yPred);
    const alike = equal(expandDims(labels, 1), expandDims(labels, 0));
    const itself = cast(eye(labels.size, { dtype: 'int32' }), 'bool');
    const positive = removeDiagonal ? logicalAnd(alike, logicalNot(itself)) : alike;
    const negative = logicalNot(alike);

    const distance = maximum(sub(1, matmul(yPred, transpose(yPred))), 0);
    const pull = mul(mul(add(distance, margin), sub(distance, margin)), gamma);
    const push = mul(mul(maximum(sub(1 + margin, distance), 0), sub(1 - margin, distance)), gamma);
    const values = softplus(add(logSumExpWhere(positive, pull), logSumExpWhere(negative, push)));
    const mask = logicalAnd(any(positive, { axis: 1 }), any(negative, { axis: 1 }));
    return { values, mask };
  };
  return createLoss(name, perSample, { reduction });
}

function logSumExpWhere(mask: Tensor, values: Tensor): Tensor {
  return logSumExp(where(mask, values, -Infinity), { axis: 1 });
}

/** Class ids as int32 `[B]`, for embeddings `[B, D]`. */
function alignIds(name: string, yTrue: Tensor, yPred: Tensor): Tensor {
  checkPrediction(name, yPred);
  const [batch = 0] = yPred.shape;
  const fits =
    yPred.rank === 2 && yTrue.size === batch && (yTrue.rank === 1 || (yTrue.rank === 2 && yTrue.shape[1] === 1));
  if (fits) return reshape(cast(yTrue, 'int32'), [batch]);
  throw new ShapeError(
    `${name}: labels ${formatShape(yTrue.shape)} do not fit embeddings ${formatShape(yPred.shape)}. ` +
      'Give class ids [B] and embeddings [B, D].',
  );
}
