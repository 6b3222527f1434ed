import type { Dataset } from './dataset.ts';
import { breastCancerText } from './encoding/breast-cancer-text.ts';
import { type TableOptions, tableDataset } from './encoding/table-dataset.ts';

export type { TableOptions } from './encoding/table-dataset.ts';

const measurements: readonly string[] = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
];

/**
 * Breast Cancer Wisconsin (Diagnostic): ten properties of the cell nuclei in an image of each of 569 tumours, as mean,
 * standard error and worst (mean of the three largest), of very different scales, so standardize them before training.
 *
 * `x` has shape [569, 30], `y` the diagnosis as int32: 0 malignant (212), 1 benign (357).
 *
 * @throws ArgumentError on unknown options, DTypeError on another dtype
 * @see W. Wolberg, O. Mangasarian, N. Street, W. Street, Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning
 * Repository, 1993, https://doi.org/10.24432/C5DW2B, licensed under CC BY 4.0.
 * @example
 * ```ts
 * import { breastCancer } from '@gradkit/data/breast-cancer';
 *
 * const { train, test } = breastCancer().split(0.8, { seed: 1, stratify: true });
 * console.log(train.size, test.size, train.classNames); // 455 114 ['malignant', 'benign']
 * ```
 */
export function breastCancer(options: TableOptions = {}): Dataset<'x' | 'y'> {
  return tableDataset(
    'breastCancer',
    breastCancerText,
    {
      classNames: ['malignant', 'benign'],
      featureNames: ['mean', 'standard error of', 'worst'].flatMap((kind) =>
        measurements.map((name) => `${kind} ${name}`),
      ),
      source: {
        name: 'Breast Cancer Wisconsin (Diagnostic)',
        authors: ['W. Wolberg', 'O. Mangasarian', 'N. Street', 'W. Street'],
        year: 1993,
        licence: 'CC BY 4.0',
        url: 'https://archive.ics.uci.edu/dataset/17/breast+cancer+wisconsin+diagnostic',
        doi: '10.24432/C5DW2B',
      },
    },
    options,
  );
}
