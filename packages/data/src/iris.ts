import type { Dataset } from './dataset.ts';
import { irisText } from './encoding/iris-text.ts';
import { type TableOptions, tableDataset } from './encoding/table-dataset.ts';

export type { TableOptions } from './encoding/table-dataset.ts';

/**
 * Fisher's irises: length and width of sepal and petal, in centimetres, of 50 flowers of each of three species.
 *
 * `x` has shape [150, 4], `y` the species as int32: 0 setosa, 1 versicolor, 2 virginica. Samples 34 and 37 are as in
 * Fisher's article, from which some copies of the table differ.
 *
 * @throws ArgumentError on unknown options, DTypeError on another dtype
 * @see R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7(2), 1936; Iris,
 * UCI Machine Learning Repository, https://doi.org/10.24432/C56C76, licensed under CC BY 4.0.
 * @example
 * ```ts
 * import { iris } from '@gradkit/data/iris';
 *
 * const { train, test } = iris().split(0.8, { seed: 1, stratify: true });
 * console.log(train.size, test.size, train.classNames); // 120 30 ['setosa', 'versicolor', 'virginica']
 * ```
 */
export function iris(options: TableOptions = {}): Dataset<'x' | 'y'> {
  return tableDataset(
    'iris',
    irisText,
    {
      classNames: ['setosa', 'versicolor', 'virginica'],
      featureNames: ['sepal length', 'sepal width', 'petal length', 'petal width'],
      source: {
        name: 'Iris',
        authors: ['R. A. Fisher'],
        year: 1936,
        licence: 'CC BY 4.0',
        url: 'https://archive.ics.uci.edu/dataset/53/iris',
        doi: '10.24432/C56C76',
      },
    },
    options,
  );
}
