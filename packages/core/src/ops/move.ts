import { DTypeError, ShapeError } from '../errors.ts';
import { formatShape, sizeOf } from '../shape.ts';
import { type ArrayType, anything, type Op, type Operation } from './operation.ts';

/** Operations that only say where elements go. */
export type MoveOp = 'broadcast' | 'reshape' | 'permute' | 'slice' | 'pad' | 'reverse' | 'concat';

const row = <O extends MoveOp>(_op: O, arity: number, infer: Operation<O>['infer']): Operation<O> => ({
  family: 'move',
  arity,
  dtypes: anything,
  infer,
  cost: 0,
});

function refuse(op: Op, { shape }: ArrayType, what: string): never {
  throw new ShapeError(`${op}: ${what} does not fit ${formatShape(shape)}.`);
}

export const move: { readonly [O in MoveOp]: Operation<O> } = {
  broadcast: row('broadcast', 1, ([x], { shape, axes }) => {
    const from = x as ArrayType;
    const fits =
      axes.length === from.shape.length &&
      axes.every((axis, i) => shape[axis] === from.shape[i] && (i === 0 || axis > (axes[i - 1] as number)));
    if (!fits) refuse('broadcast', from, `${formatShape(shape)} at axes [${axes.join(', ')}]`);
    return { shape, dtype: from.dtype };
  }),
  reshape: row('reshape', 1, ([x], { shape }) => {
    const from = x as ArrayType;
    if (sizeOf(shape) !== sizeOf(from.shape)) refuse('reshape', from, formatShape(shape));
    return { shape, dtype: from.dtype };
  }),
  permute: row('permute', 1, ([x], { axes }) => {
    const from = x as ArrayType;
    const fits = axes.length === from.shape.length && new Set(axes).size === axes.length;
    if (!fits || axes.some((axis) => from.shape[axis] === undefined)) refuse('permute', from, `[${axes.join(', ')}]`);
    return { shape: axes.map((axis) => from.shape[axis] as number), dtype: from.dtype };
  }),
  slice: row('slice', 1, ([x], { start, stop }) => {
    const from = x as ArrayType;
    const fits =
      start.length === from.shape.length &&
      stop.length === from.shape.length &&
      from.shape.every(
        (n, i) => 0 <= (start[i] as number) && (start[i] as number) <= (stop[i] as number) && (stop[i] as number) <= n,
      );
    if (!fits) refuse('slice', from, `[${start.join(', ')}] to [${stop.join(', ')}]`);
    return { shape: from.shape.map((_, i) => (stop[i] as number) - (start[i] as number)), dtype: from.dtype };
  }),
  pad: row('pad', 1, ([x], { low, high }) => {
    const from = x as ArrayType;
    const fits =
      low.length === from.shape.length && high.length === from.shape.length && [...low, ...high].every((n) => n >= 0);
    if (!fits) refuse('pad', from, `[${low.join(', ')}] before and [${high.join(', ')}] after`);
    return { shape: from.shape.map((n, i) => n + (low[i] as number) + (high[i] as number)), dtype: from.dtype };
  }),
  reverse: row('reverse', 1, ([x], { axes }) => {
    const from = x as ArrayType;
    if (axes.some((axis) => from.shape[axis] === undefined)) refuse('reverse', from, `axes [${axes.join(', ')}]`);
    return from;
  }),
  concat: row('concat', -1, (inputs, { axis }) => {
    const first = inputs[0] as ArrayType;
    let extent = 0;
    for (const input of inputs) {
      if (input.dtype !== first.dtype) {
        throw new DTypeError(`concat: element types differ: ${inputs.map((i) => i.dtype).join(', ')}. Use cast().`);
      }
      const fits =
        input.shape.length === first.shape.length && input.shape.every((n, i) => i === axis || n === first.shape[i]);
      if (!fits || axis >= first.shape.length) refuse('concat', input, `axis ${axis} of ${formatShape(first.shape)}`);
      extent += input.shape[axis] as number;
    }
    return { shape: first.shape.map((n, i) => (i === axis ? extent : n)), dtype: first.dtype };
  }),
};
