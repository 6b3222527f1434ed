import { ArgumentError, DTypeError, formatShape, type Shape, ShapeError, type Tensor } from '@gradkit/core';
import { isConnection, type SymbolicInput, type SymbolicTensor } from './symbolic.ts';

/** Throws unless there is one value for each input. */
export function checkCount(where: string, count: number, names: readonly string[]): void {
  if (count === names.length) return;
  throw new ArgumentError(`${where}: takes ${names.length} inputs (${names.join(', ')}), got ${count}.`);
}

/** Throws when a tensor is not what an input of a graph model expects. */
export function checkTensor(where: string, name: string, { source }: SymbolicTensor, x: Tensor): void {
  checkShapeOf(where, name, { source, index: 0 }, x.shape);
  if (isConnection(source) || source.dtype === undefined || source.dtype === x.dtype) return;
  throw new DTypeError(
    `${where}: the input "${name}" is ${source.dtype}, got ${x.dtype}${formatShape(x.shape)}. Use cast(x, '${source.dtype}').`,
  );
}

/** Throws when a shape is not what an input expects. */
export function checkShapeOf(where: string, name: string, { source }: SymbolicTensor, shape: Shape): void {
  const expected = isConnection(source) ? undefined : source.shape;
  if (expected === undefined) return;
  const fits =
    shape.length === expected.length + 1 && expected.every((extent, i) => extent === null || extent === shape[i + 1]);
  if (fits) return;
  throw new ShapeError(
    `${where}: the input "${name}" is ${formatExtents(expected)}, got ${formatShape(shape)}, whose axis 0 is the batch.`,
  );
}

/** `[?, 28, null]` */
export function formatExtents(shape: SymbolicInput['shape']): string {
  return shape === undefined ? 'any shape' : `[${['?', ...shape.map((extent) => extent ?? 'any')].join(', ')}]`;
}

/** The shapes of a batch of one, where all inputs have complete shapes. */
export function knownShapes(inputs: readonly SymbolicTensor[]): readonly Shape[] | undefined {
  const shapes: Shape[] = [];
  for (const { source } of inputs) {
    if (isConnection(source) || source.shape === undefined || source.shape.includes(null)) return undefined;
    shapes.push([1, ...(source.shape as readonly number[])]);
  }
  return shapes;
}
