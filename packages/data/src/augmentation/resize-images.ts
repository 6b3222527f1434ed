import { checkFlags, checkOptions, matmul, reshape, type Tensor, take, tensor } from '@gradkit/core';
import { checkChoice } from '../option-checks.ts';
import { imageExtents } from './augmentation.ts';
import { checkExtents } from './center-crop.ts';
import { resizeWeights } from './resize-weights.ts';

/** Options of {@link resizeImages}. */
export interface ResizeOptions {
  /** `'bilinear'` between pixels, or the `'nearest'` pixel; default `'bilinear'`. */
  readonly interpolation?: 'bilinear' | 'nearest' | undefined;
  /** When shrinking, takes the mean of all pixels that fall together, instead of two of each row; default false. */
  readonly antialias?: boolean | undefined;
}

/**
 * Brings images to another size; the sides may change by different ratios.
 *
 * ```text
 * out[r, c] = image[(r + ½) · h / height − ½, (c + ½) · w / width − ½]
 * ```
 *
 * [samples, h, w, channels] → [samples, height, width, channels].
 *
 * @throws ArgumentError when an extent is not a positive integer or an option is wrong; ShapeError, DTypeError, when images
 * come, unless they are float32 with four axes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { resizeImages } from '@gradkit/data';
 *
 * const image = tensor([[[[0], [1]]]]);
 * console.log(resizeImages(1, 4)(image).dataSync()); // 0 0.25 0.75 1
 * ```
 */
export function resizeImages(height: number, width: number, options: ResizeOptions = {}): (images: Tensor) => Tensor {
  checkOptions('resizeImages', options, ['interpolation', 'antialias']);
  checkExtents('resizeImages', height, width);
  const { interpolation = 'bilinear', antialias = false } = options;
  checkFlags('resizeImages', { antialias });
  checkChoice('resizeImages', 'interpolation', interpolation, ['bilinear', 'nearest']);
  return (images) => {
    const [samples, rows, columns, channels] = imageExtents('resizeImages', images);
    const [vertical, horizontal] = [
      resizeWeights(rows, height, interpolation === 'bilinear', antialias),
      resizeWeights(columns, width, interpolation === 'bilinear', antialias),
    ];
    if (interpolation === 'nearest') {
      const first = (weights: typeof vertical): Int32Array => Int32Array.from(weights, (weight) => weight.first);
      return take(take(images, first(vertical), { axis: 1 }), first(horizontal), { axis: 2 });
    }
    // Both are products with a matrix: rows first, with columns and channels as one axis.
    const tall = matmul(matrixOf(vertical, rows), reshape(images, [samples, rows, columns * channels]));
    const lying = reshape(tall, [samples * height, columns, channels]);
    return reshape(matmul(matrixOf(horizontal, columns), lying), [samples, height, width, channels]);
  };
}

function matrixOf(weights: ReturnType<typeof resizeWeights>, from: number): Tensor {
  const values = new Float32Array(weights.length * from);
  weights.forEach(({ first, parts }, i) => {
    values.set(parts, i * from + first);
  });
  return tensor(values, { shape: [weights.length, from] });
}
