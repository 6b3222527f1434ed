import { looped } from '../brought/scan/loop.ts';
import { scanCode } from '../brought/scan/scan.ts';
import { ArgumentError, DTypeError, describe, ShapeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { equalShapes, formatShape } from '../shape.ts';
import { parametersOf } from '../subgraph.ts';
import type { TensorLike } from '../tensor.ts';
import { recorded } from '../trace.ts';
import { castNode } from './casting.ts';
import { operand } from './operand.ts';
import { taken } from './taken.ts';

/**
 * What a function makes of some operands where a predicate holds, and what is there anyway where it does not. Unlike
 * `where`, it does the work of the function only then.
 *
 * ```text
 * conditional(predicate, whenTrue, otherwise, operands) = predicate ? whenTrue(operands) : otherwise
 * ```
 *
 * The predicate is one number, read anew at every run of a program; one that is not bool holds where it is not zero.
 * `whenTrue` runs once, to be recorded. What it uses besides its operands is the same in either case and computed in any
 * case, so hand in what its work begins with. Derivatives in both modes go through it, and so does `vmap` as long as the
 * predicate is the same at all positions.
 *
 * @param predicate a scalar
 * @param whenTrue from the operands to a tree of tensors that is nested like `otherwise`, of the same shapes and types
 * @param otherwise the result where the predicate does not hold: a tensor, or arrays and plain objects of tensors
 * @param operands what the function is applied to: a tensor, or arrays and plain objects of tensors
 * @throws ArgumentError when `whenTrue` is no function, or gives something that is nested differently from `otherwise`;
 * ShapeError when the predicate is no scalar or a shape differs, DTypeError when an element type does; TracingError when
 * the function reads a value or assigns a variable
 * @example
 * ```ts
 * import { conditional, exp, greater, sum, tensor } from '@gradkit/core';
 * const x = tensor([1, 2, 3]);
 * console.log(conditional(greater(sum(x), 5), (v) => exp(v), x, x).toArray()); // [2.718…, 7.389…, 20.08…]
 * console.log(conditional(greater(sum(x), 9), (v) => exp(v), x, x).toArray()); // [1, 2, 3]
 * ```
 */
export function conditional<Result extends object | [], Operands extends object | []>(
  predicate: TensorLike,
  whenTrue: (operands: Operands) => Result,
  otherwise: Result,
  operands: Operands,
): Result {
  const gate = castNode(operand('conditional', predicate), 'bool');
  if (gate.shape.length > 0) {
    throw new ShapeError(
      `conditional: the predicate is one number, got shape ${formatShape(gate.shape)}. Use all() or any().`,
    );
  }
  if (typeof whenTrue !== 'function') {
    throw new ArgumentError(`conditional: expected a function for the case that holds, got ${describe(whenTrue)}.`);
  }
  const given = taken('conditional', 'otherwise', otherwise);
  const used = taken('conditional', 'the tree of operands', operands);
  // Operands are slices of a loop of one step: constants of a loop would be computed outside of it.
  const carries = parametersOf(given.nodes);
  const slices = parametersOf(used.nodes);
  const parts = recorded('conditional', () => whenTrue(used.rebuild(slices) as Operands));
  const made = taken('conditional', 'what the function returns', parts);
  if (made.structure.key !== given.structure.key) {
    throw new ArgumentError(
      `conditional: the function returns ${made.structure.key}, which is nested differently from otherwise, ${given.structure.key}.`,
    );
  }
  made.nodes.forEach(({ shape, dtype }, i) => {
    const expected = given.nodes[i] as Node;
    if (!equalShapes(shape, expected.shape)) {
      throw new ShapeError(
        `conditional: the function returns shape ${formatShape(shape)} where otherwise has ${formatShape(expected.shape)}.`,
      );
    }
    if (dtype !== expected.dtype) {
      throw new DTypeError(
        `conditional: the function returns ${dtype} where otherwise has ${expected.dtype}. Use cast() on one of them.`,
      );
    }
  });
  const { carried } = looped(
    {
      length: 1,
      reverse: false,
      gate,
      carries: given.nodes.map((initial, i) => ({
        initial,
        parameter: carries[i] as Node,
        next: made.nodes[i] as Node,
      })),
      slices: used.nodes.map((value, i) => ({
        values: node('reshape', [value], { shape: [1, ...value.shape] }),
        parameter: slices[i] as Node,
      })),
      stacks: [],
    },
    scanCode,
  );
  return given.rebuild(carried) as Result;
}
