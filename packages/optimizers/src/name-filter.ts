import { ArgumentError, describe, type Parameter } from '@gradkit/core';

/** Parameters: those with one of these in their names, or for which a function is true. */
export type ParameterFilter = readonly string[] | ((parameter: Parameter) => boolean);

/** The filter as a function. `where` names the option. */
export function nameFilter(where: string, filter: ParameterFilter): (parameter: Parameter) => boolean {
  if (typeof filter === 'function') return filter;
  if (Array.isArray(filter) && filter.every((part) => typeof part === 'string')) {
    return ({ name }) => filter.some((part) => name.includes(part));
  }
  throw new ArgumentError(
    `${where} is a list of parts of names, such as ['bias'], or a function of the parameter, got ${describe(filter)}.`,
  );
}
