import {
  DTypeError,
  equalShapes,
  formatShape,
  type Parameter,
  type Shape,
  ShapeError,
  type Tensor,
  type Variable,
  variable,
} from '@gradkit/core';
import type { Initializer } from '@gradkit/initializers';
import type { Constraint, Regularizer } from '@gradkit/regularizers';

export type { Constraint };

const dtype = 'float32';

/** A variable with its first content. */
export function createVariable(name: string, shape: Shape, initializer: Initializer, key: Tensor): Variable {
  const initial = initializer(shape, dtype, key);
  if (!equalShapes(initial.shape, shape) || initial.dtype !== dtype) {
    throw new ShapeError(
      `${name}: the initializer returned ${initial.dtype}${formatShape(initial.shape)}, expected ${dtype}${formatShape(shape)}.`,
    );
  }
  return variable(initial, { name });
}

/** A trainable variable; its penalty and constraint may be absent. */
export function createParameter(
  variable: Variable,
  regularizer: Regularizer | undefined,
  constraint: Constraint | undefined,
): Parameter {
  return {
    name: variable.name,
    variable,
    ...(regularizer === undefined ? {} : { regularizer }),
    ...(constraint === undefined ? {} : { constraint }),
  };
}

/** Throws unless the input has the element type of the variables. */
export function checkInputDType(name: string, x: Tensor): void {
  if (x.dtype !== dtype) throw new DTypeError(`${name}: expected ${dtype}, got ${x.dtype}. Use cast(x, '${dtype}').`);
}
