import { jacobian } from '@gradkit/autograd';
import {
  ArgumentError,
  assign,
  cast,
  DTypeError,
  describe,
  flatten,
  jit,
  sizeOf,
  sum,
  type Tensor,
  type Variable,
  variable,
  zeros,
} from '@gradkit/core';
import { readInto } from '@gradkit/core/graph';
import { asFunction, concatenated, once, parted } from './compiled.ts';
import { gradientsOf, isTensor } from './loss-value.ts';
import { type Packed, release } from './packed.ts';

/** What methods of least squares ask for. */
export interface CompiledResiduals {
  /** Writes the residuals into `out` if that has their length, else into an array of its own; returns where they are. */
  readonly residuals: (x: Float64Array, out: Float64Array) => Float64Array;
  /** Writes the derivatives, row by row: that of residual i by variable j is number i·n + j. */
  readonly jac: (x: Float64Array, out: Float64Array) => void;
}

/** The same for one run. */
export interface ReleasedResiduals extends CompiledResiduals {
  /** Frees the memory of the results at once; the programs do not run any more. */
  readonly release: () => void;
}

/**
 * Programs for residuals and their derivatives, each made when it is first needed.
 * @param compute reads the variables and computes the residuals; called while a program is recorded
 */
export function compiledResiduals(where: string, point: Packed, compute: () => unknown): ReleasedResiduals {
  const { variables, size } = point;
  const owned: Variable[] = [];
  const checked = (): Tensor => {
    const found = compute();
    if (!isTensor(found)) throw new ArgumentError(`${where}: the residuals must be a tensor, got ${describe(found)}.`);
    if (found.dtype !== 'float32' && found.dtype !== 'float64') {
      throw new DTypeError(`${where}: the residuals must be float32 or float64, got ${found.dtype}. Use cast().`);
    }
    if (found.size === 0) throw new ArgumentError(`${where}: there are no residuals, for the tensor is empty.`);
    return flatten(found);
  };
  const placeFor = ({ shape, dtype }: Tensor): Variable => {
    const place = variable(zeros(shape, { dtype }), { name: where });
    owned.push(place);
    return place;
  };
  /** A program, and the variable that it assigns its result to: made while recorded, when the size is known. */
  const program = (result: () => Tensor) =>
    once(() => {
      const made: { place?: Variable } = {};
      const run = jit(() => {
        const found = result();
        made.place ??= placeFor(found);
        assign([[made.place, found]]);
      });
      run();
      return { run, place: made.place as Variable };
    });

  const values = program(checked);
  const derivatives = program(() => {
    const xs = variables.map((each) => each.value);
    const of = asFunction(point, () => {
      const found = checked();
      // Else their gradient is zero, which would be called a fit.
      gradientsOf(where, 'the function of residuals', sum(found), variables);
      return found;
    });
    const flat = (x: Tensor): Tensor => cast(of(parted(x, xs))[0], 'float64');
    return jacobian(flat)(concatenated(xs));
  });

  return {
    residuals(x, out) {
      point.write(x);
      const { run, place } = values();
      run();
      const count = sizeOf(place.shape);
      const target = out.length === count ? out : new Float64Array(count);
      readInto(place, target);
      return target;
    },
    jac(x, out) {
      point.write(x);
      const { run, place } = derivatives();
      run();
      if (out.length !== sizeOf(place.shape)) {
        const [m] = place.shape;
        throw new ArgumentError(`${where}: a Jacobian of ${m} × ${size} does not fit an array of ${out.length}.`);
      }
      readInto(place, out);
    },
    release: () => release(owned),
  };
}
