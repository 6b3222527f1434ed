import {
  broadcastTo,
  type DType,
  eye,
  matmul,
  pad,
  reshape,
  type Shape,
  slice,
  type Tensor,
  transpose,
  zeros,
} from '@gradkit/core';

/** An axis cut into blocks of equal extent, the last one filled up with zeros. */
export interface Blocks {
  readonly count: number;
  readonly extent: number;
}

/** How a parameter is seen as a matrix, and which of its sides have factors. */
export interface MatrixForm {
  readonly rows: Blocks | undefined;
  readonly columns: Blocks | undefined;
  /** The number of sides with factors. */
  readonly factors: number;
  /** The shape of the matrix when both sides are filled up. */
  readonly shape: readonly [rows: number, columns: number];
  /** A tensor of the parameter's shape as that matrix. */
  readonly matrix: (x: Tensor) => Tensor;
  /** Such a matrix in the parameter's shape. */
  readonly parameter: (x: Tensor) => Tensor;
}

/** Which sides of a matrix get factors. */
export interface FactorLimits {
  /** The largest extent of a block. */
  readonly blockSize: number;
  /** Sides that are longer than this have no factor. */
  readonly maxPreconditionerDim: number;
}

/**
 * The form of a parameter: its last axis becomes the columns and all others the rows; a vector is one column. Sides of extent
 * 1 have no factor, for that would be a number.
 */
export function matrixForm(shape: Shape, { blockSize, maxPreconditionerDim }: FactorLimits): MatrixForm {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const width = shape.length < 2 ? 1 : (shape.at(-1) as number);
  const height = width === 0 ? 0 : size / width;
  const sideOf = (extent: number): Blocks | undefined =>
    extent < 2 || extent > maxPreconditionerDim ? undefined : blocksOf(extent, blockSize);
  const [rows, columns] = [sideOf(height), sideOf(width)];
  const filled = (blocks: Blocks | undefined, extent: number): number =>
    blocks === undefined ? extent : blocks.count * blocks.extent;
  const [high, wide] = [filled(rows, height), filled(columns, width)];
  const isWhole = high === height && wide === width;
  return {
    rows,
    columns,
    factors: [rows, columns].filter((side) => side !== undefined).length,
    shape: [high, wide],
    matrix: (x) => filledUp(reshape(x, [height, width]), [high, wide]),
    parameter: (x) => reshape(isWhole ? x : slice(x, [0, 0], [height, width]), shape),
  };
}

/** A matrix with zeros behind its rows and columns. */
export function filledUp(x: Tensor, [high, wide]: readonly [rows: number, columns: number]): Tensor {
  const [height, width] = x.shape as [number, number];
  if (height === high && width === wide) return x;
  return pad(x, [
    [0, high - height],
    [0, wide - width],
  ]);
}

/** As few blocks as can be, of equal extent. */
export function blocksOf(extent: number, blockSize: number): Blocks {
  const count = Math.max(1, Math.ceil(extent / blockSize));
  return { count, extent: Math.ceil(extent / count) };
}

/** The content of a factor of zeros, `[count, extent, extent]`. */
export function zeroFactor({ count, extent }: Blocks, dtype: DType): Tensor {
  return zeros([count, extent, extent], { dtype });
}

/** The content of a factor that changes nothing. */
export function unitFactor({ count, extent }: Blocks, dtype: DType): Tensor {
  return broadcastTo(eye(extent, { dtype }), [count, extent, extent]);
}

/** The rows of a matrix in blocks, `[count, extent, columns]`. */
export function rowBlocks(x: Tensor, { count, extent }: Blocks): Tensor {
  return reshape(x, [count, extent, x.shape[1] as number]);
}

/** Products of the rows with each other within each block: the diagonal blocks of `X Xᵀ`. */
export function rowProducts(x: Tensor, blocks: Blocks): Tensor {
  const parts = rowBlocks(x, blocks);
  return matmul(parts, transpose(parts, [0, 2, 1]));
}

/** A factor `[count, extent, extent]` times the rows of a matrix, block by block. */
export function onRows(factor: Tensor, x: Tensor, blocks: Blocks): Tensor {
  return reshape(matmul(factor, rowBlocks(x, blocks)), x.shape);
}
