import { constantForm, flatten, pointsOf } from '../../compile/affine.ts';
import type { Affine, Expression, Kernel, Store } from '../../compile/kernel.ts';
import { loadsOf } from '../../compile/kernel.ts';
import type { Planner } from '../../compile/own-kernel.ts';
import { dtypes } from '../../dtype.ts';
import type { Node } from '../../graph.ts';
import { sizeOf } from '../../shape.ts';
import type { FunctionHandle, Module } from '../assembler.ts';
import { loadSplat, storeVector } from './access.ts';
import { pushClamped } from './index-arithmetic.ts';
import { emitLoops } from './loops.ts';
import { Nest, widthOf } from './nest.ts';
import { emitOperation } from './registers.ts';

/** Adds updates into positions of an array that starts as a copy of another. */
interface Scatter {
  readonly target: Store;
  readonly extents: readonly number[];
  readonly update: Expression;
  readonly index: Expression;
  readonly extent: number;
  readonly stride: number;
  readonly at: Affine;
}

export const planScatter: Planner<'scatterAdd'> = (root, { stored, lowered }) => {
  const [operand, indices, updates] = root.inputs as [Node, Node, Node];
  const { batch, axis } = root.attributes;
  const extents = updates.shape;
  const points = pointsOf(extents);
  const after = axis + indices.shape.length - batch;
  const base = [...points.slice(0, axis), constantForm(0, extents.length), ...points.slice(after)];
  const target: Store = {
    buffer: stored(root),
    at: flatten(pointsOf(root.shape), root.shape, root.shape.length),
    value: lowered(operand, pointsOf(root.shape), root.shape),
  };
  const scatter: Scatter = {
    target,
    extents,
    update: lowered(updates, points, extents),
    index: lowered(indices, [...points.slice(0, batch), ...points.slice(axis, after)], extents),
    extent: root.shape[axis] as number,
    stride: sizeOf(root.shape.slice(axis + 1)),
    at: flatten(base, root.shape, extents.length),
  };
  // The target starts as a copy of the operand: an ordinary map.
  const copy: Kernel = {
    name: 'copy',
    extents: root.shape,
    rows: root.shape.map((_, a) => a),
    columns: [],
    stages: [{ level: 'row', stores: [target], reductions: [] }],
    reasons: [],
  };
  return {
    description: 'adds updates at computed positions',
    values: [target.value, scatter.update, scatter.index],
    writes: [target.buffer],
    emit: (module) => [emitLoops(module, copy), addUpdates(module, scatter)],
  };
};

/** Adds updates one after the other, in order, so that positions named twice collect both. */
function addUpdates(module: Module, { target, extents, update, index, at, extent, stride }: Scatter): FunctionHandle {
  return module.function(['i32'], [], (f, table) => {
    const roots = [update, index];
    const { buffer } = target;
    const nest = new Nest(module, f, table, widthOf([buffer], roots), extents.length, new Set([buffer]));
    nest.loadPointers([...loadsOf(roots).map((load) => load.buffer), buffer]);
    const { dtype } = buffer;
    const { bytes } = dtypes[dtype];
    nest.expect(roots);
    const open = (axis: number): void => {
      if (axis < extents.length) {
        nest.loop(axis, { to: extents[axis] as number }, roots, () => open(axis + 1));
        return;
      }
      const sum = f.local('v128');
      const address = f.local('i32');
      const position = nest.keep(index);
      const offset = nest.pushPosition(buffer, at);
      f.local.get(position);
      f.i32x4.extract_lane(0);
      pushClamped(f, extent);
      f.i32.const(stride * bytes);
      f.i32.mul();
      f.i32.add();
      f.local.tee(address);
      loadSplat(nest, dtype, offset);
      nest.push(update);
      emitOperation(nest, 'add', dtype, dtype);
      f.local.set(sum);
      f.local.get(address);
      storeVector(nest, dtype, sum, offset, 0, 1);
    };
    open(0);
  });
}
