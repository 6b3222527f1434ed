import { inFloat64 } from '@gradkit/autograd';
import { ArgumentError, cast, describe, type Tensor, TracingError, variable, zeros } from '@gradkit/core';
import { recorded } from '@gradkit/core/graph';
import { isTensor } from './loss-value.ts';
import { type Packed, packed, release } from './packed.ts';

/** In which precision functions of parameters are computed. */
export interface Precision {
  /** The variables that vectors are written to: those of the parameters, or float64 ones in their place. */
  readonly point: Packed;
  /** What a function of the parameters computes, as a function of the point. */
  readonly computed: (compute: () => Tensor) => Tensor;
  /** The same for a function of a tensor that was computed in this way. */
  readonly applied: (f: (z: Tensor) => Tensor, z: Tensor) => Tensor;
  /** Frees what stands in the place of the parameters. */
  readonly release: () => void;
}

/**
 * @param dtype `'float64'`: everything that is float32, parameters and data, is float64 instead; undefined: as it is
 */
export function precisionOf(where: string, parameters: Packed, dtype: 'float64' | undefined): Precision {
  if (dtype === undefined) {
    return { point: parameters, computed: (compute) => compute(), applied: (f, z) => f(z), release: () => undefined };
  }
  if (dtype !== 'float64') {
    throw new ArgumentError(`${where}: dtype must be "float64" or left out, got ${describe(dtype)}.`);
  }
  const { variables } = parameters;
  const point = packed(variables.map(({ shape, name }) => variable(zeros(shape, { dtype }), { name, dtype })));
  // What is no tensor is refused where it is used.
  const lifted = (result: Tensor, replacements: readonly (readonly [Tensor, Tensor])[]): Tensor =>
    isTensor(result) ? inFloat64(result, replacements) : result;
  /** What functions of outputs expect to be given. */
  let outputs: Tensor['dtype'] = 'float64';
  return {
    point,
    computed(compute) {
      // Read first: a tensor that another one stands for must be older than all that is computed from it.
      const pairs = variables.map((each, i) => [each.value, point.variables[i].value] as const);
      const result = alone(where, compute);
      outputs = isTensor(result) ? result.dtype : dtype;
      return lifted(result, pairs);
    },
    applied(f, z) {
      const before = cast(z, outputs);
      return lifted(
        alone(where, () => f(before)),
        [[before, z]],
      );
    },
    release: () => release(point.variables),
  };
}

/** Records a function that must do nothing else: what it assigned would be computed from parameters that do not move. */
function alone<T>(where: string, compute: () => T): T {
  try {
    return recorded(where, compute);
  } catch (error) {
    if (!(error instanceof TracingError)) throw error;
    throw new TracingError(
      `${where}: with dtype "float64" the function of the parameters is expressed anew, and must not assign or read values meanwhile. ` +
        `Apply the model without { training: true }, in which dropout and batch normalisation do, or leave dtype out. (${error.message})`,
    );
  }
}
