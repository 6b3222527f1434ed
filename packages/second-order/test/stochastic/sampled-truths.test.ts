import { argmax, key, sigmoid, softmax, sub, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { sampledTruths } from '../../src/stochastic/sampled-truths.ts';

const rows = 4000;
/** Four standard deviations of a frequency, at most. */
const tolerance = 4 * Math.sqrt(0.25 / rows);

const repeated = (row: readonly number[]): number[][] => Array.from({ length: rows }, () => [...row]);

describe('sampledTruths', () => {
  it.each([
    ['logits', true],
    ['probabilities', false],
  ])('draws classes as often as %s say', (_, fromLogits) => {
    const logits = tensor([1, -0.5, 0.2]);
    const p = softmax(logits).toArray() as number[];
    const output = tensor(repeated(fromLogits ? [1, -0.5, 0.2] : p));
    const truth = tensor(new Int32Array(rows));
    const options = { likelihood: 'categorical', fromLogits } as const;
    const { truths, count } = sampledTruths({ outputs: [output], truths: [truth] }, key(1), options);
    expect([truths[0]?.shape, truths[0]?.dtype, count]).toEqual([[rows], 'int32', rows]);
    const drawn = truths[0]?.toArray() as number[];
    p.forEach((probability, k) => {
      expect(Math.abs(drawn.filter((each) => each === k).length / rows - probability)).toBeLessThan(tolerance);
    });
    const column = sampledTruths({ outputs: [output], truths: [truth.reshape([rows, 1])] }, key(1), options);
    expect(column.truths[0]?.reshape([rows]).toArray()).toEqual(drawn);
    const oneHot = sampledTruths({ outputs: [output], truths: [output] }, key(1), options);
    expect(argmax(oneHot.truths[0] as Tensor, { axis: 1 }).toArray()).toEqual(drawn);
  });

  it.each([
    ['logits', true],
    ['probabilities', false],
  ])('draws truth values as often as %s say', (_, fromLogits) => {
    const p = sigmoid(tensor([1.5])).item();
    const output = tensor(repeated([fromLogits ? 1.5 : p]));
    const options = { likelihood: 'bernoulli', fromLogits } as const;
    const { truths, count } = sampledTruths({ outputs: [output], truths: [output] }, key(2), options);
    expect(count).toBe(rows);
    const drawn = [...(truths[0] as Tensor).dataSync()];
    expect(drawn.every((each) => each === 0 || each === 1)).toBe(true);
    expect(Math.abs(drawn.filter((each) => each === 1).length / rows - p)).toBeLessThan(tolerance);
  });

  it('draws around the outputs with variance ½', () => {
    const output = tensor(repeated([3, -2]));
    const options = { likelihood: 'normal', fromLogits: true } as const;
    const { truths, count } = sampledTruths({ outputs: [output], truths: [output] }, key(3), options);
    expect(count).toBe(2 * rows);
    const errors = [...sub(truths[0] as Tensor, output).dataSync()];
    const mean = errors.reduce((total, each) => total + each, 0) / errors.length;
    const variance = errors.reduce((total, each) => total + each ** 2, 0) / errors.length;
    // Standard deviations: 0.71 and 0.71 over the root of 8000.
    expect(Math.abs(mean)).toBeLessThan(0.032);
    expect(Math.abs(variance - 0.5)).toBeLessThan(0.032);
  });

  it('draws anew with every key, and for each output of several', () => {
    const output = tensor(repeated([0, 0]));
    const pass = { outputs: [output, output], truths: [tensor(new Int32Array(rows)), tensor(new Int32Array(rows))] };
    const options = { likelihood: 'categorical', fromLogits: true } as const;
    const [a, b] = sampledTruths(pass, key(4), options).truths.map((truth) => truth.toArray());
    const [c] = sampledTruths(pass, key(5), options).truths.map((truth) => truth.toArray());
    expect(a).not.toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('says what to do where there is one class to draw: likelihood was forgotten', () => {
    const [outputs, truths] = [[tensor([[0.3], [0.4]])], [tensor([[1], [0]])]];
    const options = { likelihood: 'categorical', fromLogits: true } as const;
    expect(() => sampledTruths({ outputs, truths }, key(1), options)).toThrow('Say likelihood: "bernoulli"');
    expect(() => sampledTruths({ outputs, truths }, key(1), { ...options, likelihood: 'bernoulli' })).not.toThrow();
  });
});
