import { vjp } from '@gradkit/autograd';
import * as core from '@gradkit/core';
import { type Tensor, tensor } from '@gradkit/core';
import { expect, test } from 'vitest';
import golden from './golden/convolution.json' with { type: 'json' };

interface PlainArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

type Apply = (...inputs: readonly [...Tensor[], object]) => Tensor;

const tensorOf = ({ shape, values }: PlainArray): Tensor => tensor(Float64Array.from(values), { shape });

const rows = golden.cases.map((row) => ({ ...row, title: `${row.name} ${JSON.stringify(row.options)}` }));

test.each(rows)(
  '$title has the gradients that PyTorch computes',
  ({ name, options, x, kernel, cotangent, gradients }) => {
    const apply = (core as unknown as Readonly<Record<string, Apply>>)[name] as Apply;
    const inputs = [x, ...(kernel === undefined ? [] : [kernel])].map(tensorOf);
    const [, pullback] = vjp((...args: Tensor[]) => apply(...args, options), ...inputs);
    const found = pullback(tensorOf(cotangent));
    found.forEach((gradient, k) => {
      const { shape, values } = gradients[k] as PlainArray;
      expect(gradient.shape).toEqual(shape);
      // Numbers below 1,000; only those of averages are rounded.
      gradient.dataSync().forEach((each, i) => {
        expect(Math.abs(each - (values[i] as number))).toBeLessThanOrEqual(1e-13);
      });
    });
  },
);
