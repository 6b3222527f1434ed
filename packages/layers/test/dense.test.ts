import { relu } from '@gradkit/activations';
import { key, ones, tensor, zeros } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { l1, l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { dense } from '../src/index.ts';

const inference = { training: false };

describe('dense', () => {
  it('is x · kernel + bias', () => {
    const layer = dense({ units: 3 });
    expect(layer.build([2, 2], key(0))).toEqual([2, 3]);
    const [kernel, bias] = layer.parameters;
    kernel?.variable.assign([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    bias?.variable.assign([10, 20, 30]);
    const x = tensor([
      [1, 0],
      [1, -1],
    ]);
    expect(layer.apply(x, inference).toArray()).toEqual([
      [11, 22, 33],
      [7, 17, 27],
    ]);
  });

  it('works on the last axis of any number of axes', () => {
    const layer = dense({ units: 2, kernelInitializer: constant(1) });
    expect(layer.build([5, 4, 3], key(0))).toEqual([5, 4, 2]);
    expect(layer.apply(ones([5, 4, 3]), inference).shape).toEqual([5, 4, 2]);
    expect(layer.apply(tensor([1, 2, 3]), inference).toArray()).toEqual([6, 6]);
  });

  it('applies its activation to the linear result', () => {
    const layer = dense({ units: 1, activation: relu, kernelInitializer: constant(1), biasInitializer: constant(-2) });
    layer.build([2, 1], key(0));
    expect(layer.apply(tensor([[1], [5]]), inference).toArray()).toEqual([[0], [3]]);
  });

  it('names its parameters, and leaves the bias out on request', () => {
    const named = dense({ units: 2, name: 'head' });
    named.build([1, 3], key(0));
    expect(named.parameters.map(({ name, variable }) => [name, variable.shape])).toEqual([
      ['head/kernel', [3, 2]],
      ['head/bias', [2]],
    ]);
    const bare = dense({ units: 2, useBias: false });
    bare.build([1, 3], key(0));
    expect(bare.parameters.map(({ name }) => name)).toEqual(['dense/kernel']);
    expect(bare.state).toEqual([]);
  });

  it('hands regularizers and constraints to its parameters', () => {
    const kernelConstraint = () => zeros([1, 1]);
    const layer = dense({ units: 1, kernelRegularizer: l2(0.1), biasRegularizer: l1(0.1), kernelConstraint });
    layer.build([1, 1], key(0));
    const [kernel, bias] = layer.parameters;
    expect(kernel?.regularizer?.(tensor([3])).item()).toBeCloseTo(0.9, 6);
    expect(bias?.regularizer?.(tensor([3])).item()).toBeCloseTo(0.3, 6);
    expect(kernel?.constraint).toBe(kernelConstraint);
    expect(bias !== undefined && 'constraint' in bias).toBe(false);
  });

  it('draws its kernel from the key: within Glorot’s bounds, equal for equal keys', () => {
    const weights = (seed: number) => {
      const layer = dense({ units: 30 });
      layer.build([1, 20], key(seed));
      return [...(layer.parameters[0]?.variable.value.dataSync() ?? [])];
    };
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
    // U(−r, r) with r = √(6 / (20 + 30)); 600 draws come close to the bounds.
    const largest = Math.max(...weights(1).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / 50));
    expect(largest).toBeGreaterThan(0.9 * Math.sqrt(6 / 50));
  });

  it('creates its variables once', () => {
    const layer = dense({ units: 2 });
    layer.build([1, 3], key(0));
    const before = layer.parameters;
    expect(layer.build([7, 3], key(5))).toEqual([7, 2]);
    expect(layer.parameters).toBe(before);
  });

  it('says which layer got which shape', () => {
    const layer = dense({ units: 2, name: 'dense_1' });
    layer.build([32, 64], key(0));
    expect(() => layer.apply(ones([32, 65]), inference)).toThrow('dense_1: expected last axis 64, got [32, 65].');
    expect(() => layer.build([32, 65], key(0))).toThrow('dense_1: expected last axis 64, got [32, 65].');
    expect(() => layer.apply(tensor(1), inference)).toThrow(/dense_1: .*scalar/);
    expect(() => layer.apply(ones([1, 64], { dtype: 'int32' }), inference)).toThrow(
      'dense_1: expected float32, got int32',
    );
    expect(() => dense({ units: 2 }).build([4, 0], key(0))).toThrow('no features');
  });

  it('holds the input to its inputShape', () => {
    const layer = dense({ units: 2, inputShape: [3] });
    expect(() => layer.build([8, 4], key(0))).toThrow('inputShape is [3], got the input [8, 4]');
    expect(layer.build([8, 3], key(0))).toEqual([8, 2]);
  });

  it('rejects what is not a number of units, and options that do not exist', () => {
    for (const units of [0, -1, 1.5, Number.NaN, '3']) {
      expect(() => dense({ units: units as number })).toThrow('units is a positive integer');
    }
    expect(() => dense({ units: 3, kernelInitialiser: constant(1) } as never)).toThrow('kernelInitializer');
    expect(() => dense(undefined as never)).toThrow('units');
  });

  it('cannot be applied before it is built, nor with an initializer of another shape', () => {
    expect(() => dense({ units: 3 }).apply(ones([1, 2]), inference)).toThrow('dense: has no variables yet');
    const wrong = dense({ units: 3, kernelInitializer: () => zeros([1]) });
    expect(() => wrong.build([1, 2], key(0))).toThrow(
      'dense/kernel: the initializer returned float32[1], expected float32[2, 3]',
    );
  });
});
