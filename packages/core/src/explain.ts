import { ArgumentError, describe } from './errors.ts';
import { prepare } from './execute.ts';
import type { Node } from './graph.ts';
import type { TensorLike } from './tensor.ts';

/**
 * The program that reading tensors would run, as text: its kernels, why each ends where it does, and where everything
 * lives. All tensors are computed by one program, and nothing is run.
 *
 * Compiled functions explain themselves: `jit(f).explain(...args)`.
 * @throws ArgumentError without a tensor
 * @example
 * ```ts
 * import { explain, ones, sum } from '@gradkit/core';
 * console.log(explain(sum(ones([2, 3]).add(1))).split('\n')[0]); // 1 kernels, 64 bytes of scratch memory
 * ```
 */
export function explain(...tensors: readonly TensorLike[]): string {
  const outputs = tensors.map((x): Node => {
    if (typeof x === 'number' || x === null || typeof x !== 'object' || !('node' in x)) {
      throw new ArgumentError(`explain: expected tensors, got ${describe(x)}.`);
    }
    return x.node;
  });
  if (outputs.length === 0) throw new ArgumentError('explain: expected at least one tensor.');
  return prepare({ outputs, updates: new Map() }).explain();
}
