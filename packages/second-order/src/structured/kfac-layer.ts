import {
  add,
  broadcastTo,
  concatenate,
  div,
  eye,
  maximum,
  mul,
  ones,
  type Parameter,
  reshape,
  slice,
  sqrt,
  sum,
  type Tensor,
  transpose,
  type Variable,
  variable,
  zerosLike,
} from '@gradkit/core';
import { cholesky, choleskySolve } from '@gradkit/core/linalg';
import type { ObservedProduct } from '@gradkit/optimizers';
import { type Blocks, blocksOf, filledUp, onRows, rowProducts, unitFactor, zeroFactor } from './blocks.ts';
import { patches } from './patches.ts';

/** One side of the curvature of a layer. */
export interface KfacFactor {
  readonly blocks: Blocks;
  /** The extent without what fills up the last block. */
  readonly extent: number;
  /** The second moments, a moving average that began at 0. */
  readonly moments: Variable;
  /** The inverse of the damped moments. */
  readonly inverse: Variable;
}

/** The contents of both sides of a layer. */
export type FactorPair = readonly [input: Tensor, output: Tensor];

/** A dense or convolutional layer: its weights are one matrix, with a last row for the bias. */
export interface KfacLayer {
  readonly kernel: Parameter;
  readonly bias: Variable | undefined;
  /** Second moments of what the weights are multiplied by, and of the gradients by the products. */
  readonly input: KfacFactor;
  readonly output: KfacFactor;
}

/** The layer of a kernel. */
export function kfacLayer(owner: string, kernel: Parameter, bias: Variable | undefined, blockSize: number): KfacLayer {
  const { dtype } = kernel.variable;
  const factor = (side: string, extent: number): KfacFactor => {
    const blocks = blocksOf(extent, blockSize);
    const named = (what: string): { readonly name: string } => ({ name: `${kernel.name}/${owner}/${side}${what}` });
    return {
      blocks,
      extent,
      moments: variable(zeroFactor(blocks, dtype), named('Factor')),
      inverse: variable(unitFactor(blocks, dtype), named('Inverse')),
    };
  };
  const [fanIn, fanOut] = fansOf(kernel);
  return {
    kernel,
    bias,
    input: factor('input', fanIn + (bias === undefined ? 0 : 1)),
    output: factor('output', fanOut),
  };
}

/** The rows and columns of a kernel. */
export function fansOf({ variable: { shape } }: Parameter): [fanIn: number, fanOut: number] {
  return [shape.slice(0, -1).reduce((product, extent) => product * extent, 1), shape.at(-1) as number];
}

/** What a kernel was multiplied by, one row for each row of the products, with a 1 for the bias. */
export function inputRows(layer: KfacLayer, products: readonly ObservedProduct[]): Tensor {
  const rows = joined(products.map(patches));
  const [count] = rows.shape as [number];
  return layer.bias === undefined ? rows : concatenate([rows, ones([count, 1], { dtype: rows.dtype })], { axis: 1 });
}

/** Gradients by products, one row for each. */
export function outputRows({ kernel }: KfacLayer, cotangents: readonly Tensor[]): Tensor {
  const [, fanOut] = fansOf(kernel);
  return joined(cotangents.map((each) => reshape(each, [-1, fanOut])));
}

const joined = (parts: readonly Tensor[]): Tensor =>
  parts.length === 1 ? (parts[0] as Tensor) : concatenate(parts, { axis: 0 });

/** `Xᵀ X`, as far as it lies in the blocks. */
export function moments(rows: Tensor, { blocks }: KfacFactor): Tensor {
  return rowProducts(transpose(filledUp(rows, [rows.shape[0] as number, blocks.count * blocks.extent])), blocks);
}

/** `A⁻¹ X G⁻¹` for the gradient X of a layer's weights, and the sum of products of its elements with those of X. */
export function preconditioned(
  layer: KfacLayer,
  gradients: ReadonlyMap<Variable, Tensor>,
  [input, output]: FactorPair,
): { readonly moves: readonly (readonly [Variable, Tensor])[]; readonly descent: Tensor } {
  const [fanIn, fanOut] = fansOf(layer.kernel);
  const part = (target: Variable, from: number, to: number) => {
    // A bias that is not trained any more has none.
    const gradient = gradients.get(target) ?? zerosLike(target.value);
    const rows = reshape(gradient, [to - from, fanOut]);
    return { target, rows, taken: (x: Tensor) => reshape(slice(x, [from, 0], [to, fanOut]), gradient.shape) };
  };
  const { bias } = layer;
  const parts = [part(layer.kernel.variable, 0, fanIn), ...(bias ? [part(bias, fanIn, fanIn + 1)] : [])];
  const sizeOf = ({ blocks: { count, extent } }: KfacFactor): number => count * extent;
  const x = filledUp(joined(parts.map(({ rows }) => rows)), [sizeOf(layer.input), sizeOf(layer.output)]);
  const left = onRows(input, x, layer.input.blocks);
  const direction = transpose(onRows(output, transpose(left), layer.output.blocks));
  return {
    moves: parts.map(({ target, taken }) => [target, taken(direction)] as const),
    descent: sum(mul(direction, x)),
  };
}

/**
 * The inverses of both factors of a layer, each damped by its share of `λ I`: `A + π √λ I` and `G + √λ / π I`, or by what rounding makes
 * of their eigenvalues where that is more.
 */
export function dampedInverses({ input, output }: KfacLayer, [a, g]: FactorPair, damping: Tensor): FactorPair {
  const least = 1e-30;
  const trace = (x: Tensor): Tensor => sum(mul(x, eye(x.shape.at(-1) as number, { dtype: x.dtype })));
  const [traceA, traceG] = [trace(a), trace(g)];
  // Roots before the quotient, which could be too large for float32.
  const spread = (total: Tensor, { extent }: KfacFactor): Tensor => sqrt(maximum(div(total, extent), least));
  const pi = div(spread(traceA, input), spread(traceG, output));
  const root = sqrt(damping);
  // Inputs that nobody scaled may be so large that the smallest eigenvalues are below 0 by rounding.
  const rounding = a.dtype === 'float64' ? 2 ** -50 : 2 ** -21;
  return [
    inverse(a, maximum(mul(pi, root), mul(traceA, rounding))),
    inverse(g, maximum(div(root, pi), mul(traceG, rounding))),
  ];
}

/** The inverses of positive semidefinite matrices with a number added to their diagonals. */
function inverse(matrices: Tensor, shift: Tensor): Tensor {
  const unit = eye(matrices.shape.at(-1) as number, { dtype: matrices.dtype });
  return choleskySolve(cholesky(add(matrices, mul(unit, shift))), broadcastTo(unit, matrices.shape));
}
