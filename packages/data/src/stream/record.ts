import { ArgumentError, DataError, DTypeError, describe, equalShapes, formatShape, ShapeError } from '@gradkit/core';
import { type Column, type FieldData, isTensor, toClassIds, toSampleColumn } from '../column.ts';

/** Values by field. */
export type Columns = { readonly [field: string]: Column };

/** One sample on its way through a stream: the values of its fields, and which it is. */
export interface StreamRecord {
  readonly columns: Columns;
  /** Position in the source, from 0. */
  readonly index: number;
  /** The pass over the source that it comes from. */
  readonly epoch: number;
}

/** The fields of an object of a user, each through `read`; `at` says in messages where it stands. */
export function readFields(
  at: string,
  given: unknown,
  read: (at: string, name: string, data: FieldData) => Column,
): Columns {
  if (typeof given !== 'object' || given === null || isTensor(given) || Array.isArray(given)) {
    throw new ArgumentError(`${at} must be an object of fields such as { x, y }, got ${describe(given)}.`);
  }
  const fields = Object.entries(given as { readonly [field: string]: FieldData | undefined });
  if (fields.length === 0) throw new ArgumentError(`${at} has no fields.`);
  return Object.fromEntries(
    fields.map(([name, data]) => {
      if (data === undefined) throw new DataError(`${at}: field "${name}" is undefined.`);
      return [name, read(at, name, data)];
    }),
  );
}

/** A field of one sample. */
export function readValue(at: string, name: string, data: FieldData): Column {
  const given = toSampleColumn(at, name, data);
  if (given.values.length > 0) return given;
  throw new DataError(`${at}: field "${name}" has shape ${formatShape(given.shape)}, which has no elements.`);
}

/**
 * Checks fields of samples, one after the other: the first say which fields there are, all others must agree with them.
 * Class ids become int32.
 */
export function fieldGuard(classes: number | undefined): (at: string, columns: Columns) => Columns {
  let first: Columns | undefined;
  return (at, given) => {
    const columns = classes === undefined ? given : withClassIds(at, given, classes);
    if (first === undefined) first = columns;
    else checkAgreement(at, columns, first);
    return columns;
  };
}

function withClassIds(at: string, columns: Columns, classes: number): Columns {
  const { y } = columns;
  if (y === undefined) throw new ArgumentError(`${at}: classes are the values of field "y", which is missing.`);
  return { ...columns, y: toClassIds(at, 'y', y, classes) };
}

function checkAgreement(at: string, columns: Columns, first: Columns): void {
  const [names, expected] = [Object.keys(columns), Object.keys(first)];
  if (names.length !== expected.length || !expected.every((name) => name in columns)) {
    throw new DataError(`${at} has the fields ${names.join(', ')}, but the first has ${expected.join(', ')}.`);
  }
  for (const [name, { shape, dtype }] of Object.entries(first)) {
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
