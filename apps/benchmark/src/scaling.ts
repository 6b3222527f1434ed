import type { Item } from './items.ts';
import type { ItemSummary } from './summary.ts';
import { operationsOf, type TrainingWork } from './work.ts';

/** How the cost of a step grows with one number. */
export interface ScalingSeries {
  readonly title: string;
  /** What grows. */
  readonly variable: string;
  readonly lines: readonly {
    readonly label: string;
    readonly points: readonly { readonly x: number; readonly time: number; readonly speed: number }[];
  }[];
}

interface Sweep {
  readonly name: string;
  readonly title: string;
  readonly variable: string;
  readonly values: readonly number[];
  readonly workOf: (value: number) => TrainingWork;
}

function network(input: number, hidden: readonly number[], batch: number): TrainingWork {
  return {
    kind: 'training',
    input: [input],
    layers: [
      ...hidden.map((units) => ({ kind: 'dense', units, activation: 'relu' }) as const),
      { kind: 'dense', units: 10 },
    ],
    loss: 'crossEntropy',
    optimizer: 'adam',
    batch,
  };
}

const sweeps: readonly Sweep[] = [
  {
    name: 'batch',
    title: 'dense 784-256-128-10',
    variable: 'samples in a batch',
    values: [1, 4, 16, 64, 256, 1024],
    workOf: (batch) => network(784, [256, 128], batch),
  },
  {
    name: 'width',
    title: 'three layers of one width, batch 128',
    variable: 'units in a layer',
    values: [32, 64, 128, 256, 512, 1024],
    workOf: (width) => network(width, [width, width, width], 128),
  },
  {
    name: 'depth',
    title: 'layers of 128 units, batch 128',
    variable: 'hidden layers',
    values: [1, 2, 4, 8, 16, 32],
    workOf: (depth) =>
      network(
        128,
        Array.from({ length: depth }, () => 128),
        128,
      ),
  },
];

/** The works of all sweeps, as items. */
export const scalingItems: readonly Item[] = sweeps.flatMap(({ name, title, variable, values, workOf }) =>
  values.map(
    (value): Item => ({
      name: `${name}${value}`,
      family: 'scaling',
      title: `training step, ${title}: ${value} ${variable}`,
      work: workOf(value),
    }),
  ),
);

/** Times of one contestant after the other against what grew. */
export function scalingSeries(summaries: readonly ItemSummary[]): ScalingSeries[] {
  return sweeps.map(({ name, title, variable, values }) => {
    const own = values.map((value) => ({
      x: value,
      rows: summaries.find(({ item }) => item.name === `${name}${value}`),
    }));
    const labels = [...new Set(own.flatMap(({ rows }) => rows?.rows.map(({ contestant }) => contestant.label) ?? []))];
    const lines = labels.map((label) => ({
      label,
      points: own.flatMap(({ x, rows }) => {
        const time = rows?.rows.find(({ contestant }) => contestant.label === label)?.time?.median;
        if (time === undefined || !rows) return [];
        return [{ x, time, speed: operationsOf(rows.item.work) / time / 1e6 }];
      }),
    }));
    return { title, variable, lines };
  });
}
