import { type Shape, sizeOf, type Variable } from '@gradkit/core';
import { type NamedVariable, trainedParameters, variablesOf } from './layer.ts';
import type { AnyLayer } from './model.ts';

const count = (variables: Iterable<Variable>): number => {
  let total = 0;
  for (const { shape } of variables) total += sizeOf(shape);
  return total;
};

/** Step counters of random streams are state as well, but nobody's weight: only floating-point variables count. */
const isWeight = ({ dtype }: Variable): boolean => dtype === 'float32' || dtype === 'float64';

const trainableOf = (layer: AnyLayer): Variable[] => trainedParameters(layer).map(({ variable }) => variable);

const weightsOf = (layer: AnyLayer): Variable[] =>
  variablesOf(layer)
    .map(({ variable }: NamedVariable) => variable)
    .filter(isWeight);

/** `2,599,086` */
const grouped = (value: number | string): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** The layers of a model as a table. Axis 0 is the batch and shown as `?`. Shared variables count once in the totals. */
export function summaryTable(name: string, layers: readonly AnyLayer[], outputs: readonly Shape[]): string {
  const rows = layers.map((layer, i) => [
    layer.name + (layer.kind === undefined || layer.name.startsWith(layer.kind) ? '' : ` (${layer.kind})`),
    `[${['?', ...(outputs[i] ?? []).slice(1)].join(', ')}]`,
    grouped(count(weightsOf(layer))),
  ]);
  const table = [['layer', 'output shape', 'parameters'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const [first = 0, second = 0, third = 0] = widths;
  const lines = table.map(
    ([a = '', b = '', c = '']) => `${a.padEnd(first)}  ${b.padEnd(second)}  ${c.padStart(third)}`,
  );
  const rule = '─'.repeat(first + second + third + 4);

  const trainable = new Set(layers.flatMap(trainableOf));
  const fixed = new Set(layers.flatMap(weightsOf).filter((weight) => !trainable.has(weight)));
  const bytes = [...trainable, ...fixed].reduce((sum, v) => sum + sizeOf(v.shape) * (v.dtype === 'float64' ? 8 : 4), 0);
  return [
    name,
    rule,
    lines[0],
    rule,
    ...lines.slice(1),
    rule,
    `${grouped(count(trainable) + count(fixed))} parameters (${grouped((bytes / 1000).toFixed(1))} kB): ` +
      `${grouped(count(trainable))} trainable, ${grouped(count(fixed))} non-trainable`,
  ].join('\n');
}
