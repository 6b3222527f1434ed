import {
  ArgumentError,
  describe,
  equalShapes,
  formatShape,
  type Parameter,
  ShapeError,
  type Tensor,
} from '@gradkit/core';
import { is, type Node, topological } from '@gradkit/core/graph';
import type { Evaluate, EvaluationPass } from '@gradkit/optimizers';
import { graphFunction } from '../tensors/graph-function.ts';

/** One evaluation: gradients, and the graph they are made of. */
export interface Observation {
  readonly gradients: readonly Tensor[];
  /** What the parameters held where the gradients were taken. */
  readonly contents: readonly Tensor[];
  /** What the training loop tells of it. */
  readonly pass: EvaluationPass | undefined;
}

/**
 * Asks for gradients and looks at where they come from.
 * @throws ArgumentError when it is no function, or the gradients do not depend on the parameters; ShapeError when one does not fit
 */
export function observe(where: string, evaluate: Evaluate, parameters: readonly Parameter[]): Observation {
  if (typeof evaluate !== 'function') {
    throw new ArgumentError(`${where}: step() takes a function that returns the gradients, got ${describe(evaluate)}.`);
  }
  let contents = contentsOf(parameters);
  let pass: EvaluationPass | undefined;
  const gradients = evaluate({
    pass(seen) {
      pass = seen;
      // Whatever is around this optimizer may have moved them for this evaluation.
      contents = contentsOf(parameters);
    },
  });
  if (gradients.length !== parameters.length) {
    throw new ArgumentError(
      `${where}: got ${gradients.length} gradients for ${parameters.length} parameters. Give one for each, in order.`,
    );
  }
  gradients.forEach(({ shape, dtype }, i) => {
    const { name, variable } = parameters[i] as Parameter;
    if (equalShapes(shape, variable.shape) && dtype === variable.dtype) return;
    throw new ShapeError(
      `${where}: the gradient of "${name}" is ${dtype}${formatShape(shape)}, the parameter ${variable.dtype}${formatShape(variable.shape)}. ` +
        'Are gradients and parameters in the same order?',
    );
  });
  if (gradients.length > 0) checkDependence(where, gradients, contents);
  return { gradients, contents, pass };
}

const contentsOf = (parameters: readonly Parameter[]): readonly Tensor[] =>
  parameters.map(({ variable }) => variable.value);

/** Values have no derivatives: without this check all curvature would be 0. */
function checkDependence(where: string, gradients: readonly Tensor[], contents: readonly Tensor[]): void {
  const ends = new Set(contents.map(({ node }) => node));
  const reached = topological(
    gradients.map(({ node }) => node),
    (n) => ends.has(n) || is('stopGradient', n),
  );
  if (reached.some((n) => ends.has(n))) return;
  throw new ArgumentError(
    `${where}: the gradients do not depend on the parameters, so they have no derivatives. Let the function given to step() ` +
      'return what gradients() made of a loss, and not values that a compiled function returned.',
  );
}

/**
 * What a training loop tells, for an optimizer that cannot do without.
 * @throws ArgumentError when it tells nothing
 */
export function neededPass(where: string, { pass }: Observation): EvaluationPass {
  if (pass !== undefined) return pass;
  throw new ArgumentError(
    `${where}: needs to see the outputs and the loss. Train with fit() or trainStep(), or call step((observer) => …) and ` +
      'tell observer.pass({ loss, penalty, outputs, truths, lossOf }) before the gradients are returned.',
  );
}

/**
 * Tensors of an evaluation as they would be with other contents: of the same samples, with the same random numbers.
 * @param contents in the order of the parameters
 */
export function elsewhere(
  tensors: readonly Tensor[],
  { contents }: Pick<Observation, 'contents'>,
  others: readonly Tensor[],
): Tensor[] {
  const nodes = (of: readonly Tensor[]): Node[] => of.map(({ node }) => node);
  return graphFunction(nodes(contents), nodes(tensors))(others);
}
