import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { clipByGlobalNorm, clipByNorm, clipByValue, globalNorm, sgd } from '../src/index.ts';
import { expectClose, float32, float64 } from './close.ts';
import { parameter, train } from './training.ts';

const f64 = { dtype: 'float64' } as const;

describe('clipByNorm', () => {
  it('shortens what is longer, keeping its direction', () => {
    expectClose(clipByNorm(tensor([100, 100], f64), 1).dataSync(), [Math.SQRT1_2, Math.SQRT1_2], float64);
    expectClose(
      clipByNorm(
        tensor(
          [
            [3, 0],
            [0, 4],
          ],
          f64,
        ),
        2.5,
      ).dataSync(),
      [1.5, 0, 0, 2],
      float64,
    );
  });

  it('leaves what is not longer, and zeros, exactly as they are', () => {
    expect([...clipByNorm(tensor([0.3, -0.4], f64), 0.6).dataSync()]).toEqual([0.3, -0.4]);
    expect([...clipByNorm(tensor([0, 0]), 1).dataSync()]).toEqual([0, 0]);
  });

  it('leaves NaN to be found', () => {
    expect([...clipByNorm(tensor([Number.NaN, 1]), 1).dataSync()]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('clipByGlobalNorm', () => {
  it('shortens all by one factor', () => {
    const clipped = clipByGlobalNorm([tensor([2, 4], f64), tensor([[4, 8]], f64)], 5);
    // ‖g‖ = √(4 + 16 + 16 + 64) = 10
    expectClose(clipped[0]?.dataSync() ?? [], [1, 2], float64);
    expectClose(clipped[1]?.dataSync() ?? [], [2, 4], float64);
  });

  it('joins element types, and keeps that of each gradient', () => {
    const clipped = clipByGlobalNorm([tensor([30]), tensor([40], f64)], 5);
    expect(clipped.map((g) => g.dtype)).toEqual(['float32', 'float64']);
    expectClose(
      clipped.map((g) => g.item()),
      [3, 4],
      float32,
    );
  });

  it('returns nothing for nothing and rejects a bound that is not above 0', () => {
    expect(clipByGlobalNorm([], 1)).toEqual([]);
    expect(() => clipByGlobalNorm([tensor([1])], 0)).toThrow(/maxNorm must be a number above 0, got 0/);
  });
});

describe('clipByValue', () => {
  it('limits each element, both ways', () => {
    expect(clipByValue(tensor([5, -1, -7, 0], f64), 2).toArray()).toEqual([2, -1, -2, 0]);
  });

  it('leaves NaN to be found', () => {
    expect(clipByValue(tensor([Number.NaN, 3]), 1).toArray()).toEqual([Number.NaN, 1]);
  });

  it('rejects a bound that is not above 0', () => {
    expect(() => clipByValue(tensor([1]), 0)).toThrow(/clipByValue: maxValue must be a number above 0, got 0/);
  });
});

describe('globalNorm', () => {
  it('is over all elements, in the element type of the first', () => {
    expect(globalNorm([tensor([1, 2], f64), tensor([[4]]), tensor(10)]).item()).toBe(11);
    expect(globalNorm([tensor([1]), tensor([1], f64)]).dtype).toBe('float32');
    expect(globalNorm([tensor([])]).item()).toBe(0);
  });
});

describe('clipping options of an optimizer', () => {
  it('clipValue bounds each element', () => {
    expect(train(sgd({ learningRate: 1, clipValue: 2 }), [0, 0, 0], [[5, -1, -7]])).toEqual([-2, 1, 2]);
  });

  it('clipNorm bounds each gradient by itself', () => {
    const [a, b] = [parameter([0, 0]), parameter([0])];
    sgd({ learningRate: 1, clipNorm: 5 }).apply([tensor([30, 40], f64), tensor([2], f64)], [a, b]);
    expectClose(a.variable.value.dataSync(), [-3, -4], float64);
    expectClose(b.variable.value.dataSync(), [-2], float64);
  });

  it('globalClipNorm bounds all together', () => {
    const [a, b] = [parameter([0]), parameter([0])];
    sgd({ learningRate: 1, globalClipNorm: 5 }).apply([tensor([30], f64), tensor([40], f64)], [a, b]);
    expectClose(a.variable.value.dataSync(), [-3], float64);
    expectClose(b.variable.value.dataSync(), [-4], float64);
  });

  it('exclude each other, for the compiler and at run time', () => {
    // @ts-expect-error only one way of clipping
    expect(() => sgd({ clipNorm: 1, clipValue: 1 })).toThrow(/sgd: clipNorm and clipValue exclude each other/);
    expect(() => sgd({ clipNorm: undefined, clipValue: 1 })).not.toThrow();
    expect(() => sgd({ globalClipNorm: -1 })).toThrow(/sgd: globalClipNorm must be a number above 0, got -1/);
  });
});
