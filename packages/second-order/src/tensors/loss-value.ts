import { gradients } from '@gradkit/autograd';
import {
  ArgumentError,
  DifferentiationError,
  DTypeError,
  describe,
  formatShape,
  ShapeError,
  type Tensor,
  type Variable,
} from '@gradkit/core';
import { is } from '@gradkit/core/graph';

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'node' in value;
}

/** Throws unless a function has returned what can be minimised: a scalar of floating point. */
export function checkValue(where: string, what: string, value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw new ArgumentError(`${where}: ${what} must return a tensor, got ${describe(value)}.`);
  if (value.dtype !== 'float32' && value.dtype !== 'float64') {
    throw new DTypeError(`${where}: ${what} must return float32 or float64, got ${value.dtype}. Use cast().`);
  }
  if (value.shape.length > 0) {
    throw new ShapeError(
      `${where}: ${what} must return a scalar, got shape ${formatShape(value.shape)}. Use sum() or mean().`,
    );
  }
}

/** The gradient of a value by variables; throws if it depends on none of them: then there is nothing to go by. */
export function gradientsOf(where: string, what: string, value: Tensor, variables: readonly Variable[]): Tensor[] {
  const isConstant = is('input', value.node) && value.node.values !== undefined;
  const found = isConstant ? [] : gradients(value, variables);
  const isZero = ({ node }: Tensor): boolean => is('literal', node) && node.attributes.value === 0;
  if (!found.every(isZero)) return found;
  throw new DifferentiationError(
    `${where}: ${what} does not depend on the variables, or only by functions without slopes, such as round() and comparisons. ` +
      'Compute it from them, by functions that have derivatives.',
  );
}
