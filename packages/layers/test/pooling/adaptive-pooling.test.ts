import { tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  adaptiveAveragePooling1d,
  adaptiveAveragePooling2d,
  adaptiveMaxPooling1d,
  sequential,
} from '../../src/index.ts';

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => ((i * 7) % 11) - 4);

describe('adaptive pooling', () => {
  it('pools ⌊i · n / m⌋ … ⌈(i + 1) · n / m⌉, for any n and m', () => {
    for (const n of [1, 2, 3, 5, 7, 17]) {
      for (const outputSize of [1, 2, 3, 4, 7]) {
        const values = numbers(n);
        const x = tensor(values, { shape: [1, n, 1] });
        const windows = Array.from({ length: outputSize }, (_, i) =>
          values.slice(Math.floor((i * n) / outputSize), Math.ceil(((i + 1) * n) / outputSize)),
        );
        const largest = sequential([adaptiveMaxPooling1d({ outputSize })]).apply(x);
        expect([...largest.dataSync()]).toEqual(windows.map((window) => Math.max(...window)));
        const means = sequential([adaptiveAveragePooling1d({ outputSize })])
          .apply(x)
          .dataSync();
        windows.forEach((window, i) => {
          // A sum of whole numbers, divided once.
          expect(means[i]).toBeCloseTo(window.reduce((a, b) => a + b, 0) / window.length, 5);
        });
      }
    }
  });

  it('keeps what is infinite in its own windows', () => {
    const model = sequential([adaptiveAveragePooling1d({ outputSize: 2 })]);
    expect(model.apply(tensor([[[1], [2], [Infinity]]])).toArray()).toEqual([[[1.5], [Infinity]]]);
  });

  it('says what does not fit', () => {
    expect(() => adaptiveAveragePooling2d(undefined as never)).toThrow('outputSize is an integer of at least 1');
    expect(() => adaptiveAveragePooling2d({ outputSize: [1, 0] })).toThrow('or one for each of the 2 axes');
    const model = sequential([adaptiveAveragePooling2d({ outputSize: 2, name: 'grid' })]);
    expect(() => model.apply(zeros([1, 4, 4]))).toThrow('grid: expected the axes [batch, height, width, channels]');
    expect(() => model.apply(zeros([1, 0, 4, 1]))).toThrow('grid: [1, 0, 4, 1] has an empty axis');
  });
});
