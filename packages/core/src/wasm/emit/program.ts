import type { Plan } from '../../compile/compile.ts';
import type { Kernel } from '../../compile/kernel.ts';
import { sizeInBytes } from '../../compile/memory-plan.ts';
import { type FunctionHandle, Module } from '../assembler.ts';
import type { Bytes } from '../instructions.ts';
import { all, type Division, type Start } from './division.ts';
import { emitLoops } from './loops.ts';
import { emitProduct } from './product.ts';

interface EmitOptions {
  /** The limit of the memory, where threads share it. */
  readonly sharedPages?: number | undefined;
  /** How threads that call the function together share the work. */
  readonly division?: Division;
  /** To be called where the program begins; returns what emits the work of each kernel, and what comes after all. */
  readonly start?: Start | undefined;
  /** For tests: whether products use fused multiply-add; otherwise they do where the engine has it. */
  readonly fused?: boolean | undefined;
}

/**
 * One module with one exported function, `step(table)`. The table holds the address of every buffer, and after them the
 * addresses of variables that could not be written in place and are copied at the end.
 */
export function emitProgram(
  schedule: Plan['schedule'],
  { sharedPages, division, start = division?.ofProgram, fused }: EmitOptions = {},
): Bytes {
  const module = new Module(fused);
  module.importMemory('env', 'memory', 1, sharedPages);
  const kernels = schedule.kernels.map((kernel) => emitKernel(module, kernel, division));
  const step = module.function(['i32'], [], (f, table) => {
    const run = start?.(module, f, table) ?? all;
    kernels.forEach((functions, i) => {
      const work = (): void => {
        for (const handle of functions) {
          f.call(handle, table);
        }
      };
      run(work, schedule.kernels[i], functions);
    });
    run(() =>
      schedule.updates.forEach(({ from, inPlace }, i) => {
        if (inPlace) return;
        f.local.get(table);
        f.i32.load((schedule.buffers.length + i) * 4);
        f.local.get(table);
        f.i32.load(from.index * 4);
        f.i32.const(sizeInBytes(from));
        f.memory.copy();
      }),
    );
  });
  module.export('step', step);
  return module.finish();
}

/** The functions of a kernel, in order. To be called once. */
export function emitKernel(module: Module, kernel: Kernel, division?: Division): FunctionHandle[] {
  const shared = division?.divides(kernel) ? division : undefined;
  if (kernel.contraction !== undefined) return [(kernel.contraction.emit ?? emitProduct)(module, kernel, shared)];
  if (kernel.own === undefined) return [emitLoops(module, kernel, shared)];
  const functions = kernel.own.emit(module, shared);
  // Plans are kept for explanations, and a closure may hold the nodes that it was made from.
  kernel.own.emit = () => [];
  return functions;
}
