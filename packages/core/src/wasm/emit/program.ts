import type { Plan } from '../../compile/compile.ts';
import type { Kernel } from '../../compile/kernel.ts';
import { sizeInBytes } from '../../compile/memory-plan.ts';
import { type FunctionHandle, Module } from '../assembler.ts';
import type { Bytes } from '../instructions.ts';
import { emitLoops } from './loops.ts';
import { emitProduct } from './product.ts';

/**
 * One module with one exported function, `step(table)`. The table holds the address of every buffer, and after them the
 * addresses of variables that could not be written in place and are copied at the end.
 * @param isApart the functions of each kernel are exported too, under `kernel function`, and `step` does only the rest
 * @param fused for tests: whether products use fused multiply-add; otherwise they do where the engine has it
 */
export function emitProgram(schedule: Plan['schedule'], isApart = false, fused?: boolean): Bytes {
  const module = new Module(fused);
  module.importMemory('env', 'memory', 1);
  const kernels = schedule.kernels.map((kernel) => emitKernel(module, kernel));
  kernels.forEach((parts, i) => {
    if (isApart) for (const [j, part] of parts.entries()) module.export(`${i} ${j}`, part);
  });
  const step = module.function(['i32'], [], (f, table) => {
    for (const part of isApart ? [] : kernels.flat()) {
      f.local.get(table);
      f.call(part);
    }
    schedule.updates.forEach(({ from, inPlace }, i) => {
      if (inPlace) return;
      f.local.get(table);
      f.i32.load((schedule.buffers.length + i) * 4);
      f.local.get(table);
      f.i32.load(from.index * 4);
      f.i32.const(sizeInBytes(from));
      f.memory.copy();
    });
  });
  module.export('step', step);
  return module.finish();
}

/** The functions of a kernel, in order. To be called once. */
export function emitKernel(module: Module, kernel: Kernel): FunctionHandle[] {
  if (kernel.contraction !== undefined) return [emitProduct(module, kernel)];
  if (kernel.own === undefined) return [emitLoops(module, kernel)];
  const functions = kernel.own.emit(module);
  // Plans are kept for explanations, and a closure may hold the nodes that it was made from.
  kernel.own.emit = () => [];
  return functions;
}
