import { ArgumentError, DTypeError, describe, type Parameter, ShapeError, type Variable } from '@gradkit/core';
import { type Packed, packed } from './packed.ts';

/** The variables of parameters, checked, as one vector. */
export function packedParameters(where: string, parameters: readonly (Parameter | Variable)[]): Packed {
  if (!Array.isArray(parameters) || parameters.length === 0) {
    throw new ArgumentError(
      `${where}: parameters must be a list of at least one parameter, got ${describe(parameters)}. ` +
        'Those of a model exist once it is built: model.build([batch, …]).',
    );
  }
  const list: readonly (Parameter | Variable)[] = parameters;
  const variables = list.map((each, i) => {
    const variable: unknown = typeof each === 'object' && each !== null && 'variable' in each ? each.variable : each;
    if (typeof variable !== 'object' || variable === null || !('cell' in variable)) {
      throw new ArgumentError(`${where}: parameters[${i}] must be a parameter or a variable, got ${describe(each)}.`);
    }
    return variable as Variable;
  });
  variables.forEach(({ name, dtype, cell }, i) => {
    if (dtype !== 'float32' && dtype !== 'float64') {
      throw new DTypeError(`${where}: parameters must be float32 or float64, but "${name}" is ${dtype}.`);
    }
    if (variables.findIndex((other) => other.cell === cell) < i) {
      throw new ArgumentError(`${where}: parameter "${name}" is named twice.`);
    }
  });
  return packed(variables);
}

/** Throws if a parameter has a constraint: no step of a method here respects it. */
export function checkUnconstrained(where: string, parameters: readonly (Parameter | Variable)[]): void {
  for (const each of parameters) {
    if (!('variable' in each) || each.constraint === undefined) continue;
    throw new ArgumentError(
      `${where}: parameter "${each.name}" has a constraint, which steps of a line search would leave. Build the model without it, ` +
        'and give bounds to a method that has them, such as lbfgsb, or train with an optimizer and fit().',
    );
  }
}

/**
 * The contents of parameters, one after the other, as one vector.
 *
 * @param parameters parameters of a model, or variables; float32 or float64
 * @param out where to write; default a new array
 * @throws ArgumentError, DTypeError when one is no parameter of floating point, or there are none; ShapeError when `out` has another
 * length
 * @example
 * ```ts
 * import { variable } from '@gradkit/core';
 * import { flattenParameters, unflatten } from '@gradkit/second-order';
 * const [kernel, bias] = [variable([[1, 2], [3, 4]]), variable([5, 6])];
 * const x = flattenParameters([kernel, bias]);
 * console.log(x.join()); // 1,2,3,4,5,6
 * unflatten(x.map((each) => 10 * each), [kernel, bias]);
 * console.log(bias.value.toArray()); // [50, 60]
 * ```
 */
export function flattenParameters(parameters: readonly (Parameter | Variable)[], out?: Float64Array): Float64Array {
  const vector = packedParameters('flattenParameters', parameters);
  const x = out ?? new Float64Array(vector.size);
  checkSize('flattenParameters', vector, x);
  vector.read(x);
  return x;
}

/**
 * Writes a vector into parameters, part after part: the inverse of {@link flattenParameters}. float32 parameters take the nearest
 * numbers they can.
 *
 * @param x as many numbers as the parameters have
 * @param parameters parameters of a model, or variables; float32 or float64
 * @throws ShapeError when `x` has another length
 * @throws ArgumentError, DTypeError when one is no parameter of floating point, or there are none
 * @example
 * ```ts
 * import { variable } from '@gradkit/core';
 * import { unflatten } from '@gradkit/second-order';
 * const [a, b] = [variable([0, 0]), variable(0)];
 * unflatten([1, 2, 3], [a, b]);
 * console.log(a.value.toArray(), b.value.item()); // [1, 2] 3
 * ```
 */
export function unflatten(x: ArrayLike<number>, parameters: readonly (Parameter | Variable)[]): void {
  const vector = packedParameters('unflatten', parameters);
  if (typeof x !== 'object' || x === null) {
    throw new ArgumentError(`unflatten: x must be a list of numbers, got ${describe(x)}.`);
  }
  checkSize('unflatten', vector, x);
  vector.write(x instanceof Float64Array ? x : Float64Array.from(x));
}

function checkSize(where: string, { size }: Packed, x: ArrayLike<number>): void {
  if (x.length !== size) throw new ShapeError(`${where}: the parameters have ${size} numbers, the vector ${x.length}.`);
}
