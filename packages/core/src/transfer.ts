import type { Slot } from './cell.ts';
import { dtypes, type TypedArray } from './dtype.ts';
import { DisposedError, ShapeError, TracingError } from './errors.ts';
import { sizeOf } from './shape.ts';
import { activeTrace } from './trace.ts';
import type { Variable } from './variable.ts';

/**
 * Copies the content of a variable into an array of as many numbers, which are converted: one pass over them, and nothing is
 * allocated. For loops that leave nothing for the collector to do.
 * @throws ShapeError when the array has another length; TracingError while a function is recorded
 */
export function readInto(variable: Variable, into: TypedArray): void {
  slotOf('readInto', variable, into).read(into);
}

/**
 * Copies numbers into a variable, converted to its element type: the counterpart of {@link readInto}.
 * @throws ShapeError when the array has another length; TracingError while a function is recorded
 */
export function writeFrom(variable: Variable, values: TypedArray): void {
  const slot = slotOf('writeFrom', variable, values);
  // Tensors that were taken from the variable keep the old numbers.
  variable.cell.preserve();
  const { wrap, float } = dtypes[variable.dtype];
  slot.write(float ? values : values.map(wrap));
}

function slotOf(where: string, { cell, name, shape }: Variable, array: TypedArray): Slot {
  if (cell.slot === undefined) throw new DisposedError(`variable "${name}" was disposed and cannot be used again.`);
  if (array.length !== sizeOf(shape)) {
    throw new ShapeError(`${where}: variable "${name}" has ${sizeOf(shape)} elements, the array ${array.length}.`);
  }
  if (activeTrace() !== undefined) {
    throw new TracingError(
      `${where}: variable "${name}" has no numbers while a function is recorded by jit(). Do this outside of it.`,
    );
  }
  return cell.slot;
}
