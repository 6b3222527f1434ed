import { ArgumentError, tensor } from '@gradkit/core';
import { rescale } from '@gradkit/data';
import { describe, expect, it } from 'vitest';

describe('rescale', () => {
  it('multiplies and adds, and makes float32 of bytes', () => {
    const bytes = tensor(new Uint8Array([0, 51, 255]));
    const scaled = rescale(1 / 127.5, { offset: -1 })(bytes);
    expect(scaled.dtype).toBe('float32');
    expect([...scaled.dataSync()].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([-1, -0.6, 1]);
    expect(rescale(2)(tensor(new Float64Array([1.5]))).dtype).toBe('float64');
  });

  it('refuses what is no number', () => {
    expect(() => rescale('1' as never)).toThrow(/rescale: scale is a number/);
    expect(() => rescale(1, { offset: NaN })).toThrow(ArgumentError);
  });
});
