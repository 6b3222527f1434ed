import type { Kernel, Scatter } from '../../compile/kernel.ts';
import { readsOf, writesOf } from '../../compile/kernel.ts';
import { dtypes } from '../../dtype.ts';
import type { FunctionHandle, Module } from '../assembler.ts';
import { loadSplat, storeVector } from './access.ts';
import { Nest, widthOf } from './nest.ts';
import { emitOperation } from './registers.ts';

/** Adds updates one after the other, in order, so that positions named twice collect both. */
export function emitScatter(module: Module, kernel: Kernel): FunctionHandle {
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
      nest.pushClamped(extent);
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
