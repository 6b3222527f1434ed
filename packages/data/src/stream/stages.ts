import { uniformIntegers } from '../permutation.ts';

// What happens to a stream between its source and its end. Everything is asked for by the consumer, and a consumer that
// stops early closes what it read from, up to the source.

/** The first `count` elements; the one after them is not asked for. */
export async function* taken<T>(from: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  for await (const element of from) {
    yield element;
    if (--left === 0) return;
  }
}

/** All but the first `count` elements. */
export async function* skipped<T>(from: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  for await (const element of from) if (left-- <= 0) yield element;
}

/** The elements for which `keep` holds. */
export async function* filtered<T>(from: AsyncIterable<T>, keep: (element: T) => boolean): AsyncGenerator<T> {
  for await (const element of from) if (keep(element)) yield element;
}

/** Passes one after the other, until one has no elements. */
export async function* passes<T>(count: number, pass: (number: number) => AsyncIterable<T>): AsyncGenerator<T> {
  for (let number = 0; number < count; number++) {
    let isEmpty = true;
    for await (const element of pass(number)) {
      isEmpty = false;
      yield element;
    }
    if (isEmpty) return;
  }
}

/** Each element leaves at random one of `size` places, which the next one takes. */
export async function* shuffled<T>(
  from: AsyncIterable<T>,
  size: number,
  seed: number,
  epoch: number,
): AsyncGenerator<T> {
  const below = uniformIntegers(seed, epoch);
  const buffer: T[] = [];
  for await (const element of from) {
    if (buffer.length < size) {
      buffer.push(element);
      continue;
    }
    const at = below(size);
    yield buffer[at] as T;
    buffer[at] = element;
  }
  while (buffer.length > 0) {
    const at = below(buffer.length);
    const last = buffer.pop() as T;
    if (at === buffer.length) {
      yield last;
    } else {
      yield buffer[at] as T;
      buffer[at] = last;
    }
  }
}

/** Arrays of `size` elements; the last is shorter if they do not divide, or left out. */
export async function* grouped<T>(from: AsyncIterable<T>, size: number, dropRemainder: boolean): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const element of from) {
    group.push(element);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0 && !dropRemainder) yield group;
}

/** Asks for up to `count` elements before they are wanted. `from` answers in order, as asynchronous generators do. */
export async function* prefetched<T>(from: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  const iterator = from[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<T>>[] = [];
  const ask = (): void => {
    const next = iterator.next();
    // A failure is thrown when its turn comes; until then it is nobody's unhandled rejection.
    next.catch(() => {});
    asked.push(next);
  };
  try {
    for (let i = 0; i < count; i++) ask();
    for (;;) {
      const next = (await asked.shift()) as IteratorResult<T>;
      if (next.done) return;
      ask();
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
