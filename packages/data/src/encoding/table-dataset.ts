import { checkOptions } from '@gradkit/core';
import { checkDType, zerosOf } from '../column.ts';
import { type Dataset, type DatasetInfo, datasetOf } from '../dataset.ts';
import { decodeTable, type EncodedTable } from './decimal-columns.ts';

/** Options of the data sets of measurements. */
export interface TableOptions {
  /** Element type of `x`: the nearest number to each decimal; default float32. */
  readonly dtype?: 'float32' | 'float64';
}

/** A data set from a table whose last column is the class id. */
export function tableDataset(
  where: string,
  table: EncodedTable,
  info: DatasetInfo,
  options: TableOptions,
): Dataset<'x' | 'y'> {
  checkOptions(where, options, ['dtype']);
  const { dtype = 'float32' } = options;
  checkDType(where, dtype, ['float32', 'float64']);
  const values = decodeTable(table);
  const width = values.length / table.rows;
  const x = zerosOf(dtype, table.rows * (width - 1));
  const y = new Int32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const from = row * width;
    x.set(values.subarray(from, from + width - 1), row * (width - 1));
    y[row] = values[from + width - 1] as number;
  }
  return datasetOf(
    where,
    { x: { values: x, shape: [width - 1], dtype }, y: { values: y, shape: [], dtype: 'int32' } },
    info,
  );
}
