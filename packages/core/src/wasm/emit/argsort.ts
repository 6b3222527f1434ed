import { flatten, pointsOf } from '../../compile/affine.ts';
import type { Buffer, Expression, Kernel, Store } from '../../compile/kernel.ts';
import type { Planner } from '../../compile/own-kernel.ts';
import { type DType, dtypes, isFloat } from '../../dtype.ts';
import type { Node } from '../../graph.ts';
import type { OperationCode } from '../../ops/operation.ts';
import { sizeOf } from '../../shape.ts';
import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';
import { emitLoops } from './loops.ts';
import { insertPositions, sortByDigits } from './position-sorts.ts';
import { floatShape, pushConstant } from './registers.ts';

/** Rows up to this length are sorted by insertion: it needs no table of counts. */
const insertionLength = 40;

/** Sorts the positions in rows of keys, one row after the other. */
interface RowSort {
  readonly keys: Buffer;
  readonly result: Buffer;
  /** The positions of one row. */
  readonly positions: Buffer;
  /** For long rows: the positions in the next pass, and one count for each value of a byte. */
  readonly digits: { readonly positions: Buffer; readonly counts: Buffer } | undefined;
  readonly length: number;
  /** Rows before and after the sorted axis; neighbours in a row of the result are `after` elements apart. */
  readonly before: number;
  readonly after: number;
}

/**
 * Elements become unsigned integers, their keys, in the order of which the elements are to stand: one pass over whatever
 * led to them, into rows that are contiguous. Then the positions of each row are sorted by their keys.
 */
export const planArgsort: Planner<'argsort'> = (root, { stored, lowered, scratch }) => {
  const x = root.inputs[0] as Node;
  const { axis, descending } = root.attributes;
  const order = [...x.shape.keys()].filter((a) => a !== axis).concat(axis);
  const extents = order.map((a) => x.shape[a] as number);
  const points = pointsOf(extents);
  const index = x.shape.map((_, a) => points[order.indexOf(a)] as (typeof points)[number]);
  const element = lowered(x, index, extents);
  const length = x.shape[axis] as number;
  const keyed: Store = {
    buffer: scratch(keyTypes[x.dtype], sizeOf(extents), 'keys'),
    at: flatten(points, extents, extents.length),
    value: keyOf(element, descending),
  };
  const sort: RowSort = {
    keys: keyed.buffer,
    result: stored(root),
    positions: scratch('int32', length, 'positions'),
    digits:
      length <= insertionLength
        ? undefined
        : { positions: scratch('int32', length, 'next positions'), counts: scratch('int32', 256, 'counts') },
    length,
    before: sizeOf(x.shape.slice(0, axis)),
    after: sizeOf(x.shape.slice(axis + 1)),
  };
  const keys: Kernel = {
    name: 'keys',
    extents,
    rows: [...extents.keys()],
    columns: [],
    stages: [{ level: 'row', stores: [keyed], reductions: [] }],
    reasons: [],
  };
  return {
    description: 'sorts positions along an axis',
    values: [keyed.value],
    writes: [sort.result, sort.keys, sort.positions, ...Object.values(sort.digits ?? {})],
    emit: (module) => [emitLoops(module, keys), sortRows(module, sort)],
  };
};

/** The element types of buffers with as many bytes as the keys have. */
const keyTypes: Readonly<Record<DType, DType>> = {
  float32: 'uint32',
  float64: 'float64',
  int32: 'uint32',
  uint32: 'uint32',
  uint8: 'uint8',
  bool: 'uint8',
};

function keyOf(element: Expression, descending: boolean): Expression {
  const code = descending ? descendingKeyCode : ascendingKeyCode;
  return { kind: 'apply', dtype: keyTypes[element.dtype], op: 'bitcast', inputs: [element], code };
}

const keyCode = (descending: boolean): OperationCode => ({
  wasm(registers, dtype) {
    const { f } = registers;
    if (isFloat(dtype)) {
      const lanes = f[floatShape(dtype)];
      const x = f.local('v128');
      // −0 becomes 0, which it equals.
      pushConstant(registers, 0, dtype);
      lanes.add();
      f.local.tee(x);
      // The bits of positive numbers are ordered as the numbers; those of negative ones the other way round.
      f.local.get(x);
      pushConstant(registers, 0, dtype);
      lanes.lt();
      pushConstant(registers, -0, dtype);
      f.v128.or();
      f.v128.xor();
      // All bits for NaN, the largest.
      f.local.get(x);
      f.local.get(x);
      lanes.ne();
      f.v128.or();
    } else if (dtype === 'int32') {
      pushConstant(registers, dtypes.int32.lowest, dtype);
      f.v128.xor();
    }
    if (descending) f.v128.not();
  },
});
const ascendingKeyCode = /* @__PURE__ */ keyCode(false);
const descendingKeyCode = /* @__PURE__ */ keyCode(true);

function sortRows(module: Module, sort: RowSort): FunctionHandle {
  const { length, before, after } = sort;
  const { bytes } = dtypes[sort.keys.dtype];
  return module.function(['i32'], [], (f, table) => {
    const pointer = (buffer: Buffer): Local<'i32'> => {
      const address = f.local('i32');
      f.local.get(table);
      f.i32.load(buffer.index * 4);
      f.local.set(address);
      return address;
    };
    const keys = pointer(sort.keys);
    const target = pointer(sort.result);
    const positions = pointer(sort.positions);
    const digits = sort.digits && { to: pointer(sort.digits.positions), counts: pointer(sort.digits.counts) };
    const [outer, inner] = [f.local('i32'), f.local('i32')];
    f.for(outer, { to: before }, () => {
      f.for(inner, { to: after }, () => {
        if (digits === undefined) insertPositions(f, { keys, bytes, length, positions });
        else sortByDigits(f, { keys, bytes, length, from: positions, ...digits });
        copySpread(f, positions, target, length, after);
        advance(f, keys, length * bytes);
        advance(f, target, 4);
      });
      advance(f, target, (length - 1) * after * 4);
    });
  });
}

/** Copies `length` numbers of 32 bits to places `stride` apart. */
function copySpread(
  f: FunctionBuilder,
  from: Local<'i32'>,
  target: Local<'i32'>,
  length: number,
  stride: number,
): void {
  const offset = f.local('i32');
  const address = f.local('i32');
  f.local.get(target);
  f.local.set(address);
  f.for(offset, { to: length * 4, step: 4 }, () => {
    f.local.get(address);
    f.local.get(from);
    f.local.get(offset);
    f.i32.add();
    f.i32.load();
    f.i32.store();
    advance(f, address, stride * 4);
  });
}

function advance(f: FunctionBuilder, address: Local<'i32'>, bytes: number): void {
  f.local.get(address);
  f.i32.const(bytes);
  f.i32.add();
  f.local.set(address);
}
