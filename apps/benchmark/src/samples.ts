import { type Tensor, tensor } from '@gradkit/core';

/** Numbers between -1 and 1 that are the same on every machine: multiples of 2⁻¹⁵ from a linear congruence. */
export function uniformNumbers(count: number, seed: number): Float32Array {
  const numbers = new Float32Array(count);
  let state = seed >>> 0;
  for (let i = 0; i < count; i++) {
    // Numerical Recipes, 3rd ed., section 7.1.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[i] = (state >>> 16) / 32768 - 1;
  }
  return numbers;
}

/** A tensor of numbers between -1 and 1. */
export function uniformTensor(shape: readonly number[], seed: number): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tensor(uniformNumbers(size, seed), { shape });
}

/** Inputs and targets of one step. */
export interface Batch {
  readonly x: Tensor;
  readonly y: Tensor;
}

/**
 * Different batches to take in turn: a program that is given the array of the run before need not copy it again, and
 * training never meets that case.
 */
export function batches(count: number, make: (seed: number) => Batch): readonly Batch[] {
  return Array.from({ length: count }, (_, i) => make(i + 1));
}
