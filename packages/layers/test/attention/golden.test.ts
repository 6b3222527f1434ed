import { gradients } from '@gradkit/autograd';
import { add, key, mul, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  additiveAttention,
  attention,
  groupedQueryAttention,
  type Layer,
  multiHeadAttention,
  type Values,
} from '../../src/index.ts';
import { listOf } from '../../src/values.ts';
import golden from '../golden/attention.json' with { type: 'json' };

interface GoldenArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const factories: Readonly<Record<string, (options: never) => Layer<Values, Values>>> = {
  attention,
  additiveAttention,
  multiHeadAttention,
  groupedQueryAttention,
};

const tensorOf = ({ shape, values }: GoldenArray): Tensor => tensor(values as number[], { shape });

const sizeOf = (arrays: readonly GoldenArray[]): number =>
  Math.max(1, ...arrays.flatMap(({ values }) => values.map(Math.abs)));

/** Sums of a few dozen numbers of a size in float32; in some gradients, such as those of a key's bias, all cancels. */
function expectClose(found: Tensor | undefined, { shape, values }: GoldenArray, largest: number): void {
  expect(found?.shape).toEqual(shape);
  found?.dataSync().forEach((value, i) => {
    expect(Math.abs(value - (values[i] as number))).toBeLessThan(3e-6 * largest);
  });
}

describe('attention layers give what Keras gives', () => {
  for (const [i, row] of golden.cases.entries()) {
    const title = [row.layer, JSON.stringify(row.options), row.masks ? 'masked' : ''].join(' ');
    it(`${i}: ${title}`, () => {
      const layer = (factories[row.layer] as (typeof factories)[string])(row.options as never);
      const tensors = row.inputs.map(tensorOf);
      const seen = row.attentionMask === null ? [] : [tensor(row.attentionMask, { dtype: 'bool' })];
      const inputs = tensors.length + seen.length === 1 ? (tensors[0] as Tensor) : [...tensors, ...seen];
      const shapes = listOf(inputs).map(({ shape }) => shape);
      const built = layer.build(Array.isArray(inputs) ? shapes : (shapes[0] as number[]), key(0));
      const { parameters } = layer;
      expect(parameters.map(({ variable }) => variable.shape)).toEqual(row.weights.map(({ shape }) => shape));
      parameters.forEach(({ variable }, k) => {
        variable.assign(tensorOf(row.weights[k] as GoldenArray));
      });

      const masks = row.masks?.map((mask) => (mask === null ? undefined : tensor(mask, { dtype: 'bool' })));
      const outputs = listOf(layer.apply(inputs, { training: false, mask: masks?.[0], masks }));
      expect(row.outputs.length === 1 ? [built] : built).toEqual(outputs.map(({ shape }) => shape));
      row.outputs.forEach((expected, k) => {
        expectClose(outputs[k], expected, sizeOf(row.outputs));
      });

      const total = outputs
        .map((y, k) => sum(mul(y, tensorOf(row.cotangents[k] as GoldenArray))))
        .reduce((a, b) => add(a, b));
      const found = gradients(total, [...tensors, ...parameters]);
      const expected = [...row.gradients.inputs, ...row.gradients.weights];
      expected.forEach((gradient, k) => {
        expectClose(found[k], gradient, sizeOf(expected));
      });
    });
  }
});
