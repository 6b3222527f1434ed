/**
 * Every error that gradkit throws on purpose. Packages never compare classes across copies of this module: they compare
 * `code`, which is stable and documented.
 */
export type ErrorCode =
  | 'shape-mismatch'
  | 'dtype-mismatch'
  | 'invalid-argument'
  | 'unknown-option'
  | 'invalid-data'
  | 'disposed'
  | 'traced-read'
  | 'not-differentiable'
  | 'out-of-memory'
  | 'threads-failed'
  | 'unsupported-platform';

/** The base class: a message that names the function, what it got and the way out, and a `code` to branch on. */
export class GradkitError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'GradkitError';
    this.code = code;
  }
}

/** Shapes do not fit each other or the operation. */
export class ShapeError extends GradkitError {
  constructor(message: string) {
    super('shape-mismatch', message);
    this.name = 'ShapeError';
  }
}

/** Element types do not fit each other or the operation. */
export class DTypeError extends GradkitError {
  constructor(message: string) {
    super('dtype-mismatch', message);
    this.name = 'DTypeError';
  }
}

/** An argument or option is outside what the function accepts. */
export class ArgumentError extends GradkitError {
  constructor(message: string, code: 'invalid-argument' | 'unknown-option' = 'invalid-argument') {
    super(code, message);
    this.name = 'ArgumentError';
  }
}

/** Data is empty, truncated or not what it claims to be. */
export class DataError extends GradkitError {
  constructor(message: string) {
    super('invalid-data', message);
    this.name = 'DataError';
  }
}

/** A tensor or variable was used after `dispose()`. */
export class DisposedError extends GradkitError {
  constructor(message: string) {
    super('disposed', message);
    this.name = 'DisposedError';
  }
}

/** A value was asked for while a function is being traced, when only its shape is known. */
export class TracingError extends GradkitError {
  constructor(message: string) {
    super('traced-read', message);
    this.name = 'TracingError';
  }
}

/** What stands for an argument was taken out of the function that was recorded. */
export function escaped(where: string): TracingError {
  return new TracingError(
    `${where}: a tensor made inside a function that was recorded has no value outside. Return it from that function.`,
  );
}

/** A derivative was asked for where none exists. */
export class DifferentiationError extends GradkitError {
  constructor(message: string) {
    super('not-differentiable', message);
    this.name = 'DifferentiationError';
  }
}

/**
 * Checks an options object at run time: JavaScript users have no compiler to catch a misspelt key.
 * @param where the function that got the options, for the message
 * @throws ArgumentError when it is no object, or has a key that is not known; the message names the nearest that is
 * @example
 * ```ts
 * import { checkOptions } from '@gradkit/core';
 * checkOptions('myLayer', { units: 3 }, ['units', 'useBias']); // fine; { unit: 3 } would not be
 * ```
 */
export function checkOptions(where: string, options: object | undefined, known: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ArgumentError(`${where}: expected an options object, got ${describe(options)}.`);
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const nearest = nearestWord(key, known);
    const hint = nearest === undefined ? `Known options: ${known.join(', ')}.` : `Did you mean "${nearest}"?`;
    throw new ArgumentError(`${where}: unknown option "${key}". ${hint}`, 'unknown-option');
  }
}

/**
 * Checks options that are true or false, by their names.
 * @param where the function that got the options, for the message
 * @throws ArgumentError when one is something else
 * @example
 * ```ts
 * import { checkFlags } from '@gradkit/core';
 * const { useBias = true }: { useBias?: boolean } = {};
 * checkFlags('myLayer', { useBias }); // fine; 'yes' would not be
 * ```
 */
export function checkFlags(where: string, flags: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(flags)) {
    if (typeof value !== 'boolean') {
      throw new ArgumentError(`${where}: ${name} is true or false, got ${describe(value)}.`);
    }
  }
}

/**
 * A short description of any value, for messages.
 * @example
 * ```ts
 * import { describe } from '@gradkit/core';
 * console.log(describe('relu'), describe([1, 2]), describe({ a: 1 })); // "relu" an array of length 2 an object with keys [a]
 * ```
 */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'object') return `an object with keys [${Object.keys(value).join(', ')}]`;
  return String(value);
}

function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map((candidate) => editDistance(word.toLowerCase(), candidate.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(2, word.length / 2) ? candidates[distances.indexOf(least)] : undefined;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    row = row.reduce<number[]>((next, above, j) => {
      const replace = (row[j - 1] ?? Infinity) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, above + 1, (next[j - 1] ?? Infinity) + 1));
      return next;
    }, []);
  }
  return row.at(-1) as number;
}
