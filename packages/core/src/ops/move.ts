import { sizeOf } from '../shape.ts';
import { type ArrayType, type Attributes, anything, type Misfit, type Operation } from './operation.ts';

/** Operations that only say where elements go. */
export type MoveOp = 'broadcast' | 'reshape' | 'permute' | 'slice' | 'pad' | 'reverse' | 'concat' | 'window';

/** One that moves the elements of one array, given the shape of the result; undefined where it does not fit. */
const move1 = <O extends MoveOp>(
  reshaped: (from: readonly number[], attributes: Attributes[O]) => readonly number[] | false,
): Operation<O> => ({
  family: 'move',
  dtypes: anything,
  infer: ([x], attributes) => {
    const { shape: from, dtype } = x as ArrayType;
    const shape = reshaped(from, attributes);
    return shape === false ? 'shape-mismatch' : { shape, dtype };
  },
  cost: 0,
});

const concatenated = (inputs: readonly ArrayType[], axis: number): ArrayType | Misfit => {
  const { shape, dtype } = inputs[0] as ArrayType;
  let extent = 0;
  for (const input of inputs) {
    if (input.dtype !== dtype) return 'dtype-mismatch';
    const fits = input.shape.length === shape.length && input.shape.every((n, i) => i === axis || n === shape[i]);
    if (!fits || axis >= shape.length) return 'shape-mismatch';
    extent += input.shape[axis] as number;
  }
  return { shape: shape.with(axis, extent), dtype };
};

export const move: { readonly [O in MoveOp]: Operation<O> } = {
  broadcast: move1<'broadcast'>(
    (from, { shape, axes }) =>
      axes.length === from.length &&
      axes.every((axis, i) => shape[axis] === from[i] && (i === 0 || axis > (axes[i - 1] as number))) &&
      shape,
  ),
  reshape: move1<'reshape'>((from, { shape }) => sizeOf(shape) === sizeOf(from) && shape),
  permute: move1<'permute'>(
    (from, { axes }) =>
      axes.length === from.length &&
      new Set(axes).size === axes.length &&
      axes.every((axis) => axis in from) &&
      axes.map((axis) => from[axis] as number),
  ),
  slice: move1<'slice'>(
    (from, { start, stop }) =>
      start.length === from.length &&
      stop.length === from.length &&
      from.every((n, i) => {
        const [low, high] = [start[i] as number, stop[i] as number];
        return 0 <= low && low <= high && high <= n;
      }) &&
      stop.map((high, i) => high - (start[i] as number)),
  ),
  pad: move1<'pad'>(
    (from, { low, high }) =>
      low.length === from.length &&
      high.length === from.length &&
      [...low, ...high].every((n) => n >= 0) &&
      from.map((n, i) => n + (low[i] as number) + (high[i] as number)),
  ),
  reverse: move1<'reverse'>((from, { axes }) => axes.every((axis) => axis in from) && from),
  window: { family: 'move', dtypes: anything, infer: (inputs, own) => own.code.window(inputs, own), cost: 0 },
  concat: {
    family: 'move',
    dtypes: anything,
    infer: (inputs, { axis }) => concatenated(inputs, axis),
    cost: 0,
  },
};
