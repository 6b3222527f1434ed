import type { Dataset } from './dataset.ts';
import { type TableOptions, tableDataset } from './encoding/table-dataset.ts';
import { wineText } from './encoding/wine-text.ts';

export type { TableOptions } from './encoding/table-dataset.ts';

/**
 * Chemical analyses of 178 wines from one region of Italy and three cultivars: 13 quantities of very different scales, so
 * standardize them before training.
 *
 * `x` has shape [178, 13], `y` the cultivar as int32, 0 to 2: 59, 71 and 48 wines.
 *
 * @throws ArgumentError on unknown options, DTypeError on another dtype
 * @see S. Aeberhard, M. Forina, Wine, UCI Machine Learning Repository, 1991, https://doi.org/10.24432/C5PC7J, licensed
 * under CC BY 4.0.
 * @example
 * ```ts
 * import { standardizer } from '@gradkit/data';
 * import { wine } from '@gradkit/data/wine';
 *
 * const { train, test } = wine().split(0.8, { seed: 1 });
 * const scaling = standardizer(train);
 * console.log(scaling.apply(train).size, scaling.apply(test).size); // 142 36
 * ```
 */
export function wine(options: TableOptions = {}): Dataset<'x' | 'y'> {
  return tableDataset(
    'wine',
    wineText,
    {
      classNames: ['class_0', 'class_1', 'class_2'],
      featureNames: [
        'alcohol',
        'malic acid',
        'ash',
        'alcalinity of ash',
        'magnesium',
        'total phenols',
        'flavanoids',
        'nonflavanoid phenols',
        'proanthocyanins',
        'color intensity',
        'hue',
        'OD280/OD315 of diluted wines',
        'proline',
      ],
      source: {
        name: 'Wine',
        authors: ['S. Aeberhard', 'M. Forina'],
        year: 1991,
        licence: 'CC BY 4.0',
        url: 'https://archive.ics.uci.edu/dataset/109/wine',
        doi: '10.24432/C5PC7J',
      },
    },
    options,
  );
}
