import { add, cast, mul, ones, reshape, square, sub, sum, type Tensor, zeros } from '@gradkit/core';
import { quotient } from './quotient.ts';
import { alignWeight, weigh } from './weights.ts';

/** What linear statistics need to know of truths and predictions, float64 for each output `[N]`. */
export type MomentState = {
  /** Σ w */
  readonly weight: Tensor;
  readonly meanTrue: Tensor;
  readonly meanPred: Tensor;
  /** Σ w · (yTrue − meanTrue)² and its like */
  readonly varianceTrue: Tensor;
  readonly variancePred: Tensor;
  readonly covariance: Tensor;
};

export function noMoments(outputs: number): MomentState {
  const none = (): Tensor => zeros([outputs], { dtype: 'float64' });
  return {
    weight: none(),
    meanTrue: none(),
    meanPred: none(),
    varianceTrue: none(),
    variancePred: none(),
    covariance: none(),
  };
}

/**
 * The moments with those of one more batch, `[n, outputs]` after its first axes are joined. Batches are centred at their own
 * means and joined by the difference of means: sums of squares of large numbers would lose what is wanted.
 *
 * @see Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, American Statistician 37, 1983
 */
export function addMoments(
  name: string,
  state: MomentState,
  target: Tensor,
  yPred: Tensor,
  sampleWeight: Tensor | undefined,
): MomentState {
  const outputs = state.weight.size;
  const rows = (x: Tensor): Tensor => reshape(cast(x, 'float64'), [x.size / outputs, outputs]);
  const w =
    sampleWeight === undefined
      ? ones([yPred.size / outputs, outputs], { dtype: 'float64' })
      : rows(alignWeight(name, sampleWeight, yPred.shape));
  const [y, p] = [rows(target), rows(yPred)];
  const total = (x: Tensor): Tensor => sum(weigh(x, w), { axis: 0 });

  const batchWeight = sum(w, { axis: 0 });
  const weight = add(state.weight, batchWeight);
  const [batchTrue, batchPred] = [quotient(total(y), batchWeight), quotient(total(p), batchWeight)];
  const [dy, dp] = [sub(y, batchTrue), sub(p, batchPred)];
  const [stepTrue, stepPred] = [sub(batchTrue, state.meanTrue), sub(batchPred, state.meanPred)];
  const share = quotient(batchWeight, weight);
  const between = mul(state.weight, share);
  return {
    weight,
    meanTrue: add(state.meanTrue, mul(stepTrue, share)),
    meanPred: add(state.meanPred, mul(stepPred, share)),
    varianceTrue: add(state.varianceTrue, add(total(square(dy)), mul(between, square(stepTrue)))),
    variancePred: add(state.variancePred, add(total(square(dp)), mul(between, square(stepPred)))),
    covariance: add(state.covariance, add(total(mul(dy, dp)), mul(between, mul(stepTrue, stepPred)))),
  };
}
