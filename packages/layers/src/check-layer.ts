import { ArgumentError, describe } from '@gradkit/core';

/** Throws unless something is a layer: an object that can be built and applied. */
export function checkLayer(where: string, layer: unknown): void {
  if (typeof layer === 'object' && layer !== null && 'apply' in layer && 'build' in layer) return;
  const hint = typeof layer === 'function' ? ' Wrap a function in activation(fn); call the factory of a layer.' : '';
  throw new ArgumentError(`${where} is ${describe(layer)}, not a layer.${hint}`);
}
