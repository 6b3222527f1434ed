import {
  add,
  erf,
  exp,
  jit,
  less,
  maximum,
  mul,
  sigmoid,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
  where,
  zeros,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { gainFor } from '../src/index.ts';

const relu = (x: Tensor): Tensor => maximum(x, 0);
const leaky =
  (slope: number) =>
  (x: Tensor): Tensor =>
    where(less(x, 0), mul(x, slope), x);

describe('gainFor', () => {
  it('has the values of PyTorch for rectified linear units and none', () => {
    // torch.nn.init.calculate_gain: linear 1, relu √2, leaky_relu √(2 / (1 + a²)). Float32 values of the activation.
    expect(gainFor((x) => x)).toBeCloseTo(1, 6);
    expect(gainFor(relu)).toBeCloseTo(Math.SQRT2, 6);
    for (const slope of [0.01, 0.3, 0.5, 2])
      expect(gainFor(leaky(slope))).toBeCloseTo(Math.sqrt(2 / (1 + slope ** 2)), 6);
  });

  it('has closed forms for others', () => {
    // E[erf(z)²] = (2/π)·asin(2/3) (Williams 1998); E[e^2z] = e²; E[tanh(z)²] and E[sigmoid(z)²] by mpmath.
    expect(gainFor(erf)).toBeCloseTo(1 / Math.sqrt((2 / Math.PI) * Math.asin(2 / 3)), 6);
    expect(gainFor(exp)).toBeCloseTo(1 / Math.E, 6);
    expect(gainFor(tanh)).toBeCloseTo(1 / Math.sqrt(0.39429449), 6);
    expect(gainFor(sigmoid)).toBeCloseTo(1 / Math.sqrt(0.29337904), 6);
  });

  it('takes constants, and functions that close over tensors of float32', () => {
    expect(gainFor((x) => add(mul(x, 0), 2))).toBeCloseTo(0.5, 6);
    const slope = tensor(0.5);
    expect(gainFor((x) => maximum(x, mul(x, slope)))).toBeCloseTo(Math.sqrt(2 / 1.25), 6);
  });

  it('works while a program is traced, as when a model builds itself', () => {
    const scaled = jit((x: Tensor) => mul(x, gainFor(relu)));
    expect(scaled(tensor([1])).item()).toBeCloseTo(Math.SQRT2, 6);
  });

  it('rejects functions that have no gain of their own', () => {
    expect(() => gainFor((x) => softmax(x))).toThrow(/gainFor: the activation mixes elements/);
    expect(() => gainFor((x) => sum(x))).toThrow(/mixes elements or changes the shape/);
    expect(() => gainFor((x) => zeros(x.shape))).toThrow(/mean square 0, for which no gain makes up/);
    expect(() => gainFor('relu' as never)).toThrow(/gainFor: expected an activation such as relu, got "relu"/);
  });
});
