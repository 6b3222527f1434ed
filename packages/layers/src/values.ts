import { ArgumentError, describe, type Shape, type Tensor } from '@gradkit/core';

/** What goes into a layer, or comes out: one tensor, or a list of several. */
export type Values = Tensor | readonly Tensor[];

/** The shape of one tensor, or the shapes of a list. */
export type ShapesOf<V extends Values> = V extends Tensor ? Shape : readonly Shape[];

/** Values as a list. */
export function listOf(values: Values): readonly Tensor[] {
  return isList(values) ? values : [values];
}

function isList(values: Values): values is readonly Tensor[] {
  return Array.isArray(values);
}

/** Whether these are the shapes of several tensors; a layer has at least one. */
export function isShapeList(shapes: Shape | readonly Shape[]): shapes is readonly Shape[] {
  return Array.isArray(shapes[0]);
}

/** The shapes of values, as their layer's `build` takes them. Throws, in the name of the layer, when they are no tensors. */
export function shapesOf<V extends Values>(where: string, values: V): ShapesOf<V> {
  const shapes = listOf(values).map((value: unknown) => {
    if (typeof value === 'object' && value !== null && 'node' in value) return (value as Tensor).shape;
    throw new ArgumentError(`${where}: expected a tensor, got ${describe(values)}. Use tensor() first.`);
  });
  return (isList(values) ? shapes : shapes[0]) as ShapesOf<V>;
}
