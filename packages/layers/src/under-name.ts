import { DTypeError, ShapeError } from '@gradkit/core';

/**
 * Runs functions of core on behalf of a layer: where an input does not fit, the error begins with the layer's name instead of
 * the function's.
 */
export function underName<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof DTypeError)) throw error;
    const Same = error instanceof ShapeError ? ShapeError : DTypeError;
    throw new Same(error.message.replace(/^\w+(?=: )/, name));
  }
}
