import {
  arange,
  broadcastShapes,
  broadcastTo,
  cast,
  concatenate,
  equal,
  expandDims,
  normalizeAxis,
  type PadMode,
  pad,
  reshape,
  slice,
  squeeze,
  sub,
  type Tensor,
  takeAlongAxis,
  tensor,
  tile,
  transpose,
  tril,
  triu,
} from '@gradkit/core';
import { counting, partsOf, range } from '../compositions/positions.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import { tensorOf } from '../suite/elements.ts';
import type { OperatorCall } from '../suite/operator-call.ts';
import type { RecordedTensor } from '../suite/recorded.ts';
import { elementType } from './element-type.ts';

/** Functions that arrange elements, and that make arrays from nothing. */
export const shaping: Adaptors = {
  CenterCropPad: (call) => {
    const x = call.input(0);
    const wanted = call.numbersOf(1);
    const axes = call.numbers('axes', [...x.shape.keys()]).map((axis) => normalizeAxis('CenterCropPad', axis, x.rank));
    return axes.reduce((part, axis, i) => centred(part, axis, wanted[i] as number), x);
  },
  Concat: (call) => concatenate(call.list(), { axis: call.number('axis', 0) }),
  ConstantOfShape: (call) => {
    const value = call.attribute('value') as RecordedTensor | undefined;
    const scalar = value === undefined ? tensor(0) : tensorOf(value).reshape([]);
    return broadcastTo(scalar, call.numbersOf(0));
  },
  DepthToSpace: (call) => {
    const x = call.input(0);
    const [n, c, h, w] = x.shape as [number, number, number, number];
    const b = call.number('blocksize', 1);
    const depth = c / (b * b);
    const blocks =
      call.text('mode', 'DCR') === 'DCR'
        ? transpose(reshape(x, [n, b, b, depth, h, w]), [0, 3, 4, 1, 5, 2])
        : transpose(reshape(x, [n, depth, b, b, h, w]), [0, 1, 4, 2, 5, 3]);
    return reshape(blocks, [n, depth, h * b, w * b]);
  },
  Expand: (call) => {
    const x = call.input(0);
    return broadcastTo(x, broadcastShapes('Expand', x.shape, call.numbersOf(1)));
  },
  EyeLike: (call) => {
    const { shape, dtype } = call.input(0);
    const distance = sub(counting(shape, 1), counting(shape, 0));
    const code = call.number('dtype');
    return cast(equal(distance, call.number('k', 0)), code === undefined ? dtype : elementType(code));
  },
  Flatten: (call) => {
    const x = call.input(0);
    const axis = call.number('axis', 1);
    const rows = x.shape.slice(0, axis < 0 ? axis + x.rank : axis).reduce((product, extent) => product * extent, 1);
    return reshape(x, [rows, -1]);
  },
  Pad: padding,
  Range: (call) => {
    const [start, stop, step] = [0, 1, 2].map((i) => call.numbersOf(i)[0] as number) as [number, number, number];
    return arange(start, stop, step, { dtype: call.input(0).dtype });
  },
  Reshape: (call) => {
    const x = call.input(0);
    const isZeroKept = call.flag('allowzero', false);
    return reshape(
      x,
      call.numbersOf(1).map((extent, i) => (extent === 0 && !isZeroKept ? (x.shape[i] as number) : extent)),
    );
  },
  ReverseSequence: (call) => {
    const [batch, time] = [call.number('batch_axis', 1), call.number('time_axis', 0)];
    const { shape } = call.input(0);
    const lengths = call.numbersOf(1);
    const positions = lengths.map((length) =>
      range(0, shape[time] as number, 1).map((t) => (t < length ? length - 1 - t : t)),
    );
    const byBatch = tensor(positions, { dtype: 'int32' });
    const index = batch < time ? byBatch : transpose(byBatch);
    const spread = shape.map((extent, i) => (i === batch || i === time ? extent : 1));
    return takeAlongAxis(call.input(0), broadcastTo(reshape(index, spread), shape), { axis: time });
  },
  Slice: slicing,
  SpaceToDepth: (call) => {
    const x = call.input(0);
    const [n, c, h, w] = x.shape as [number, number, number, number];
    const b = call.number('blocksize', 1);
    const blocks = transpose(reshape(x, [n, c, h / b, b, w / b, b]), [0, 3, 5, 1, 2, 4]);
    return reshape(blocks, [n, c * b * b, h / b, w / b]);
  },
  Split: splitting,
  Squeeze: (call) => squeeze(call.input(0), { axis: call.optionalNumbersOf(1) }),
  Tile: (call) => tile(call.input(0), call.numbersOf(1)),
  Transpose: (call) => transpose(call.input(0), call.numbers('perm')),
  Trilu: (call) => (call.flag('upper', true) ? triu : tril)(call.input(0), { offset: call.optionalNumbersOf(1)?.[0] }),
  Unsqueeze: (call) => expandDims(call.input(0), call.numbersOf(1)),
};

/** The middle of an axis, or the axis in the middle of zeros. */
function centred(x: Tensor, axis: number, wanted: number): Tensor {
  const extent = x.shape[axis] as number;
  const before = Math.floor(Math.abs(extent - wanted) / 2);
  const along = (value: number): (number | undefined)[] => x.shape.map((_, i) => (i === axis ? value : undefined));
  if (wanted <= extent) return slice(x, along(before), along(before + wanted));
  return pad(
    x,
    x.shape.map((_, i) => (i === axis ? [before, wanted - extent - before] : [0, 0])),
  );
}

/** Axes that are not named stay whole. */
function slicing(call: OperatorCall): Tensor {
  const x = call.input(0);
  const [starts, ends] = [call.numbersOf(1), call.numbersOf(2)];
  const axes = call.optionalNumbersOf(3) ?? [...starts.keys()];
  const named = axes.map((axis) => normalizeAxis('Slice', axis, x.rank));
  const along = (given: readonly number[] = []): (number | undefined)[] =>
    x.shape.map((_, axis) => given[named.indexOf(axis)]);
  return slice(x, along(starts), along(ends), along(call.optionalNumbersOf(4)));
}

/** Into parts of given extents, or into a number of parts of which the last may be smaller. */
function splitting(call: OperatorCall): Tensor[] {
  const x = call.input(0);
  const axis = call.number('axis', 0);
  const extent = x.shape.at(axis) as number;
  const count = call.number('num_outputs', call.outputCount);
  const part = Math.ceil(extent / count);
  const extents = call.optionalNumbersOf(1) ?? range(0, count, 1).map((i) => Math.min(part, extent - i * part));
  return partsOf(x, extents, axis);
}

const modes: Readonly<Record<string, PadMode>> = {
  constant: 'constant',
  edge: 'edge',
  reflect: 'reflect',
  wrap: 'wrap',
};

/** Widths are all those before, then all those after. */
function padding(call: OperatorCall): Tensor {
  const x = call.input(0);
  const widths = call.numbersOf(1);
  const axes = (call.optionalNumbersOf(3) ?? [...x.shape.keys()]).map((axis) => normalizeAxis('Pad', axis, x.rank));
  const margins = x.shape.map((_, axis): [number, number] => {
    const at = axes.indexOf(axis);
    return at < 0 ? [0, 0] : [widths[at] as number, widths[at + axes.length] as number];
  });
  const mode = modes[call.text('mode', 'constant')];
  return pad(x, margins, mode === 'constant' ? { value: call.optionalNumbersOf(2)?.[0] } : { mode });
}
