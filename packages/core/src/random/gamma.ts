import { broadcastNode } from '../broadcast.ts';
import { customized } from '../brought/custom.ts';
import { checkOptions, DTypeError } from '../errors.ts';
import { add, div, mul, square, sub } from '../functions/arithmetic.ts';
import { less, where } from '../functions/comparison.ts';
import { take, takeAlongAxis } from '../functions/indexing.ts';
import { checkFloat, operands } from '../functions/operand.ts';
import { argmax } from '../functions/reductions.ts';
import { expandDims } from '../functions/shaping.ts';
import { softmax } from '../functions/softmax.ts';
import { exp, log, log1p, rsqrt, sigmoid } from '../functions/transcendental.ts';
import type { Node } from '../graph.ts';
import { broadcastShapes, checkShape, normalizeAxis, type Shape } from '../shape.ts';
import { parametersOf } from '../subgraph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { gammaSlope } from './gamma-slope.ts';
import { checkKey, split } from './key.ts';
import { normal } from './normal.ts';
import { openUnit } from './uniform.ts';

/** Options of {@link gamma}, {@link beta} and {@link dirichlet}. */
export interface ShapeOptions {
  /** Shape of the result, of a Dirichlet distribution without its last axis; default: that of the parameters. */
  readonly shape?: Shape | undefined;
}

/**
 * Random numbers with the gamma distribution of shape parameter `alpha` and scale 1: density `x^(α−1) e^(−x) / Γ(α)`.
 *
 * By acceptance of transformed normals (Marsaglia, Tsang: "A simple method for generating gamma variables", 2000), of which
 * ten are drawn at once: none is accepted with probability below 1e-13, and then the first is taken. For `α < 1` a sample
 * of `α + 1` is multiplied by `u^(1/α)`, which for very small `α` may underflow to 0. Derivatives by `alpha` are those of a
 * sample of the same rank, `−(∂F/∂α) / p`, to ten digits. NaN for negative `alpha`.
 * @param alpha a float array or a number, which broadcasts to the shape
 * @throws ArgumentError when `from` is not a key or the shape is not one; ShapeError when `alpha` does not broadcast to it;
 * DTypeError unless `alpha` is a float
 * @example
 * ```ts
 * import { gamma, key, tensor } from '@gradkit/core';
 * console.log(gamma(key(0), tensor([0.5, 3])).shape, gamma(key(0), 2, { shape: [4] }).shape); // [2] [4]
 * ```
 */
export function gamma(from: TensorLike, alpha: TensorLike, options: ShapeOptions = {}): Tensor {
  checkOptions('gamma', options, ['shape']);
  const [a] = parametersOfShape('gamma', [alpha], options.shape) as [Tensor];
  const { sample, logFactor } = drawn('gamma', from, a);
  return mul(sample, exp(logFactor));
}

/**
 * Random numbers in (0, 1) with the beta distribution: density proportional to `x^(a−1) (1 − x)^(b−1)`.
 *
 * The share of a gamma sample of `a` in the sum with one of `b`, computed from logarithms; derivatives by both are those of
 * {@link gamma}.
 * @param a a float array or a number
 * @param b a float array or a number, which broadcasts with `a`
 * @throws ArgumentError when `from` is not a key or the shape is not one; ShapeError when the parameters do not broadcast to
 * it; DTypeError unless they are floats of one type
 * @example
 * ```ts
 * import { beta, key } from '@gradkit/core';
 * console.log(beta(key(0), 2, 3, { shape: [4] }).shape); // [4]
 * ```
 */
export function beta(from: TensorLike, a: TensorLike, b: TensorLike, options: ShapeOptions = {}): Tensor {
  checkOptions('beta', options, ['shape']);
  checkKey('beta', from);
  const keys = split(from);
  const [left, right] = parametersOfShape('beta', [a, b], options.shape).map((parameter, i) =>
    logarithm(drawn('beta', take(keys, i), parameter)),
  ) as [Tensor, Tensor];
  return sigmoid(sub(left, right));
}

/**
 * Random vectors of positive numbers with sum 1 along the last axis, with the Dirichlet distribution: density proportional
 * to `∏ xₖ^(αₖ−1)`.
 *
 * Gamma samples divided by their sum, computed from logarithms so that small `alpha` do not underflow; derivatives by
 * `alpha` are those of {@link gamma}.
 * @param alpha a float array of at least one axis, the last of which is that of the vectors
 * @throws ArgumentError when `from` is not a key, `alpha` is a scalar or the shape is not one; ShapeError when `alpha` does not
 * broadcast to the shape with its last axis; DTypeError unless `alpha` is a float
 * @example
 * ```ts
 * import { dirichlet, key, tensor } from '@gradkit/core';
 * console.log(dirichlet(key(0), tensor([1, 2, 3]), { shape: [5] }).shape); // [5, 3]
 * ```
 */
