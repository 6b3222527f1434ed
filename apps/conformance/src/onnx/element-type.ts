import type { DType } from '@gradkit/core';

/** The element type that the format's number stands for. */
export function elementType(code: number): DType {
  if (code === 1) return 'float32';
  if (code === 11) return 'float64';
  throw new TypeError(`element type ${code} does not occur in the suite`);
}
