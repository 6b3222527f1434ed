import type { FunctionBuilder } from '../assembler.ts';
import { pushSmaller } from './nest.ts';

/** Clamps the index on the stack into `[0, extent)`. */
export function pushClamped(f: FunctionBuilder, extent: number): void {
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
