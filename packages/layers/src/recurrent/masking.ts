import {
  ArgumentError,
  any,
  describe,
  formatShape,
  logicalAnd,
  notEqual,
  ShapeError,
  type Tensor,
  where,
} from '@gradkit/core';
import { checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';

/** Options of {@link masking}. */
export interface MaskingOptions extends LayerOptions {
  /** What a step holds that is to be left out; default 0. */
  readonly maskValue?: number | undefined;
}

/**
 * Leaves out the steps of sequences whose features all have one value: layers after it do not see them.
 *
 * ```text
 * maskₜ = any(xₜ ≠ maskValue)      yₜ = xₜ where maskₜ, else 0
 * ```
 *
 * `[batch, time, features]` stays, with a mask `[batch, time]`; a mask that arrives counts too.
 *
 * @param options `maskValue` (0), and those of every layer
 * @throws ArgumentError when `maskValue` is not a number
 * @throws ShapeError when the input has fewer than two axes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { masking, sequential, simpleRnn } from '@gradkit/layers';
 *
 * // The second step is padding: the state stays what it was.
 * const model = sequential([masking(), simpleRnn({ units: 1, returnSequences: true })]);
 * const [first, second] = (model.apply(tensor([[[1, 2], [0, 0]]])).toArray() as number[][][])[0] ?? [];
 * console.log(first?.[0] === second?.[0]); // true
 * ```
 */
export function masking(options: MaskingOptions = {}): Layer {
  checkLayerOptions('masking', options, ['maskValue']);
  const { maskValue = 0 } = options;
  if (typeof maskValue !== 'number') {
    throw new ArgumentError(`masking: maskValue is a number, got ${describe(maskValue)}.`);
  }
  const counts = (x: Tensor, keepDims: boolean): Tensor => any(notEqual(x, maskValue), { axis: -1, keepDims });

  return createLayer(
    'masking',
    options,
    (_input, _key, name) => ({
      output(shape) {
        if (shape.length < 2) {
          throw new ShapeError(`${name}: expected [batch, time, features], got ${formatShape(shape)}.`);
        }
        return shape;
      },
      apply: (x) => where(counts(x, true), x, 0),
    }),
    {
      outputMask: (x, mask) => (mask === undefined ? counts(x, false) : logicalAnd(mask, counts(x, false))),
    },
  );
}
