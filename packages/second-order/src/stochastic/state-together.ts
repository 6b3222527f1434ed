import {
  DTypeError,
  type Parameter,
  ShapeError,
  sizeOf,
  type Tensor,
  type Variable,
  variable,
  where,
} from '@gradkit/core';

/** What an optimizer keeps of all parameters together, by names. */
export type Kept<Key extends string> = Readonly<Record<Key, Tensor>>;

/** The variables of it, which are made when the parameters are met for the first time. */
export interface StateTogether<Key extends string> {
  /**
   * The variables.
   * @throws DTypeError when the parameters are not all of one floating point type; ShapeError when there are others than before
   */
  of(parameters: readonly Parameter[]): Readonly<Record<Key, Variable>>;
  readonly named: readonly { readonly name: string; readonly variable: Variable }[];
}

/**
 * @param owner the optimizer
 * @param start what is there at first, for so many numbers of a type
 */
export function stateTogether<Key extends string>(
  owner: string,
  start: (size: number, dtype: 'float32' | 'float64') => Kept<Key>,
): StateTogether<Key> {
  const named: { readonly name: Key; readonly variable: Variable }[] = [];
  let known: { readonly sizes: string; readonly variables: Readonly<Record<Key, Variable>> } | undefined;
  return {
    named,
    of(parameters) {
      const dtype = commonType(owner, parameters);
      const sizes = parameters.map(({ variable: { shape } }) => sizeOf(shape));
      if (known === undefined) {
        const contents = start(
          sizes.reduce((total, size) => total + size, 0),
          dtype,
        );
        for (const [name, content] of Object.entries(contents) as [Key, Tensor][]) {
          named.push({ name, variable: variable(content, { name: `${owner}/${name}` }) });
        }
        const variables = Object.fromEntries(named.map((each) => [each.name, each.variable]));
        known = { sizes: sizes.join(), variables: variables as Readonly<Record<Key, Variable>> };
      }
      if (sizes.join() === known.sizes) return known.variables;
      throw new ShapeError(
        `${owner}: the parameters have ${sizes.join(', ')} elements, those before had ${known.sizes.replaceAll(',', ', ')}. It looks at ` +
          'all of them together: make a new optimizer when layers are frozen or set free.',
      );
    },
  };
}

function commonType(owner: string, parameters: readonly Parameter[]): 'float32' | 'float64' {
  const types = [...new Set(parameters.map(({ variable: { dtype } }) => dtype))];
  const [only] = types;
  if (types.length === 1 && (only === 'float32' || only === 'float64')) return only;
  throw new DTypeError(
    `${owner}: looks at all parameters together, which must be all float32 or all float64, got ${types.join(' and ')}.`,
  );
}

/** The present contents of variables. */
export function valuesOf<Key extends string>(variables: Readonly<Record<Key, Variable>>): Kept<Key> {
  const values = Object.entries<Variable>(variables).map(([key, { value }]) => [key, value]);
  return Object.fromEntries(values) as Kept<Key>;
}

/** New contents with the variables that get them, to be assigned. */
export function changesOf<Key extends string>(
  variables: Readonly<Record<Key, Variable>>,
  next: Kept<Key>,
): (readonly [Variable, Tensor])[] {
  return (Object.keys(variables) as Key[]).map((key) => [variables[key], next[key]] as const);
}

/** One of two, decided by a bool scalar. */
export function selected<Key extends string>(condition: Tensor, yes: Kept<Key>, no: Kept<Key>): Kept<Key> {
  const chosen = (Object.keys(no) as Key[]).map((key) => [key, where(condition, yes[key], no[key])]);
  return Object.fromEntries(chosen) as Kept<Key>;
}