export function dirichlet(from: TensorLike, alpha: TensorLike, options: ShapeOptions = {}): Tensor {
  checkOptions('dirichlet', options, ['shape']);
  const [own] = operands('dirichlet', [alpha]) as [Node];
  normalizeAxis('dirichlet', -1, own.shape.length);
  if (options.shape !== undefined) checkShape('dirichlet', options.shape);
  const shape = options.shape && [...options.shape, ...own.shape.slice(-1)];
  const [a] = parametersOfShape('dirichlet', [new Tensor(own)], shape) as [Tensor];
  return softmax(logarithm(drawn('dirichlet', from, a)), { axis: -1 });
}

/** Parameters of one float type, repeated to the shape. */
function parametersOfShape(name: string, given: readonly TensorLike[], shape: Shape | undefined): Tensor[] {
  const nodes = operands(name, given);
  const [first] = nodes as [Node];
  checkFloat(name, first.dtype);
  const other = nodes.find(({ dtype }) => dtype !== first.dtype);
  if (other !== undefined) {
    throw new DTypeError(
      `${name}: element types differ: ${first.dtype} and ${other.dtype}. Use cast() on one of them.`,
    );
  }
  if (shape !== undefined) checkShape(name, shape);
  const common = shape ?? broadcastShapes(name, ...nodes.map((n) => n.shape));
  return nodes.map((n) => new Tensor(broadcastNode(name, n, common)));
}

/** A gamma sample in two factors, the second of which may be too small for a number. */
interface GammaSample {
  readonly sample: Tensor;
  readonly logFactor: Tensor;
}

const logarithm = ({ sample, logFactor }: GammaSample): Tensor => add(log(sample), logFactor);

/** If x has the distribution of α + 1, and u is uniform, x u^(1/α) has that of α. */
function drawn(name: string, from: TensorLike, alpha: Tensor): GammaSample {
  checkKey(name, from);
  const keys = split(from, 3);
  const { dtype } = alpha;
  const isSmall = less(alpha, 1);
  const u = openUnit(name, take(keys, 0), alpha.shape, dtype);
  return {
    sample: ranked(where(isSmall, add(alpha, 1), alpha), take(keys, 1), take(keys, 2)),
    logFactor: where(isSmall, div(log(u), alpha), 0),
  };
}

/** Samples for α ≥ 1, which keep their rank when α moves. */
function ranked(alpha: Tensor, normals: Tensor, uniforms: Tensor): Tensor {
  const parameters = parametersOf([alpha.node]);
  const [a] = parameters.map((parameter) => new Tensor(parameter)) as [Tensor];
  const z = accepted(a, normals, uniforms);
  const cotangents = parametersOf([z.node]);
  const [g] = cotangents.map((cotangent) => new Tensor(cotangent)) as [Tensor];
  const pulled = [mul(g, gammaSlope(a, z)).node];
  const [made] = customized({ inputs: [alpha.node], parameters, values: [z.node], cotangents, pulled });
  return new Tensor(made as Node);
}

/** For α = 1 a candidate is refused with probability 0.049, for larger α less often: 0.049¹⁰ < 1e-13. */
const candidates = 10;

/** d (1 + c x)³ with d = α − 1/3 and c = 1 / √(9d), for the first normal x that passes the test. */
function accepted(alpha: Tensor, normals: Tensor, uniforms: Tensor): Tensor {
  const { dtype } = alpha;
  const shape = [...alpha.shape, candidates];
  const x = normal(normals, shape, { dtype });
  const d = sub(expandDims(alpha, -1), 1 / 3);
  const c = rsqrt(mul(d, 9));
  const t = mul(x, c);
  // v − 1 and ln v for v = (1 + t)³, without the digits that v itself would lose.
  const excess = mul(t, add(mul(t, add(t, 3)), 3));
  const bound = add(mul(square(x), 0.5), mul(d, sub(mul(log1p(t), 3), excess)));
  const passes = less(log(openUnit('gamma', uniforms, shape, dtype)), bound);
  const chosen = takeAlongAxis(x, argmax(passes, { axis: -1, keepDims: true }));
  const root = add(mul(chosen, c), 1);
  return mul(d, mul(root, square(root))).reshape(alpha.shape);
}
