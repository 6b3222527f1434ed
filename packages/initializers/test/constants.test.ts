import { key } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { constant, ones, zeros } from '../src/index.ts';

describe('zeros, ones and constant', () => {
  it('fill every element, whatever the key', () => {
    expect(zeros()([2, 2], 'float32', key(1)).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(ones()([3], 'float32', key(2)).toArray()).toEqual([1, 1, 1]);
    expect(constant(-0.5)([2], 'float32', key(3)).toArray()).toEqual([-0.5, -0.5]);
  });

  it('have the element type asked for', () => {
    for (const initializer of [zeros(), ones(), constant(2)]) {
      expect(initializer([1], 'float64', key(0)).dtype).toBe('float64');
      expect(initializer([1], 'float32', key(0)).dtype).toBe('float32');
    }
  });

  it('take any shape', () => {
    expect(constant(7)([], 'float32', key(0)).item()).toBe(7);
    expect(ones()([0, 3], 'float32', key(0)).size).toBe(0);
  });

  it('reject what is no number', () => {
    expect(() => constant(Number.NaN)).toThrow(/constant: value must be a finite number, got NaN/);
  });
});
