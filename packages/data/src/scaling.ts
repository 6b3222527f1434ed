import {
  ArgumentError,
  DataError,
  DTypeError,
  formatShape,
  type Shape,
  ShapeError,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { emptyLike, gatherRows } from './column.ts';
import type { Dataset, FieldInfo, Sample } from './dataset.ts';
import { stateOf, viewOf } from './view.ts';

// What scalers of features share: they learn numbers from one data set, and apply them to others.

/** A floating-point field of a data set, with all its values. */
export interface Learnable {
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
  /** Number of elements of one sample. */
  readonly size: number;
  /** Learned numbers, one for each element of a sample. */
  readonly asTensor: (numbers: Float64Array) => Tensor;
}

/** Throws unless all values of the field are finite. */
export function learnableField<F extends string>(where: string, field: string, dataset: Dataset<F>): Learnable {
  const { shape, dtype } = fieldOf(where, field, dataset);
  const whole = (dataset as Sample<string>)[field] as Tensor;
  const values = whole.dataSync();
  const size = values.length / (whole.shape[0] as number);
  const bad = values.findIndex((value: number) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DataError(
      `${where}: "${field}" of sample ${Math.floor(bad / size)} is ${values[bad]} at element ${bad % size}. ` +
        'Fill or filter what is not finite first.',
    );
  }
  return { shape, values, size, asTensor: (numbers) => tensor(numbers, { shape, dtype }) };
}

/** The data set with the field changed: `change` gets a value and the element of its sample that it is. */
export function scaledField<F extends string>(
  where: string,
  field: string,
  dataset: Dataset<F>,
  shape: Shape,
  change: (value: number, element: number) => number,
): Dataset<F> {
  const info = fieldOf(where, field, dataset);
  if (formatShape(info.shape) !== formatShape(shape)) {
    throw new ShapeError(
      `${where}: "${field}" has samples of shape ${formatShape(info.shape)}, statistics have ${formatShape(shape)}.`,
    );
  }
  const state = stateOf(where, dataset);
  if (state.maps.length > 0) {
    throw new ArgumentError(`${where}: the data set is mapped, which happens after scaling. Apply, then map.`);
  }
  const columns = Object.entries(state.columns).map(([name, column]) => {
    const values = gatherRows(column, state.members);
    if (name !== field) return [name, { ...column, values }];
    const size = values.length / state.members.length;
    const scaled = emptyLike(values, values.length);
    for (let i = 0; i < values.length; i++) scaled[i] = change(values[i] as number, i % size);
    return [name, { ...column, values: scaled }];
  });
  return viewOf({ ...state, columns: Object.fromEntries(columns), members: state.members.map((_, i) => i) });
}

function fieldOf(where: string, field: string, dataset: unknown): FieldInfo {
  const { fields } = stateOf(where, dataset);
  const info = fields[field];
  if (info === undefined) {
    throw new ArgumentError(`${where}: no field "${field}"; there is ${Object.keys(fields).join(', ')}.`);
  }
  if (info.dtype !== 'float32' && info.dtype !== 'float64') {
    throw new DTypeError(`${where}: "${field}" is ${info.dtype}, and only floating-point fields can be scaled.`);
  }
  return info;
}
