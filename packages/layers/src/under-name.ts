import { ShapeError } from '@gradkit/core';

/**
 * Runs functions of core on behalf of a layer: where a shape does not fit, the error begins with the layer's name instead
 * of the function's.
 */
export function underName<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ShapeError(error.message.replace(/^\w+(?=: )/, name));
  }
}
