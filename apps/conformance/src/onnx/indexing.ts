import {
  add,
  cast,
  gatherND,
  less,
  moveAxis,
  oneHot,
  putAlongAxis,
  type ScatterReduction,
  scatterND,
  slice,
  type Tensor,
  take,
  takeAlongAxis,
  topK,
  where,
} from '@gradkit/core';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Functions that read and write where indices say. */
export const indexing: Adaptors = {
  Gather: (call) => take(call.input(0), call.input(1), { axis: call.number('axis', 0) }),
  GatherElements: (call) => takeAlongAxis(call.input(0), call.input(1), { axis: call.number('axis', 0) }),
  GatherND: (call) => gatherND(call.input(0), call.input(1), { batch: call.number('batch_dims', 0) }),
  OneHot: (call) => {
    const depth = call.numbersOf(1)[0] as number;
    const index = cast(call.input(0), 'int32');
    const fromEnd = where(less(index, 0), add(index, depth), index);
    const [off, on] = [0, 1].map((i) => slice(call.input(2), [i], [i + 1])) as [Tensor, Tensor];
    return moveAxis(where(oneHot(fromEnd, depth, { dtype: 'bool' }), on, off), -1, call.number('axis', -1));
  },
  ScatterElements: (call) => {
    const axis = call.number('axis', 0);
    return putAlongAxis(call.input(0), call.input(1), call.input(2), { axis, reduction: reductionOf(call) });
  },
  ScatterND: (call) => scatterND(call.input(0), call.input(1), call.input(2), { reduction: reductionOf(call) }),
  TopK: (call) => {
    const axis = call.number('axis', -1);
    const [largest, sorted] = [call.flag('largest', true), call.flag('sorted', true)];
    const { values, indices } = topK(call.input(0), call.numbersOf(1)[0] as number, { axis, largest, sorted });
    return [values, indices];
  },
};

const reductions: Readonly<Record<string, ScatterReduction>> = {
  none: 'set',
  add: 'add',
  mul: 'mul',
  max: 'max',
  min: 'min',
};

function reductionOf(call: OperatorCall): ScatterReduction | undefined {
  return reductions[call.text('reduction', 'none')];
}
