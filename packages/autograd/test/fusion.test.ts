import { grad } from '@gradkit/autograd';
import {
  add,
  conv2d,
  div,
  explain,
  jit,
  logSoftmax,
  logSumExp,
  maximum,
  maxPool2d,
  mean,
  mul,
  neg,
  oneHot,
  ones,
  softmax,
  sqrt,
  sub,
  sum,
  type Tensor,
  tensor,
  variance,
} from '@gradkit/core';
import { describe, expect, test } from 'vitest';

const rows = ones([32, 64]);
const axis = 1;

const normalized = (x: Tensor, along: number): Tensor =>
  div(sub(x, mean(x, { axis: along, keepDims: true })), sqrt(add(variance(x, { axis: along, keepDims: true }), 1e-3)));
const crossEntropy = (x: Tensor): Tensor => {
  const labels = tensor(new Int32Array(32));
  return mean(neg(sum(mul(oneHot(labels, 64), logSoftmax(x)), { axis })));
};

const kernels = (f: (x: Tensor) => unknown): number => Number.parseInt(explain(jit(f), rows), 10);

describe('what works on rows is one kernel', () => {
  test.each<[string, (x: Tensor) => unknown]>([
    ['softmax', (x) => softmax(x)],
    ['log-softmax', (x) => logSoftmax(x)],
    ['log-sum-exp', (x) => logSumExp(x, { axis })],
    ['mean and variance', (x) => [mean(x, { axis }), variance(x, { axis })]],
    ['layer normalisation', (x) => normalized(x, 1)],
    ['batch normalisation', (x) => normalized(x, 0)],
    ['the gradient of layer normalisation', grad((x: Tensor) => sum(mul(normalized(x, 1), x)))],
  ])('%s', (_, f) => {
    expect(kernels(f)).toBe(1);
  });

  // One over the rows, and one for the mean of what they give.
  test.each<[string, (x: Tensor) => unknown]>([
    ['cross-entropy', crossEntropy],
    ['its gradient', grad(crossEntropy)],
  ])('%s, with the mean over rows as a second', (_, f) => {
    expect(kernels(f)).toBe(2);
  });
});

describe('convolution and pooling', () => {
  test('with the gradient by the kernel are four kernels: padding, product, pooling with its derivative, product', () => {
    const loss = (k: Tensor, b: Tensor, x: Tensor): Tensor =>
      sum(maxPool2d(maximum(add(conv2d(x, k, { padding: 'same' }), b), 0), { size: 2 }));
    const text = explain(jit(grad(loss)), ones([3, 3, 16, 32]), ones([32]), ones([8, 28, 28, 16]));
    expect(Number.parseInt(text, 10)).toBe(4);
  });
});
