import type { Tensor } from '@gradkit/core';

/** All that an asynchronous iterable yields. */
export async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const element of from) all.push(element);
  return all;
}

/** The fields of all samples as nested arrays. */
export async function arrays(from: AsyncIterable<{ readonly [field: string]: Tensor }>): Promise<unknown> {
  return (await collect(from)).map((sample) => Object.values(sample).map((field) => field.toArray()));
}
