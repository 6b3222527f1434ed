/**
 * On whose behalf nodes are made: what a profile calls a kernel by. Never part of what is computed, nor of what programs
 * are cached by.
 */
export const ambient: { origin: string } = { origin: '' };

/** Runs `body`; the nodes that it makes are made on behalf of `origin`. */
export function onBehalfOf<R>(origin: string, body: () => R): R {
  const before = ambient.origin;
  ambient.origin = origin;
  try {
    return body();
  } finally {
    ambient.origin = before;
  }
}

/**
 * Runs `body` and returns its result; what it computes goes by `name` in profiles, below the names around it.
 *
 * Layers name what they compute after themselves and optimizers after the parameter that they change, so that this is for
 * your own pieces of a model. The names of gradients are made from those of what they are gradients of.
 * @example
 * ```ts
 * import { mul, named, ones, tanh } from '@gradkit/core';
 * const y = named('gate', () => tanh(mul(ones([2]), 0.5)));
 * console.log(y.shape); // [2]
 * ```
 */
export function named<R>(name: string, body: () => R): R {
  const { origin } = ambient;
  return onBehalfOf(origin === '' || name.startsWith(`${origin}/`) ? name : `${origin}/${name}`, body);
}
