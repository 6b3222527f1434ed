import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { checkLabels } from '../src/index.ts';

describe('checkLabels', () => {
  it('accepts class ids in tensors and typed arrays', () => {
    expect(() => checkLabels(tensor([0, 2, 1]), 3)).not.toThrow();
    expect(() => checkLabels(tensor([[0], [1]], { dtype: 'int32' }), 2)).not.toThrow();
    expect(() => checkLabels(new Uint8Array([0, 1]), 2)).not.toThrow();
  });

  it('names the first label that is no class', () => {
    expect(() => checkLabels(new Int32Array([0, -1, 9]), 3)).toThrow(
      /label -1 at index 1 is not a class: 3 classes are 0 to 2/,
    );
    expect(() => checkLabels(tensor([0, 0.5]), 3)).toThrow(/label 0.5 at index 1/);
    expect(() => checkLabels(new Float32Array([Number.NaN]), 3)).toThrow(/label NaN at index 0/);
  });

  it('recognises classes numbered from 1', () => {
    expect(() => checkLabels(new Uint8Array([1, 2, 3]), 3)).toThrow(/label 3 at index 2.*numbered from 1/);
  });

  it('throws a data error', () => {
    expect(() => checkLabels(new Uint8Array([7]), 3)).toThrow(expect.objectContaining({ code: 'invalid-data' }));
  });

  it('accepts the ignored class', () => {
    expect(() => checkLabels(new Int32Array([0, -1]), 2, { ignoreClass: -1 })).not.toThrow();
    expect(() => checkLabels(new Int32Array([0, -2]), 2, { ignoreClass: -1 })).toThrow(/label -2/);
  });

  it('needs a number of classes', () => {
    expect(() => checkLabels(new Uint8Array([0]), 0)).toThrow(/classes must be a positive integer, got 0/);
  });
});
