import { DifferentiationError, exp, mul, sum, type Tensor, tensor, variable } from '@gradkit/core';
import { expect, test } from 'vitest';
import { gradients, vjp } from '../src/index.ts';

/** So many sums that the first of them are forgotten: derivatives go back through 100 000 at least. */
function grown(x = tensor([1, 2])) {
  let y = x;
  for (let i = 0; i < 130_000; i++) y = y.add(1);
  return y;
}

test('a target within reach has its derivative, however long the history before it', () => {
  const w = mul(grown(), 1e-5).realize();
  const [g] = gradients(sum(exp(w)), [w]);
  // d eʷ / dw = eʷ, where w = 1.30001 and 1.30002; float32 has seven digits.
  expect(g.dataSync()[0]).toBeCloseTo(Math.exp(1.30001), 5);
  expect(g.dataSync()[1]).toBeCloseTo(Math.exp(1.30002), 5);
}, 60_000);

test('a target from before what is forgotten is an error, not a zero', () => {
  const x = tensor([1, 2]);
  const v = variable([1, 2]);
  const y = grown(mul(x, v));
  for (const target of [x, v]) {
    expect(() => gradients(sum(y), [target])).toThrow(DifferentiationError);
    expect(() => gradients(sum(y), [target])).toThrow('the history of the result is too long');
  }
}, 60_000);

test('a pullback that was kept until its own value was forgotten is an error', () => {
  // A sum that is read counts for eleven operations. The value stands after 20 000 of them, so that it is the youngest
  // to be forgotten when 120 000 are full.
  const read = (x: Tensor, times: number): Tensor => {
    let y = x;
    for (let i = 0; i < times; i++) y = y.add(1).realize();
    return y;
  };
  const [value, pullback] = vjp((x: Tensor) => x.add(1).realize(), read(tensor([0, 0]), 1817));
  const cotangent = tensor([1, 1]);
  expect(read(value, 9000).toArray()).toEqual([10_818, 10_818]);
  expect(pullback(cotangent)[0].toArray()).toEqual([1, 1]);
  read(value, 9100);
  expect(() => pullback(cotangent)).toThrow(DifferentiationError);
}, 60_000);
