import { expect, it } from 'vitest';
import * as core from '../../src/index.ts';
import { type Tensor, tensor } from '../../src/index.ts';
import golden from '../golden/convolution.json' with { type: 'json' };

type Apply = (...inputs: readonly [...Tensor[], object]) => Tensor;

const rows = golden.cases.map((row) => ({ ...row, title: `${row.name} ${JSON.stringify(row.options)}` }));

// Sums of at most a few dozen products of multiples of 1/16 are exact; averages round once or twice.
it.each(rows)('$title is what PyTorch computes', ({ name, options, x, kernel, value }) => {
  const inputs = [x, ...(kernel === undefined ? [] : [kernel])].map(({ shape, values }) =>
    tensor(Float64Array.from(values), { shape }),
  );
  const y = (core as unknown as Readonly<Record<string, Apply>>)[name] as Apply;
  const actual = y(...inputs, options);
  expect(actual.shape).toEqual(value.shape);
  actual.dataSync().forEach((each, i) => {
    const expected = value.values[i] as number;
    expect(Math.abs(each - expected)).toBeLessThanOrEqual(Number.EPSILON * Math.abs(expected));
  });
});
