import type { Gather, Kernel, Scatter } from '../../compile/kernel.ts';
import { readsOf, writesOf } from '../../compile/kernel.ts';
import { planScatter } from '../../compile/scatter.ts';
import { dtypes } from '../../dtype.ts';
import type { IndexingCode } from '../../ops/operation.ts';
import type { FunctionBuilder, FunctionHandle, Module } from '../assembler.ts';
import { loadLane, loadSplat, storeVector } from './access.ts';
import { emitLoops } from './loops.ts';
import { Nest, pushSmaller, widthOf } from './nest.ts';
import { emitOperation } from './registers.ts';

export const indexingCode: IndexingCode = { plan: planScatter, wasm: { gather, scatterAdd } };

/** Lane by lane: each has a position of its own. */
function gather(nest: Nest, e: Gather): void {
  const { f } = nest;
  const index = nest.keep(e.index);
  const stride = nest.strideAcross(e.at);
  const address = f.local('i32');
  const offset = nest.pushPosition(e.buffer, e.at);
  f.local.set(address);
  const lanes = f.local('v128');
  const { bytes } = dtypes[e.dtype];
  // An index that is the same in all lanes still fills all of them.
  for (let lane = 0; lane < nest.width; lane++) {
    f.local.get(index);
    f.i32x4.extract_lane(lane);
    pushClamped(f, e.extent);
    f.i32.const(e.stride * bytes);
    f.i32.mul();
    f.local.get(address);
    f.i32.add();
    f.i32.const(offset + (lane < nest.lanes.active ? lane * stride * bytes : 0));
    f.i32.add();
    loadLane(nest, e.dtype, lanes, lane);
  }
  f.local.get(lanes);
}

/** Clamps the index on the stack into `[0, extent)`. */
function pushClamped(f: FunctionBuilder, extent: number): void {
  const index = f.local('i32');
  f.local.set(index);
  f.i32.const(0);
  f.local.get(index);
  f.local.get(index);
  f.i32.const(0);
  f.i32.lt_s();
  f.select();
  f.local.set(index);
  pushSmaller(f, index, extent - 1);
}

function scatterAdd(module: Module, kernel: Kernel): FunctionHandle[] {
  // The target starts as a copy of the operand: an ordinary map.
  const { target, targetExtents } = kernel.scatter as Scatter;
  const copy: Kernel = {
    name: 'copy',
    extents: targetExtents,
    rows: targetExtents.map((_, a) => a),
    columns: [],
    stages: [{ level: 'row', stores: [target], reductions: [] }],
    reasons: [],
  };
  return [emitLoops(module, copy), addUpdates(module, kernel)];
}

/** Adds updates one after the other, in order, so that positions named twice collect both. */
function addUpdates(module: Module, kernel: Kernel): FunctionHandle {
  const { target, extents, update, index, at, extent, stride } = kernel.scatter as Scatter;
  return module.function(['i32'], [], (f, table) => {
    const nest = new Nest(module, f, table, widthOf(kernel), extents.length, writesOf(kernel));
    nest.loadPointers([...readsOf(kernel), target.buffer]);
    const { dtype } = target.buffer;
    const { bytes } = dtypes[dtype];
    const roots = [update, index];
    nest.expect(roots);
    const open = (axis: number): void => {
      if (axis < extents.length) {
        nest.loop(axis, { to: extents[axis] as number }, roots, () => open(axis + 1));
        return;
      }
      const sum = f.local('v128');
      const address = f.local('i32');
      const position = nest.keep(index);
      const offset = nest.pushPosition(target.buffer, at);
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
