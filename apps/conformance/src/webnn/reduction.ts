import { argmax, argmin, cumsum, logSumExp, max, mean, min, norm, prod, sum } from '@gradkit/core';
import { logOfSum, type Reduction, sumOfSizes, sumOfSquares } from '../compositions/reductions.ts';
import type { Adaptor, Adaptors } from '../suite/adaptor.ts';

const folding =
  (fold: Reduction): Adaptor =>
  (call) =>
    fold(call.input('input'), { axis: call.numbers('axes'), keepDims: call.flag('keepDimensions', false) });

const search =
  (find: typeof argmax): Adaptor =>
  (call) => {
    // Positions are int32 here, whatever type is asked for: its values fit.
    call.ignore('outputDataType');
    return find(call.input('input'), { axis: call.number('axis', 0), keepDims: call.flag('keepDimensions', false) });
  };

/** Functions that fold axes away, or keep what they had on the way. */
export const reduction: Adaptors = {
  argMax: search(argmax),
  argMin: search(argmin),
  cumulativeSum: (call) => {
    const [exclusive, reverse] = [call.flag('exclusive', false), call.flag('reversed', false)];
    return cumsum(call.input('input'), { axis: call.number('axis', 0), exclusive, reverse });
  },
  reduceL1: folding(sumOfSizes),
  reduceL2: folding(norm),
  reduceLogSum: folding(logOfSum),
  reduceLogSumExp: folding(logSumExp),
  reduceMax: folding(max),
  reduceMean: folding(mean),
  reduceMin: folding(min),
  reduceProduct: folding(prod),
  reduceSum: folding(sum),
  reduceSumSquare: folding(sumOfSquares),
};
