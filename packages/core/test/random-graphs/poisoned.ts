import { deviceMemory } from '../../src/wasm/memory.ts';
import type { Executable } from '../../src/wasm/runtime.ts';

/** Fills the working memory with not-a-number before the next run: no result may change. */
export function poisoned(program: Executable): Executable {
  const { size } = program.plan.memory;
  const device = deviceMemory();
  device.view('uint8', device.scratch(size), size).fill(255);
  return program;
}
