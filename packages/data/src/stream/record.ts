import { ArgumentError, DataError, DTypeError, describe, equalShapes, formatShape, ShapeError } from '@gradkit/core';
import { type Column, type FieldData, isTensor, toClassIds, toSampleColumn } from '../column.ts';
import type { FieldInfo } from '../dataset.ts';

/** One sample on its way through a stream: the values of its fields, and which it is. */
export interface StreamRecord {
  readonly columns: { readonly [field: string]: Column };
  /** Position in the source, from 0. */
  readonly index: number;
  /** The pass over the source that it comes from. */
  readonly epoch: number;
}

/** Samples of a user, one after the other: the first says which fields there are, all others must agree with it. */
export function recordReader(
  where: string,
  classes: number | undefined,
): (sample: unknown, index: number, epoch: number) => StreamRecord {
  let fields: readonly (readonly [string, FieldInfo])[] | undefined;
  return (sample, index, epoch) => {
    const at = `${where}: sample ${index}`;
    if (typeof sample !== 'object' || sample === null || isTensor(sample) || Array.isArray(sample)) {
      throw new ArgumentError(`${at} must be an object of fields such as { x, y }, got ${describe(sample)}.`);
    }
    const given = sample as { readonly [field: string]: FieldData };
    const names = Object.keys(given);
    const columns = Object.fromEntries(names.map((name) => [name, columnOf(at, name, given[name], classes)]));
    if (fields === undefined) {
      if (names.length === 0) throw new ArgumentError(`${at} has no fields.`);
      if (classes !== undefined && !('y' in columns)) {
        throw new ArgumentError(`${at}: classes are the values of field "y", which is missing.`);
      }
      fields = Object.entries(columns).map(([name, { shape, dtype }]) => [name, { shape, dtype }]);
    } else {
      checkFields(at, columns, fields);
    }
    return { columns, index, epoch };
  };
}

function columnOf(where: string, name: string, data: FieldData | undefined, classes: number | undefined): Column {
  if (data === undefined) throw new DataError(`${where}: field "${name}" is undefined.`);
  const given = toSampleColumn(where, name, data);
  if (given.values.length === 0) {
    throw new DataError(`${where}: field "${name}" has shape ${formatShape(given.shape)}, which has no elements.`);
  }
  return name === 'y' && classes !== undefined ? toClassIds(where, name, given, classes) : given;
}

/** Throws unless a sample has the fields of the first one, with its shapes and element types. */
export function checkFields(
  at: string,
  columns: { readonly [field: string]: Column },
  fields: readonly (readonly [string, FieldInfo])[],
): void {
  const names = Object.keys(columns);
  if (names.length !== fields.length || !fields.every(([name]) => name in columns)) {
    const expected = fields.map(([name]) => name).join(', ');
    throw new DataError(`${at} has the fields ${names.join(', ')}, but the first has ${expected}.`);
  }
  for (const [name, { shape, dtype }] of fields) {
    const column = columns[name] as Column;
    if (!equalShapes(column.shape, shape)) {
      throw new ShapeError(
        `${at}: field "${name}" has shape ${formatShape(column.shape)}, but that of the first has ${formatShape(shape)}.`,
      );
    }
    if (column.dtype !== dtype) {
      throw new DTypeError(`${at}: field "${name}" is ${column.dtype}, but that of the first is ${dtype}.`);
    }
  }
}
