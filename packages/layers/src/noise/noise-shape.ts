import { formatShape, type Shape, ShapeError } from '@gradkit/core';

/** The shape of what is drawn, from the option `noiseShape`: `null` is the input's extent, no shape is the input's. */
export function noiseShapeFor(name: string, noiseShape: readonly (number | null)[] | undefined, input: Shape): Shape {
  if (noiseShape === undefined) return input;
  const shape = noiseShape.map((extent, axis) => extent ?? input[axis] ?? 1);
  if (shape.length !== input.length || !shape.every((extent, axis) => extent === 1 || extent === input[axis])) {
    throw new ShapeError(
      `${name}: noiseShape [${noiseShape.join(', ')}] does not broadcast to the input ${formatShape(input)}.`,
    );
  }
  return shape;
}
