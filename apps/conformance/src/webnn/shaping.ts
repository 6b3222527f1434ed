import { broadcastTo, concatenate, flip, reshape, slice, type Tensor, transpose } from '@gradkit/core';
import { range, takeAt } from '../compositions/positions.ts';
import { triangle } from '../compositions/triangular.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Functions that arrange elements. */
export const shaping: Adaptors = {
  concat: (call) => concatenate(call.list('inputs'), { axis: call.number('axis', 0) }),
  expand: (call) => broadcastTo(call.input('input'), call.numbers('newShape', [])),
  reshape: (call) => reshape(call.input('input'), call.numbers('newShape', [])),
  reverse: (call) => flip(call.input('input'), { axis: call.numbers('axes') }),
  slice: (call) => {
    const [starts, sizes] = [call.numbers('starts', []), call.numbers('sizes', [])];
    const steps = call.numbers('strides', []);
    return takeAt(
      call.input('input'),
      starts.map((start, i) => range(start, start + (sizes[i] as number), steps[i] ?? 1)),
    );
  },
  split: splitting,
  transpose: (call) => transpose(call.input('input'), call.numbers('permutation')),
  triangular: (call) => triangle(call.input('input'), call.flag('upper', true), call.number('diagonal', 0)),
};

/** Into equal parts, or into parts of given extents. */
function splitting(call: OperatorCall): Tensor[] {
  const x = call.input('input');
  const axis = call.number('axis', 0);
  const splits = call.attribute('splits');
  const extent = x.shape[axis] as number;
  const extents =
    typeof splits === 'number' ? range(0, splits, 1).map(() => extent / splits) : call.numbers('splits', []);
  let start = 0;
  return extents.map((length) => {
    const along = (value: number): (number | undefined)[] => x.shape.map((_, i) => (i === axis ? value : undefined));
    const piece = slice(x, along(start), along(start + length));
    start += length;
    return piece;
  });
}
