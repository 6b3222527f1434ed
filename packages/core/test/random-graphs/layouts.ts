import { valueNode } from '../../src/constant.ts';
import { type DType, dtypes, isFloat } from '../../src/dtype.ts';
import { type Node, node } from '../../src/graph.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';

/** An array of a shape, with values of its own for each `which` (0 for the first operand, 1 for the second, …). */
export type Layout = (shape: Shape, dtype: DType, which: number) => Node;

const floatValues: readonly number[] = [
  0.5, -1.25, 3, 1, -1, 2, 7.5, -3.75, 1e-3, -0.001, 1000.5, 0.1, -0.7, 2.5, -2.5, 20, -20, 0.999999, 1.000001, -0.25,
  5.5, -6, 4,
];
const specialFloats: readonly number[] = [
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e-20,
  1e20,
  -1e30,
  1e-40,
  88,
  -88,
  90,
  -104,
  3e9,
  -3e9,
  65_537.5,
];
const integerValues: readonly number[] = [
  0, 1, 2, 3, 5, 7, 10, -1, -2, -3, -7, 31, 32, 33, 100, 127, 128, 200, 255, 256, 65_535, 65_536, 123_456_789,
  -123_456_789, 2_147_483_647, -2_147_483_648, 4_294_967_295,
];

/** Values such that arrays with different `which` pair every value with every other one, if they are large enough. */
function values(shape: Shape, dtype: DType, which: number, special: boolean): Node {
  const list = isFloat(dtype)
    ? special
      ? [...floatValues, ...specialFloats]
      : floatValues
    : dtype === 'bool'
      ? [0, 1, 1]
      : integerValues;
  const array = dtypes[dtype].allocate(sizeOf(shape));
  for (let i = 0; i < array.length; i++) {
    array[i] = list[(i + which * (1 + Math.floor(i / list.length))) % list.length] as number;
  }
  return valueNode(array, shape, dtype);
}

/**
 * One array read in different ways. `special` adds NaN, infinities, signed zeros and very small and large numbers to
 * the floats.
 */
export function layouts(special: boolean): Readonly<Record<string, Layout>> {
  const plain: Layout = (shape, dtype, which) => values(shape, dtype, which, special);
  return {
    contiguous: plain,
    transposed: (shape, dtype, which) =>
      node('permute', [plain(shape.toReversed(), dtype, which)], { axes: shape.map((_, i) => shape.length - 1 - i) }),
    // The first operand is repeated along the first axis, the second along the last.
    broadcast: (shape, dtype, which) => {
      const axes = shape.map((_, i) => i).filter((i) => i !== (which % 2 === 0 ? 0 : shape.length - 1));
      const small = axes.map((axis) => shape[axis] as number);
      return node('broadcast', [plain(small, dtype, which)], { shape, axes });
    },
    sliced: (shape, dtype, which) => {
      const start = shape.map((_, i) => i + 1);
      const wider = shape.map((extent, i) => extent + i + 3);
      return node('slice', [plain(wider, dtype, which)], { start, stop: shape.map((extent, i) => extent + i + 1) });
    },
    padded: (shape, dtype, which) => {
      const low = shape.map((extent) => Math.min(1, extent));
      const high = shape.map((extent) => Math.min(2, Math.max(0, extent - 1)));
      const inner = shape.map((extent, i) => extent - (low[i] as number) - (high[i] as number));
      return node('pad', [plain(inner, dtype, which)], { low, high, value: 1 });
    },
    reversed: (shape, dtype, which) => node('reverse', [plain(shape, dtype, which)], { axes: shape.map((_, i) => i) }),
  };
}
