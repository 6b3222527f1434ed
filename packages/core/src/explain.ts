import { describePlan } from './compile/describe-plan.ts';
import { ArgumentError, describe } from './errors.ts';
import { type Program, prepare } from './execute.ts';
import type { Node } from './graph.ts';
import type { Jitted } from './jit.ts';

/**
 * A program as text: its kernels, why each ends where it does, what each reads and writes, and where everything lives.
 *
 * Of a function made by `jit()` it is the program for arguments like those given; of tensors, the one program that would
 * compute them all. Nothing is computed.
 * @throws ArgumentError unless given a compiled function or tensors
 * @example
 * ```ts
 * import { explain, jit, ones, sum, type Tensor } from '@gradkit/core';
 * const total = jit((x: Tensor) => sum(x.add(1)));
 * console.log(explain(total, ones([2, 3])).split('\n')[0]); // 1 kernels, 64 bytes of scratch memory
 * console.log(explain(sum(ones([2, 3]).add(1))).split('\n')[0]); // 1 kernels, 64 bytes of scratch memory
 * ```
 */
export function explain<Arguments extends readonly unknown[]>(
  compiled: Jitted<Arguments, unknown>,
  ...args: Arguments
): string;
export function explain(...tensors: readonly { readonly node: Node }[]): string;
export function explain(...subjects: readonly unknown[]): string {
  const { plan, variables } = programOf(subjects);
  return describePlan(plan, variables);
}

function programOf([first, ...others]: readonly unknown[]): Program {
  if (typeof first === 'function' && 'programFor' in first) {
    return (first as Jitted<readonly unknown[], unknown>).programFor(...others);
  }
  const outputs = [first, ...others].map((x) => {
    if (typeof x === 'object' && x !== null && 'node' in x) return x.node as Node;
    throw new ArgumentError(
      `explain: expected a function made by jit() with its arguments, or tensors, got ${describe(x)}.`,
    );
  });
  return prepare({ outputs, updates: new Map() });
}
