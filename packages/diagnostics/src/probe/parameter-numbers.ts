import { abs, cast, jit, mean, mul, square, sub, sum, type Tensor, type Variable } from '@gradkit/core';
import type { ParameterMeasures } from '../training-record.ts';
import { joined } from './joined.ts';

/** Squares of float32 below 10⁻³⁸ are zero, and slow: gradients are often small. A power of two changes no digit. */
const enlarged = 2 ** 20;

/** One parameter at one step. */
export interface Changed {
  readonly gradient: Tensor;
  readonly before: Tensor;
  readonly after: Tensor;
}

/** Numbers of one parameter at every step: scalars. */
export interface ParameterNumbers {
  /** Σ g², enlarged. */
  readonly squares: Tensor;
  /** Σ |g|: finite as long as the gradient is. */
  readonly magnitudes: Tensor;
  /** Σ (w after − w before)²: finite as long as both are. */
  readonly update: Tensor;
}

/**
 * Sums along the last axis first: those become part of the very loops that compute gradients and updates, which then need not be
 * kept for another look at them. Each more sum makes these loops slower, so there are three.
 */
const total = (x: Tensor): Tensor => sum(sum(x.rank === 0 ? x.reshape([1]) : x, { axis: -1 }));

/** Graph of the sums for one parameter: cheap enough for every step. */
export function parameterNumbers({ gradient, before, after }: Changed): ParameterNumbers {
  return {
    squares: total(square(mul(gradient, enlarged))),
    magnitudes: total(abs(gradient)),
    update: total(square(sub(after, before))),
  };
}

/** What is measured of the content of a parameter before a step. */
export interface Content {
  readonly weightNorm: number;
  readonly unitSpread: number | undefined;
}

const hasUnits = ({ shape }: Variable): boolean => shape.length > 1 && (shape.at(-1) as number) > 1;

/** Measures the contents of parameters as they are when it is called, with the spread of units or without: programs of its own. */
export function contentMeter(variables: readonly Variable[]): (withUnits: boolean) => readonly Content[] {
  const length = (x: Tensor): Tensor => sum(square(cast(x, 'float64')));
  const kernels = variables.filter(hasUnits);
  const lengths = jit(() => joined(variables.map(({ value }) => length(value))));
  const spreads = jit(() =>
    joined(kernels.map(({ value }) => length(sub(value, mean(value, { axis: -1, keepDims: true }))))),
  );
  return (withUnits) => {
    if (variables.length === 0) return [];
    const norms = lengths().dataSync();
    const apart = withUnits && kernels.length > 0 ? spreads().dataSync() : undefined;
    return variables.map((each, i) => {
      const weightNorm = Math.sqrt(norms[i] as number);
      const spread = apart?.[kernels.indexOf(each)];
      if (spread === undefined) return { weightNorm, unitSpread: undefined };
      return { weightNorm, unitSpread: weightNorm === 0 ? 0 : Math.sqrt(spread) / weightNorm };
    });
  };
}

/** What the numbers of a parameter mean. */
export function readParameter(
  { name, shape }: Pick<ParameterMeasures, 'name' | 'shape'>,
  { weightNorm, unitSpread }: Content,
  { squares, magnitudes, update }: { readonly [Name in keyof ParameterNumbers]: number },
): ParameterMeasures {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return {
    name,
    shape,
    size,
    ...(unitSpread === undefined ? {} : { unitSpread }),
    gradientNorm: lengthOf(squares, magnitudes, size),
    updateNorm: Math.sqrt(update),
    weightNorm,
  };
}

/**
 * √Σx². Where squares leave the range of float32, below lengths of 10⁻²⁴ and above 10¹², it follows from Σ|x|, as it would for
 * normally distributed numbers: √(π / 2n) Σ|x|.
 */
function lengthOf(squares: number, magnitudes: number, size: number): number {
  if (squares < 3e38 && (squares > 1e-36 || magnitudes === 0)) return Math.sqrt(squares) / enlarged;
  return magnitudes * Math.sqrt(Math.PI / (2 * size));
}
