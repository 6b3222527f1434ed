import type { Cell } from '../cell.ts';
import { ArgumentError, DisposedError } from '../errors.ts';
import type { Node } from '../graph.ts';
import type { Source } from '../source.ts';
import { evaluate } from './interpreter.ts';

/**
 * The values of tensors in float64, computed by plain loops instead of a compiled program: the oracle for tests.
 *
 * Integers are exact; float32 tensors are computed in float64 from their inputs on and never rounded. Values that a
 * tensor already has, because it was read or made from data, are taken as they are.
 *
 * @param tensors what to compute, all from one evaluation of the shared graph
 * @returns the elements of each in row-major order
 * @throws ArgumentError when a tensor depends on an argument of a function being traced
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { reference } from '@gradkit/core/reference';
 * const x = tensor([1, 2, 3]);
 * console.log(reference([x.add(x)])[0]); // Float64Array [2, 4, 6]
 * ```
 */
export function reference(tensors: readonly { readonly node: Node }[]): Float64Array[] {
  return evaluate(
    tensors.map((t) => t.node),
    ({ attributes: { source } }) => contents[source.kind](source as never),
  );
}

const contents: { readonly [K in Source['kind']]: (source: Extract<Source, { kind: K }>) => ArrayLike<number> } = {
  value: ({ values }) => values,
  host: ({ evaluate: compute }) => [compute()],
  variable: ({ cell }) => {
    const { slot, name } = cell as Cell;
    if (slot === undefined) throw new DisposedError(`reference: variable "${name}" was disposed and has no content.`);
    return slot.copy();
  },
  argument: ({ index }) => {
    throw new ArgumentError(
      `reference: argument ${index} of the function being traced has no values. Call reference() outside jit().`,
    );
  },
};
