import { gradients } from '@gradkit/autograd';
import { add, cast, exp, jit, mean, mul, square, sum, tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { wideSum } from '../../src/tensors/wide-sum.ts';

const terms = Float32Array.from({ length: 1000 }, (_, i) => Math.fround(Math.sin(i) ** 2));
const total = terms.reduce((sum, each) => sum + each, 0);

describe('wideSum', () => {
  it('adds float32 terms up without rounding the sum', () => {
    const x = tensor(terms);
    expect(Math.abs(sum(x).item() - total)).toBeGreaterThan(1e-7);
    const wide = wideSum(sum(x));
    expect(wide.dtype).toBe('float64');
    expect(wide.item()).toBeCloseTo(total, 10);
  });

  it('goes through means, weights and several terms', () => {
    const x = tensor(terms);
    const loss = add(mean(x), mul(sum(x), 0.5));
    expect(wideSum(loss).item()).toBeCloseTo(total / 1000 + total / 2, 10);
  });

  it('has the gradients of the sum, in the type of the variable', () => {
    const v = variable(tensor(terms));
    const [gradient] = jit(() => gradients(wideSum(mul(sum(square(v.value)), 0.5)), [v]))();
    expect(gradient?.dtype).toBe('float32');
    expect(gradient?.dataSync()).toEqual(terms);
  });

  it('leaves other scalars what they are', () => {
    const [single, double] = [exp(tensor(1)), sum(tensor(terms, { dtype: 'float64' }))];
    expect(wideSum(single).item()).toBe(single.item());
    expect(wideSum(double)).toEqual(double);
    expect(wideSum(cast(tensor(3, { dtype: 'int32' }), 'float32')).item()).toBe(3);
    expect(wideSum(variable(0.1).value).item()).toBe(Math.fround(0.1));
  });
});
