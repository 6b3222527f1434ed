import { relu, tanh } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { add, key, mul, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  bidirectional,
  type Cell,
  convLstm1d,
  convLstm2d,
  convLstm3d,
  dense,
  embedding,
  gru,
  gruCell,
  type Layer,
  lstm,
  lstmCell,
  masking,
  type RecurrentLayer,
  rnn,
  sequential,
  simpleRnn,
  simpleRnnCell,
  stackedRnnCells,
  timeDistributed,
  type Values,
} from '../../src/index.ts';
import { listOf } from '../../src/values.ts';
import golden from '../golden/recurrent.json' with { type: 'json' };

interface GoldenArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Options as JSON holds them: activations by their names. */
type Options = Readonly<Record<string, unknown>>;

const functions: Readonly<Record<string, unknown>> = { relu, tanh };

function decoded(options: Options): never {
  const values = Object.entries(options).map(([name, value]) => [
    name,
    name.toLowerCase().endsWith('activation') ? functions[value as string] : value,
  ]);
  return Object.fromEntries(values) as never;
}

const cells: Readonly<Record<string, (options: { units: number }) => Cell>> = {
  simpleRnn: simpleRnnCell,
  lstm: lstmCell,
  gru: gruCell,
};

/** A layer from its description in JSON. */
function layerOf(name: string, options: Options, inner: object | undefined): Layer<Values, Values> {
  const factories: Readonly<Record<string, (options: never) => Layer<Values, Values>>> = {
    simpleRnn,
    lstm,
    gru,
    convLstm1d,
    convLstm2d,
    convLstm3d,
    rnn: (own) => {
      const { cells: names, units } = inner as { cells: readonly string[]; units: number };
      return rnn(stackedRnnCells(names.map((cell) => (cells[cell] as (typeof cells)[string])({ units }))), own);
    },
    bidirectional: (own) => {
      const { layer, options: given } = inner as { layer: string; options: Options };
      return bidirectional(layerOf(layer, given, undefined) as RecurrentLayer<Values>, own);
    },
    timeDistributedDense: (own) => timeDistributed(dense(own)) as Layer<Values, Values>,
    embeddingLstm: (own: object) =>
      sequential([embedding({ inputDim: 5, outputDim: 3, ...own }), lstm({ units: 2 })]) as Layer<Values, Values>,
    maskingGru: () =>
      sequential([masking({ maskValue: -1 }), gru({ units: 2, returnSequences: true })]) as Layer<Values, Values>,
  };
  return (factories[name] as (typeof factories)[string])(decoded(options));
}

const tensorOf = ({ shape, values }: GoldenArray): Tensor => tensor(values as number[], { shape });

/** Sums of a few dozen numbers of size 1 in float32. */
function expectClose(found: Tensor | undefined, { shape, values }: GoldenArray): void {
  expect(found?.shape).toEqual(shape);
  const largest = Math.max(1, ...values.map(Math.abs));
  found?.dataSync().forEach((value, i) => {
    expect(Math.abs(value - (values[i] as number))).toBeLessThan(3e-6 * largest);
  });
}

describe('recurrent layers give what Keras gives', () => {
  for (const [i, row] of golden.cases.entries()) {
    const inner = 'inner' in row ? row.inner : undefined;
    const title = [row.layer, JSON.stringify(row.options), JSON.stringify(inner ?? ''), row.mask ? 'masked' : ''].join(
      ' ',
    );
    it(`${i}: ${title}`, () => {
      const layer = layerOf(row.layer, row.options, inner);
      const inputs = row.inputs.map(tensorOf);
      const shapes = row.inputs.map(({ shape }) => shape);
      const built = layer.build(inputs.length === 1 ? (shapes[0] as number[]) : shapes, key(0));
      const parameters = layer.parameters;
      expect(parameters.length).toBe(row.weights.length);
      parameters.forEach(({ variable }, k) => {
        variable.assign(tensorOf(row.weights[k] as GoldenArray));
      });

      const mask = row.mask === null ? undefined : tensor(row.mask, { dtype: 'bool' });
      const outputs = listOf(
        layer.apply(inputs.length === 1 ? (inputs[0] as Tensor) : inputs, { training: false, mask }),
      );
      expect(outputs.length).toBe(row.outputs.length);
      expect(row.outputs.length === 1 ? [built] : built).toEqual(outputs.map(({ shape }) => shape));
      row.outputs.forEach((expected, k) => {
        expectClose(outputs[k], expected);
      });

      const total = outputs
        .map((y, k) => sum(mul(y, tensorOf(row.cotangents[k] as GoldenArray))))
        .reduce((a, b) => add(a, b));
      const expected = [...row.gradients.inputs, ...row.gradients.weights];
      const found = gradients(total, [...(row.gradients.inputs.length > 0 ? inputs : []), ...parameters]);
      expected.forEach((gradient, k) => {
        expectClose(found[k], gradient);
      });
    });
  }
});
