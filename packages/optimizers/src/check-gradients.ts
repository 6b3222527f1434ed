import {
  ArgumentError,
  DTypeError,
  describe,
  equalShapes,
  formatShape,
  type Parameter,
  ShapeError,
  type Tensor,
} from '@gradkit/core';

/** Throws unless there is one gradient for each parameter, of its shape and element type. */
export function checkGradients(where: string, gradients: readonly Tensor[], parameters: readonly Parameter[]): void {
  if (!Array.isArray(gradients) || !Array.isArray(parameters)) {
    const wrong = Array.isArray(gradients) ? parameters : gradients;
    throw new ArgumentError(`${where}: takes a list of gradients and one of parameters, got ${describe(wrong)}.`);
  }
  if (gradients.length !== parameters.length) {
    throw new ArgumentError(
      `${where}: got ${gradients.length} gradients for ${parameters.length} parameters. Give one for each, in order.`,
    );
  }
  gradients.forEach(({ shape, dtype }, i) => {
    const { name, variable: target } = parameters[i] as Parameter;
    if (!equalShapes(shape, target.shape)) {
      throw new ShapeError(
        `${where}: the gradient of "${name}" has shape ${formatShape(shape)}, the parameter ${formatShape(target.shape)}. ` +
          'Are gradients and parameters in the same order?',
      );
    }
    if (dtype !== target.dtype || (dtype !== 'float32' && dtype !== 'float64')) {
      throw new DTypeError(
        `${where}: the gradient of "${name}" is ${dtype}, the parameter ${target.dtype}. ` +
          'Both must be float32 or both float64: use cast().',
      );
    }
  });
}

/** Throws unless it can be asked for gradients. */
export function checkEvaluate(where: string, evaluate: unknown): void {
  if (typeof evaluate === 'function') return;
  throw new ArgumentError(
    `${where}: step() takes a function that returns the gradients, got ${describe(evaluate)}. apply() takes gradients.`,
  );
}
