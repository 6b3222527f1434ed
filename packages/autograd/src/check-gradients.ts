import {
  ArgumentError,
  checkOptions,
  DifferentiationError,
  jit,
  mul,
  type Shape,
  sum,
  Tensor,
  type TypedArray,
  tensor,
} from '@gradkit/core';
import { inlined } from '@gradkit/core/graph';
import { flatten, independent, typeOf } from './arguments.ts';
import { isFloat } from './expression.ts';
import { grad } from './grad.ts';
import { jvp } from './jvp.ts';
import { promote } from './promote.ts';

/** Options of {@link checkGradients}. */
export interface CheckOptions {
  /** Largest difference allowed, relative to derivatives above 1 and absolute below; above 0, default 1e-6. */
  readonly tolerance?: number | undefined;
  /** Step of the differences, relative to elements above 1 and absolute below; above 0, default `∛ε ≈ 6e-6`. */
  readonly step?: number | undefined;
  /** 1 checks first derivatives, 2 also those of the gradient; default 1. */
  readonly order?: 1 | 2 | undefined;
}

/** A derivative by one element, computed in two ways. */
export interface Mismatch {
  /** 1, or 2 for a derivative of the gradient. */
  readonly order: 1 | 2;
  /** How `analytic` was computed. */
  readonly mode: 'forward' | 'reverse';
  /** Position of the tensor among the arguments; tensors of a tree are counted one by one. */
  readonly argument: number;
  /** Position of the element in that tensor, one index for each axis. */
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  /** `|analytic − numeric|` over `max(1, |analytic|, |numeric|)` plus an allowance for rounding of large values. */
  readonly error: number;
}

/** What {@link checkGradients} found. */
export interface GradientCheck {
  /** The largest error of all elements; 0 when there are none. */
  readonly maxError: number;
  /** The derivative with the largest error; undefined when there are no elements. */
  readonly worst: Mismatch | undefined;
}

/** A derivative differs from finite differences. */
export class GradientMismatchError extends DifferentiationError {
  readonly worst: Mismatch;

  constructor(worst: Mismatch, tolerance: number) {
    const { argument, index, mode, analytic, numeric, order } = worst;
    const element = index.length > 0 ? `element [${index.join(', ')}] of tensor ${argument}` : `tensor ${argument}`;
    super(
      `checkGradients: the derivative ${order === 2 ? 'of the gradient ' : ''}by ${element} is ${analytic} in ${mode} ` +
        `mode, but finite differences give ${numeric} (error ${worst.error.toExponential(1)}, tolerance ${tolerance}). ` +
        'The function may have a kink there, or an operation a wrong rule.',
    );
    this.name = 'GradientMismatchError';
    this.worst = worst;
  }
}

/**
 * Compares derivatives in forward and in reverse mode with central finite differences,
 * `(f(x + h) − f(x − h)) / 2h`, element by element.
 *
 * `f` is called once, as it is; its graph is then converted to float64, captured float32 tensors and variables
 * included, and everything is evaluated there. A value that is not a scalar is summed with fixed weights between 1 and
 * 2. `f` is evaluated twice for each element of the arguments, so keep them small.
 *
 * @param f a function of tensors, or of arrays and plain objects of them, with a float value
 * @param args where to check: one tree for each argument, float32 or float64, away from kinks
 * @param options `tolerance` (1e-6), `step` (6e-6), `order` (1)
 * @returns the largest error and where it is
 * @throws GradientMismatchError when a derivative is off by more than the tolerance; `worst` tells which
 * @throws DifferentiationError when an argument holds integers or truth values
 * @see Griewank, Walther: Evaluating Derivatives, 2nd ed., SIAM 2008, section 1.1; Press et al.: Numerical Recipes, 3rd
 * ed., 2007, section 5.7, for the step
 * @example
 * ```ts
 * import { checkGradients } from '@gradkit/autograd';
 * import { matmul, square, sub, sum, tensor, type Tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * const y = tensor([1, -1]);
 * const f = (w: Tensor) => sum(square(sub(matmul(x, w), y)));
 * console.log(checkGradients(f, [tensor([0.5, -2])]).maxError < 1e-8); // true
 * ```
 */
export function checkGradients<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: A,
  options: CheckOptions = {},
): GradientCheck {
  checkOptions('checkGradients', options, ['tolerance', 'step', 'order']);
  const { tolerance = 1e-6, step = Math.cbrt(Number.EPSILON), order = 1 } = options;
  if (!(tolerance > 0)) throw new ArgumentError(`checkGradients: tolerance must be above 0, got ${tolerance}.`);
  if (!(step > 0)) throw new ArgumentError(`checkGradients: step must be above 0, got ${step}.`);
  if (order !== 1 && order !== 2) throw new ArgumentError(`checkGradients: order is 1 or 2, got ${String(order)}.`);

  const { objective, points } = record(f, args);
  const limits = { tolerance, step };
  const found = compare(objective, points, limits, 1);
  if (order === 2) found.push(...compare((xs) => weightedSum(grad(objective)(xs)), points, limits, 2));
  const worst = found.reduce<Mismatch | undefined>(
    (a, b) => (a !== undefined && a.error >= b.error ? a : b),
    undefined,
  );
  if (worst !== undefined && worst.error > tolerance) throw new GradientMismatchError(worst, tolerance);
  return { maxError: worst?.error ?? 0, worst };
}

