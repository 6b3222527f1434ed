/** A value, or the promise of one. */
export type Awaitable<T> = T | Promise<T>;

export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value;

/**
 * Runs a method to its end: answers what it asks until an answer, or the method, says why it is over. Promises are waited
 * for, and then the result is a promise, too.
 */
export function drive<Request, End, Result>(
  steps: Generator<Request, End, void>,
  answer: (asked: Request) => Awaitable<End | undefined>,
  finish: (end: End) => Result,
): Awaitable<Result> {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return finish(next.value);
    const end = answer(next.value);
    if (isPromise(end)) return end.then((end) => (end === undefined ? drive(steps, answer, finish) : finish(end)));
    if (end !== undefined) return finish(end);
  }
}
