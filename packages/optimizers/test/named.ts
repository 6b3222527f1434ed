import * as optimizers from '../src/index.ts';

const functions = optimizers as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** What a function of the package returns, by its name. */
export function called<R>(name: string, ...args: readonly unknown[]): R {
  const found = functions[name];
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found(...args) as R;
}

/** `{ name: arguments }` of a file of golden values, as what the named function returns; anything else as it is. */
export function decoded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [[name, args] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0 || !(name in functions)) return value;
  return called(name, ...(Array.isArray(args) ? args.map(decoded) : [args]));
}
