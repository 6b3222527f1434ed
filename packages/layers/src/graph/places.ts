import { ArgumentError, describe } from '@gradkit/core';
import type { AnyLayer } from '../model.ts';
import { formatExtents } from './input-checks.ts';
import { type Connection, isConnection, type SymbolicTensor } from './symbolic.ts';

/** The layers between inputs and outputs, each after those that it needs. */
export function placesBetween(
  kind: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): readonly Connection[] {
  const given = new Set(inputs);
  if (given.size < inputs.length) throw new ArgumentError(`${kind}: one value is listed twice among the inputs.`);
  const used = new Set<SymbolicTensor>();
  const seen = new Set<Connection>();
  const places: Connection[] = [];
  const visit = (value: SymbolicTensor): void => {
    if (given.has(value)) {
      used.add(value);
      return;
    }
    const { source } = value;
    if (!isConnection(source)) {
      throw new ArgumentError(
        `${kind}: the outputs need the input ${source.name === undefined ? 'without a name' : `"${source.name}"`} of shape ${formatExtents(source.shape)}, which is not among the inputs.`,
      );
    }
    if (seen.has(source)) return;
    seen.add(source);
    for (const needed of source.inputs) visit(needed);
    places.push(source);
  };
  for (const value of outputs) visit(value);
  for (const [i, value] of inputs.entries()) {
    if (!used.has(value)) {
      const { source } = value;
      const name = isConnection(source) ? source.layer.name : source.name;
      throw new ArgumentError(`${kind}: no output needs the input ${name ? `"${name}"` : `at index ${i}`}.`);
    }
  }
  return places;
}

/** The value that a layer gives: the `index`-th, over its places and its outputs. */
export function outputOf(
  where: string,
  places: readonly Connection[],
  layer: AnyLayer | string,
  index: number,
): SymbolicTensor {
  const values = places
    .filter((place) => (typeof layer === 'string' ? place.layer.name === layer : place.layer === layer))
    .flatMap((place) => place.outputs);
  const value = values[index];
  if (value !== undefined) return value;
  const wanted = typeof layer === 'string' ? `"${layer}"` : layer.name ? `"${layer.name}"` : describe(layer);
  throw new ArgumentError(
    values.length === 0
      ? `outputOf: ${where} has no layer ${wanted}. Its layers: ${[...new Set(places.map((place) => place.layer.name))].join(', ')}.`
      : `outputOf: ${wanted} gives ${values.length} values in ${where}, got the index ${index}.`,
  );
}
