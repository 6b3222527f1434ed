import { type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { circle } from '../src/index.ts';

describe('circle', () => {
  const labels = tensor([0, 0, 1], { dtype: 'int32' });
  const angles = (...degrees: number[]): Tensor =>
    tensor(
      degrees.map((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)]),
      { dtype: 'float64' },
    );

  it('is log(1 + Σ Σ exp(gamma (d₊² − m² + …))) over pairs', () => {
    // Of the first sample: 60° to its own class, 90° to the other.
    const [gamma, m, near, far] = [4, 0.4, 0.5, 1];
    const pull = gamma * (near + m) * (near - m);
    const push = gamma * (1 + m - far) * (1 - m - far);
    const values = circle({ gamma, margin: m, reduction: 'none' })(labels, angles(0, 60, 90));
    expect(values.dataSync()[0]).toBeCloseTo(Math.log1p(Math.exp(pull + push)), 12);
  });

  it('leaves out samples without a pair of either kind', () => {
    const embeddings = angles(0, 60, 90);
    const [a, b, none] = circle({ reduction: 'none' })(labels, embeddings).dataSync() as unknown as number[];
    expect(none).toBe(0);
    expect(circle()(labels, embeddings).item()).toBeCloseTo(((a as number) + (b as number)) / 2, 12);
    expect(circle()(tensor([1, 1, 1]), embeddings).item()).toBe(0);
  });

  it('is small where classes are apart', () => {
    expect(circle()(labels, angles(0, 1, 120)).item()).toBeLessThan(1e-3);
  });

  it('takes labels [B, 1], and rejects other shapes and options', () => {
    const embeddings = angles(0, 60, 90);
    expect(circle()(tensor([[0], [0], [1]]), embeddings).item()).toBe(circle()(labels, embeddings).item());
    expect(() => circle()(tensor([0, 1]), embeddings)).toThrow(/circle: labels \[2\] do not fit embeddings \[3, 2\]/);
    expect(() => circle()(tensor([[0, 0, 1]]), embeddings)).toThrow(/class ids \[B\] and embeddings/);
    expect(() => circle({ gamma: 0 })).toThrow(/gamma is a number above 0/);
    expect(() => circle({ margin: 2 })).toThrow(/margin is a number from 0 to 1/);
  });
});