interface Limits {
  readonly tolerance: number;
  readonly step: number;
}

type Objective = (xs: Tensor[]) => Tensor;

interface Point {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/** Calls the function once, and makes of its graph a scalar function of float64 tensors. */
function record<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  args: A,
): { readonly objective: Objective; readonly points: readonly Point[] } {
  const by = args.map((argument, i) => independent('checkGradients', `argument ${i}`, argument));
  const { tensors } = flatten(
    'checkGradients',
    'the value of the function',
    inlined(() => f(...(by.map((b) => b.tree) as unknown as A))),
  );
  const results = tensors.map((t) => {
    if (isFloat(t)) return t.node;
    throw new DifferentiationError(`checkGradients: the value must be float32 or float64, got ${typeOf(t)}.`);
  });
  const variables = by.flatMap(({ nodes }) => nodes);
  const objective: Objective = (xs) => {
    const replacements = new Map(variables.map((variable, i) => [variable, (xs[i] as Tensor).node]));
    return weightedSum(promote(results, replacements).map((n) => new Tensor(n)));
  };
  const points = variables.map((n): Point => ({ shape: n.shape, values: Float64Array.from(new Tensor(n).dataSync()) }));
  return { objective, points };
}

/** Weights differ, so that errors that cancel in a plain sum show; a lone scalar is left as it is. */
function weightedSum(tensors: readonly Tensor[]): Tensor {
  if (tensors.length === 1 && tensors[0]?.shape.length === 0) return tensors[0];
  let count = 0;
  const weight = (): number => 1 + ((count++ * goldenRatio) % 1);
  return tensors
    .map((t) => sum(mul(t, tensor(Float64Array.from({ length: t.size }, weight), { shape: t.shape }))))
    .reduce((a, b) => a.add(b));
}

/** (√5 − 1) / 2: its multiples, modulo 1, spread evenly. */
const goldenRatio = 0.6180339887498949;

function compare(
  objective: Objective,
  points: readonly Point[],
  { tolerance, step }: Limits,
  order: 1 | 2,
): Mismatch[] {
  const toTensors = (arrays: readonly Float64Array[]): Tensor[] =>
    points.map(({ shape }, i) => tensor(arrays[i] as Float64Array, { shape }));
  const values = points.map((point) => point.values);
  const at = toTensors(values);
  const evaluate = jit(objective);
  const forward = jit((xs: Tensor[], ts: Tensor[]) => jvp(objective)([xs], [ts])[1]);
  const reverse = jit(grad(objective))(at).map((g) => g.dataSync());
  const size = Math.abs(evaluate(at).item());

  return points.flatMap(({ shape }, argument) => {
    const point = values[argument] as Float64Array;
    /** The arrays with one element of one of them changed. */
    const changed = (arrays: readonly Float64Array[], at: number, value: number): Tensor[] =>
      toTensors(arrays.map((array, i) => (i === argument ? array.with(at, value) : array)));

    return Array.from(point, (x, i) => {
      const h = step * Math.max(1, Math.abs(x));
      const [above, below] = [x + h, x - h];
      const rise = evaluate(changed(values, i, above)).item() - evaluate(changed(values, i, below)).item();
      const numeric = rise / (above - below);
      const unit = changed(
        values.map((array) => new Float64Array(array.length)),
        i,
        1,
      );
      // Values near f are known to some ε|f|: what the difference quotient cannot tell must not count as an error.
      const noise = (8 * Number.EPSILON * size) / h / tolerance;
      const measure = (mode: Mismatch['mode'], analytic: number): Mismatch => {
        const error = Math.abs(analytic - numeric) / (Math.max(1, Math.abs(analytic), Math.abs(numeric)) + noise);
        const index = unravel(i, shape);
        return { order, mode, argument, index, analytic, numeric, error: Number.isNaN(error) ? Infinity : error };
      };
      return [
        measure('reverse', (reverse[argument] as TypedArray)[i] as number),
        measure('forward', forward(at, unit).item()),
      ];
    }).flat();
  });
}

/** The indices, one for each axis, of an element at a position in row-major order. */
function unravel(position: number, shape: Shape): number[] {
  const index: number[] = [];
  let rest = position;
  for (const extent of [...shape].reverse()) {
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
}
