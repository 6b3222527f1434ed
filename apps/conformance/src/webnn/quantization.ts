import { add, cast, clip, div, mul, repeat, round, sub, type Tensor } from '@gradkit/core';
import type { Adaptors } from '../suite/adaptor.ts';
import type { RecordedType } from '../suite/recorded.ts';

const limits: { readonly [type in RecordedType]?: readonly [number, number] } = {
  int8: [-128, 127],
  uint8: [0, 255],
  int32: [-2147483648, 2147483647],
};

/** Integers in place of floats, by a scale and a zero point for each block of elements. */
export const quantization: Adaptors = {
  dequantizeLinear: (call) => {
    const x = call.input('input');
    const zero = blockwise(cast(call.input('zeroPoint'), 'int32'), x.shape);
    return mul(cast(sub(cast(x, 'int32'), zero), 'float32'), blockwise(call.input('scale'), x.shape));
  },
  quantizeLinear: (call) => {
    const x = call.input('input');
    const zero = call.input('zeroPoint');
    const [low, high] = limits[call.typeOf('zeroPoint')] as readonly [number, number];
    const steps = round(div(x, blockwise(call.input('scale'), x.shape)));
    return cast(clip(add(steps, blockwise(cast(zero, 'float32'), x.shape)), low, high), zero.dtype);
  },
};

/** Each element repeated for the block that it stands for: each extent divides that of the shape. */
function blockwise(perBlock: Tensor, shape: readonly number[]): Tensor {
  const aligned = perBlock.reshape([...shape.slice(perBlock.rank).map(() => 1), ...perBlock.shape]);
  return aligned.shape.reduce(
    (spread, blocks, axis) => repeat(spread, (shape[axis] as number) / blocks, { axis }),
    aligned,
  );
}
