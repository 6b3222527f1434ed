import { gradients } from '@gradkit/autograd';
import { key, mul, sum, type Tensor, tensor } from '@gradkit/core';
import { expect } from 'vitest';
import type { Layer } from '../../src/index.ts';
import * as layers from '../../src/index.ts';

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean)[];
}

/** What Keras gives for one layer: see scripts/golden/layer_cases.py. */
export interface Row {
  readonly layer: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: Values;
  readonly mask?: Values;
  /** The trained variables in order. */
  readonly weights: readonly Values[];
  readonly state?: readonly Values[];
  readonly training?: boolean;
  readonly output: Values;
  readonly newState?: readonly Values[];
  readonly cotangent?: Values;
  readonly inputGradient?: Values;
  readonly weightGradients?: readonly Values[];
}

/** The rows of an imported file in this folder. */
export function rowsOf(golden: { readonly rows: readonly unknown[] }): readonly Row[] {
  return golden.rows as readonly Row[];
}

/** What a test says about a row. */
export const titleOf = ({ layer, options, input, training = false }: Row): string =>
  `${layer}(${JSON.stringify(options)}) of [${input.shape.join(', ')}]${training ? ' in training' : ''}`;

const tensorOf = ({ shape, values }: Values): Tensor => tensor(values as number[], { shape: [...shape] });

/** Differences are bounded by `tolerance` times the largest element, and by 0 where that is 0. */
function expectClose(what: string, actual: Tensor, expected: Values, tolerance: number): void {
  expect([what, actual.shape]).toEqual([what, expected.shape]);
  const numbers = expected.values as readonly number[];
  const bound = tolerance * Math.max(0, ...numbers.map(Math.abs));
  actual.dataSync().forEach((value, i) => {
    const difference = Math.abs(value - (numbers[i] as number));
    if (!(difference <= bound)) expect.fail(`${what}[${i}]: ${value}, expected ${numbers[i]} within ${bound}`);
  });
}

const factories = new Map<string, unknown>(Object.entries(layers));

/** Holds the layer of a row to it: output, state after it, and gradients. */
export function checkRow(row: Row, tolerance: number): void {
  const layer = (factories.get(row.layer) as (options: object) => Layer)(row.options);
  const x = tensorOf(row.input);
  expect(layer.build(x.shape, key(0))).toEqual(row.output.shape);
  expect(layer.parameters.map(({ variable }) => variable.shape)).toEqual(row.weights.map(({ shape }) => shape));
  layer.parameters.forEach(({ variable }, i) => {
    variable.assign(tensorOf(row.weights[i] as Values));
  });
  row.state?.forEach((values, i) => {
    layer.state[i]?.assign(tensorOf(values));
  });
  const mask = row.mask && tensor(row.mask.values as boolean[], { shape: [...row.mask.shape], dtype: 'bool' });
  const output = layer.apply(x, { training: row.training ?? false, mask });
  expectClose('output', output, row.output, tolerance);
  row.newState?.forEach((values, i) => {
    expectClose(`newState[${i}]`, (layer.state[i] as Layer['state'][number]).value, values, tolerance);
  });
  if (row.cotangent === undefined) return;
  const loss = sum(mul(output, tensorOf(row.cotangent)));
  const weights = layer.parameters.map(({ variable }) => variable);
  const [byInput, ...byWeights] = gradients(loss, [x, ...weights]);
  expectClose('inputGradient', byInput as Tensor, row.inputGradient as Values, tolerance);
  byWeights.forEach((gradient, i) => {
    expectClose(`weightGradients[${i}]`, gradient, row.weightGradients?.[i] as Values, tolerance);
  });
}
