import {
  ArgumentError,
  DifferentiationError,
  describe,
  type Parameter,
  type Tensor,
  type Variable,
} from '@gradkit/core';
import { is, literal, type Node, topological } from '@gradkit/core/graph';
import { checkLoss, derivative, typeOf } from './arguments.ts';
import { add, isFloat } from './expression.ts';
import { pathBetween } from './path.ts';
import { pull } from './propagate.ts';

/** What a loss can be differentiated by: a tensor it was computed from, a variable, or a parameter of a layer. */
export type Target = Tensor | Variable | Parameter;

/**
 * The gradients of a scalar with respect to tensors and variables it was computed from: `gᵢ = ∂loss/∂variableᵢ`.
 *
 * Each gradient has the shape and element type of its target; a target that the loss does not depend on gets zeros. A
 * variable counts wherever the loss has read it, before and after assignments, and an assignment ends its history: what
 * was assigned is not differentiated further. Works inside and outside `jit`, and on gradients again.
 *
 * @param loss a scalar of type float32 or float64
 * @param variables tensors by identity, variables, or parameters
 * @throws ShapeError, DTypeError when the loss is not a float scalar
 * @throws DifferentiationError when a target holds integers or truth values, or the loss is a value without history
 * @see Griewank, Walther: Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.2
 * @example
 * ```ts
 * import { gradients } from '@gradkit/autograd';
 * import { square, sub, variable } from '@gradkit/core';
 * const w = variable(3);
 * const loss = square(sub(w.value, 1));
 * const [g] = gradients(loss, [w]);
 * console.log(g.item()); // 4
 * ```
 */
export function gradients<const T extends readonly Target[]>(
  loss: Tensor,
  variables: T,
): { -readonly [I in keyof T]: Tensor } {
  checkLoss('gradients', loss);
  const reads = variableReads(loss.node);
  const cuts = new Set<Node>();
  const targets = variables.map((target, i) => {
    const of = subject(target, i);
    const content = of.node;
    if (!('cell' in of)) return { of, nodes: [content] };
    if (!is('input', content)) cuts.add(content);
    return { of, nodes: [...new Set([content, ...(reads.get(of.cell) ?? [])])] };
  });

  checkHistory(
    loss,
    targets.flatMap(({ nodes }) => nodes),
  );
  const path = pathBetween(new Set(targets.flatMap(({ nodes }) => nodes)), [loss.node], cuts);
  const cotangents = new Map<Node, Node>([[loss.node, literal(1, loss.dtype)]]);
  pull(path, cotangents);
  const found = targets.map(({ of, nodes }) => {
    const parts = nodes.flatMap((n) => cotangents.get(n) ?? []);
    return derivative(parts.length > 0 ? parts.reduce(add) : undefined, of);
  });
  return found as { -readonly [I in keyof T]: Tensor };
}

/** A number that a compiled function returned knows nothing of how it came about: zeros would be a wrong answer. */
function checkHistory({ node: root }: Tensor, targets: readonly Node[]): void {
  if (!is('input', root) || root.attributes.source.kind !== 'value' || targets.includes(root)) return;
  throw new DifferentiationError(
    'gradients: the loss is a value without history: the result of a function made by jit(), or a constant. ' +
      'Call gradients() inside the compiled function, or use grad(), which looks into it.',
  );
}

function subject(target: Target, i: number): Tensor | Variable {
  const of = typeof target === 'object' && target !== null && 'variable' in target ? target.variable : target;
  if (typeof of !== 'object' || of === null || !('node' in of)) {
    throw new ArgumentError(`gradients: target ${i} must be a tensor, variable or parameter, got ${describe(target)}.`);
  }
  if (!isFloat(of)) {
    throw new DifferentiationError(
      `gradients: target ${i} is ${typeOf(of)}; derivatives exist only with respect to float32 and float64.`,
    );
  }
  return of;
}

/** The nodes that stand for contents of variables, by cell: one for each content that was read. */
function variableReads(root: Node): ReadonlyMap<object, readonly Node[]> {
  const reads = new Map<object, Node[]>();
  for (const n of topological([root])) {
    if (!is('input', n) || n.attributes.source.kind !== 'variable') continue;
    const { cell } = n.attributes.source;
    const known = reads.get(cell);
    if (known === undefined) reads.set(cell, [n]);
    else known.push(n);
  }
  return reads;
}
