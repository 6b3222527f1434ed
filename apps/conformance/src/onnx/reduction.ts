import {
  add,
  all,
  any,
  argmax,
  argmin,
  cumprod,
  cumsum,
  flip,
  full,
  logSumExp,
  max,
  mean,
  min,
  neg,
  norm,
  prod,
  sum,
  type Tensor,
} from '@gradkit/core';
import { logOfSum, type Reduction, sumOfSizes, sumOfSquares } from '../compositions/reductions.ts';
import type { Adaptor, Adaptors } from '../suite/adaptor.ts';

/** Axes are an input; none of them means all, or with `noop_with_empty_axes` that nothing is folded. */
const folding =
  (fold: Reduction): Adaptor =>
  (call) => {
    const x = call.input(0);
    const axes = call.optionalNumbersOf(1) ?? [];
    const [keepDims, keepsAll] = [call.flag('keepdims', true), call.flag('noop_with_empty_axes', false)];
    if (axes.length === 0 && keepsAll) return x;
    return fold(x, { axis: axes.length === 0 ? undefined : axes, keepDims });
  };

/** Folds of nothing: the neutral element, which `max` and `min` of numbers leave to the caller. */
const ofNothing =
  (fold: Reduction, neutral: number): Reduction =>
  (x, options) =>
    x.size > 0 ? fold(x, options) : full(sum(x, options).shape, neutral, { dtype: x.dtype });

const search =
  (find: typeof argmax): Adaptor =>
  (call) => {
    const [x, axis, keepDims] = [call.input(0), call.number('axis', 0), call.flag('keepdims', true)];
    if (!call.flag('select_last_index', false)) return find(x, { axis, keepDims });
    const fromEnd = find(flip(x, { axis }), { axis, keepDims });
    return add(neg(fromEnd), (x.shape.at(axis) as number) - 1);
  };

const ofTruth =
  (fold: Reduction, truth: Reduction): Reduction =>
  (x: Tensor, options) =>
    x.dtype === 'bool' ? truth(x, options) : fold(x, options);

const running =
  (fold: typeof cumsum): Adaptor =>
  (call) => {
    const [exclusive, reverse] = [call.flag('exclusive', false), call.flag('reverse', false)];
    return fold(call.input(0), { axis: call.numbersOf(1)[0], exclusive, reverse });
  };

/** Functions that fold axes away, or keep what they had on the way. */
export const reduction: Adaptors = {
  ArgMax: search(argmax),
  ArgMin: search(argmin),
  CumProd: running(cumprod),
  CumSum: running(cumsum),
  ReduceL1: folding(sumOfSizes),
  ReduceL2: folding(norm),
  ReduceLogSum: folding(logOfSum),
  ReduceLogSumExp: folding(logSumExp),
  ReduceMax: folding(ofTruth(ofNothing(max, -Infinity), any)),
  ReduceMean: folding(mean),
  ReduceMin: folding(ofTruth(ofNothing(min, Infinity), all)),
  ReduceProd: folding(prod),
  ReduceSum: folding(sum),
  ReduceSumSquare: folding(sumOfSquares),
};
