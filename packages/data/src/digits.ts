import { checkOptions } from '@gradkit/core';
import { checkDType, zerosOf } from './column.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import { digitsText } from './encoding/digits-text.ts';
import { decodeRuns } from './encoding/run-lengths.ts';

/** Options of {@link digits}. */
export interface DigitsOptions {
  /** `true`: samples of shape [8, 8, 1], as convolutions take them; `false`: [64]. Default false. */
  readonly image?: boolean;
  /** Divides pixels by 16, into 0 … 1; default true. */
  readonly scale?: boolean;
  /** Element type of `x`; default float32. */
  readonly dtype?: 'float32' | 'float64';
}

const samples = 1797;
const pixels = 64;

/**
 * Handwritten digits: 1,797 grey images of 8 × 8 pixels in 17 steps, about 180 of each digit.
 *
 * `x` has shape [1797, 64], scaled from 0 … 16 to 0 … 1 without rounding; `y` the digit as int32. It is the test part of
 * the original, written by other people than the training part.
 *
 * @throws ArgumentError on unknown options, DTypeError on another dtype
 * @see E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998,
 * https://doi.org/10.24432/C50P49, licensed under CC BY 4.0.
 * @example
 * ```ts
 * import { digits } from '@gradkit/data/digits';
 *
 * const { train, test } = digits().split(0.8, { seed: 1 });
 * console.log(train.size, test.size, train.fields.x.shape); // 1438 359 [64]
 * console.log(digits({ image: true }).fields.x.shape); // [8, 8, 1]
 * ```
 */
export function digits(options: DigitsOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('digits', options, ['image', 'scale', 'dtype']);
  const { image = false, scale = true, dtype = 'float32' } = options;
  checkDType('digits', dtype, ['float32', 'float64']);
  const rows = decodeRuns(digitsText, samples * (pixels + 1));
  const x = zerosOf(dtype, samples * pixels);
  const y = new Int32Array(samples);
  const full = scale ? 16 : 1;
  for (let row = 0; row < samples; row++) {
    const from = row * (pixels + 1);
    for (let i = 0; i < pixels; i++) x[row * pixels + i] = (rows[from + i] as number) / full;
    y[row] = rows[from + pixels] as number;
  }
  return datasetOf(
    'digits',
    {
      x: { values: x, shape: image ? [8, 8, 1] : [pixels], dtype },
      y: { values: y, shape: [], dtype: 'int32' },
    },
    {
      classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      source: {
        name: 'Optical Recognition of Handwritten Digits',
        authors: ['E. Alpaydin', 'C. Kaynak'],
        year: 1998,
        licence: 'CC BY 4.0',
        url: 'https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits',
        doi: '10.24432/C50P49',
      },
    },
  );
}
