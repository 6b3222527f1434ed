import {
  arraySplit,
  broadcastTo,
  concatenate,
  flip,
  type PadMode,
  pad,
  reshape,
  slice,
  type Tensor,
  tile,
  transpose,
  tril,
  triu,
} from '@gradkit/core';
import { partsOf } from '../compositions/positions.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Functions that arrange elements. */
export const shaping: Adaptors = {
  concat: (call) => concatenate(call.list('inputs'), { axis: call.number('axis', 0) }),
  expand: (call) => broadcastTo(call.input('input'), call.numbers('newShape', [])),
  pad: padding,
  reshape: (call) => reshape(call.input('input'), call.numbers('newShape', [])),
  reverse: (call) => flip(call.input('input'), { axis: call.numbers('axes') }),
  slice: (call) => {
    const [starts, sizes] = [call.numbers('starts', []), call.numbers('sizes', [])];
    const ends = starts.map((start, axis) => start + (sizes[axis] as number));
    return slice(call.input('input'), starts, ends, call.numbers('strides', []));
  },
  split: splitting,
  tile: (call) => tile(call.input('input'), call.numbers('repetitions', [])),
  transpose: (call) => transpose(call.input('input'), call.numbers('permutation')),
  triangular: (call) =>
    (call.flag('upper', true) ? triu : tril)(call.input('input'), { offset: call.number('diagonal', 0) }),
};

const modes: Readonly<Record<string, PadMode>> = {
  constant: 'constant',
  edge: 'edge',
  reflection: 'reflect',
  symmetric: 'symmetric',
};

function padding(call: OperatorCall): Tensor {
  const after = call.numbers('endingPadding', []);
  const widths = call.numbers('beginningPadding', []).map((before, axis) => [before, after[axis] as number] as const);
  const [mode, value] = [modes[call.text('mode', 'constant')], call.number('value')];
  return pad(call.input('input'), widths, mode === 'constant' ? { value } : { mode });
}

/** Into equal parts, or into parts of given extents. */
function splitting(call: OperatorCall): Tensor[] {
  const [x, axis] = [call.input('input'), call.number('axis', 0)];
  const splits = call.attribute('splits');
  return typeof splits === 'number' ? arraySplit(x, splits, { axis }) : partsOf(x, call.numbers('splits', []), axis);
}
