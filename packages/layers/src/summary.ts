import { ArgumentError, checkOptions, describe, key, type Shape, sizeOf, type Variable } from '@gradkit/core';
import { type NamedVariable, trainedParameters, variablesOf } from './layer.ts';
import type { AnyLayer, Model } from './model.ts';
import { isShapeList, type Values } from './values.ts';

/** A layer at its place in a model, with the shapes that the model was last built for. */
export interface Place {
  /** The layer's name, numbered where the layer comes again: `shared`, `shared#2`. */
  readonly name: string;
  readonly layer: AnyLayer;
  readonly input: Shape | readonly Shape[];
  readonly output: Shape | readonly Shape[];
  /** Where its inputs come from, by name, unless from the place before. */
  readonly from?: readonly string[];
}

/** Options of a model's `summary`. */
export interface SummaryOptions {
  /** Adds the memory of all layers' outputs for a batch of this size. Default: none, and shapes begin with `?`. */
  readonly batchSize?: number | undefined;
  /** Whether models inside the model are shown with their layers. Default false. */
  readonly expand?: boolean | undefined;
}

/** A line of the table. */
interface Row {
  readonly layer: string;
  readonly output: string;
  readonly parameters: string;
  readonly from: string;
}

const headings: Row = { layer: 'layer', output: 'output shape', parameters: 'parameters', from: 'from' };

/** The layers of a model as a table. Shared variables count once in the totals. */
export function summaryTable(model: Model<never, Values>, inputs: string, options: SummaryOptions): string {
  checkOptions('summary', options, ['batchSize', 'expand']);
  const { batchSize, expand = false } = options;
  if (batchSize !== undefined && !(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new ArgumentError(`summary: batchSize is a positive integer, got ${describe(batchSize)}.`);
  }
  const rows = [headings, ...rowsOf(model.places, '', batchSize ?? '?', expand)];
  const isGraph = rows.some(({ from }, i) => i > 0 && from !== '');
  const columns: readonly (keyof Row)[] = ['layer', 'output', 'parameters', ...(isGraph ? (['from'] as const) : [])];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    columns
      .map((column, i) => row[column][column === 'parameters' ? 'padStart' : 'padEnd'](widths[i] as number))
      .join('  ')
      .trimEnd(),
  );
  const rule = '─'.repeat(widths.reduce((a, b) => a + b + 2, -2));

  const trainable = new Set(model.layers.flatMap(trainableOf));
  const fixed = new Set(model.layers.flatMap(weightsOf).filter((weight) => !trainable.has(weight)));
  const bytes = [...trainable, ...fixed].reduce((sum, v) => sum + sizeOf(v.shape) * bytesOf(v), 0);
  return [
    inputs === '' ? model.name : `${model.name}: ${inputs}`,
    rule,
    lines[0],
    rule,
    ...lines.slice(1),
    rule,
    `${grouped(count(trainable) + count(fixed))} parameters (${kilobytes(bytes)}): ` +
      `${grouped(count(trainable))} trainable, ${grouped(count(fixed))} non-trainable`,
    ...(batchSize === undefined
      ? []
      : [`outputs of all layers for a batch of ${batchSize}: ${kilobytes(4 * batchSize * outputSize(model.places))}`]),
  ].join('\n');
}

/** Shapes as text, with `?` or a number for the batch. */
export function formatShapes(shapes: Shape | readonly Shape[], batch: number | string): string {
  return listOfShapes(shapes)
    .map((shape) => (shape.length === 0 ? '[]' : `[${[batch, ...shape.slice(1)].join(', ')}]`))
    .join(', ');
}

/** Names of places: those of layers, numbered where a layer comes again. */
export function placeNames(layers: readonly AnyLayer[]): readonly string[] {
  const times = new Map<AnyLayer, number>();
  return layers.map((layer) => {
    const time = (times.get(layer) ?? 0) + 1;
    times.set(layer, time);
    return time === 1 ? layer.name : `${layer.name}#${time}`;
  });
}

function rowsOf(places: readonly Place[], indent: string, batch: number | string, expand: boolean): readonly Row[] {
  return places.flatMap((place) => {
    const { name, layer, output, from = [] } = place;
    const row = {
      layer: indent + name + (layer.kind === undefined || name.startsWith(layer.kind) ? '' : ` (${layer.kind})`),
      output: formatShapes(output, batch),
      parameters: grouped(count(new Set(weightsOf(layer)))),
      from: from.join(', '),
    };
    return [row, ...(expand ? rowsOf(placesInside(place), `${indent}  `, batch, expand) : [])];
  });
}

/** The places of a model at a place, for the shapes that arrive there: one model may stand at several places. */
function placesInside({ layer, input }: Place): readonly Place[] {
  if (!('places' in layer)) return [];
  const model = layer as Model<never, Values>;
  // Creates nothing, since the model is built.
  model.build(input as never, key(0));
  return model.places;
}

/** Elements of the outputs of all layers, for one sample. A model's output is that of its last layers. */
function outputSize(places: readonly Place[]): number {
  let total = 0;
  for (const place of places) {
    const inside = placesInside(place);
    if (inside.length > 0) total += outputSize(inside);
    else for (const shape of listOfShapes(place.output)) total += sizeOf(shape.slice(1));
  }
  return total;
}

const listOfShapes = (shapes: Shape | readonly Shape[]): readonly Shape[] => (isShapeList(shapes) ? shapes : [shapes]);

const count = (variables: Iterable<Variable>): number => {
  let total = 0;
  for (const { shape } of variables) total += sizeOf(shape);
  return total;
};

const bytesOf = ({ dtype }: Variable): number => (dtype === 'float64' ? 8 : 4);

/** Step counters of random streams are state as well, but nobody's weight: only floating-point variables count. */
const isWeight = ({ dtype }: Variable): boolean => dtype === 'float32' || dtype === 'float64';

const trainableOf = (layer: AnyLayer): Variable[] => trainedParameters(layer).map(({ variable }) => variable);

const weightsOf = (layer: AnyLayer): Variable[] =>
  variablesOf(layer)
    .map(({ variable }: NamedVariable) => variable)
    .filter(isWeight);

/** `2,599,086` */
const grouped = (value: number | string): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `10,396.3 kB` */
const kilobytes = (bytes: number): string => `${grouped((bytes / 1000).toFixed(1))} kB`;
