import { tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling3d,
  sequential,
} from '../../src/index.ts';

describe('global pooling', () => {
  it('lets masked steps not count, and gives 0 where none does', () => {
    const x = tensor([
      [[1], [2], [30]],
      [[4], [5], [Number.NaN]],
      [[7], [8], [9]],
    ]);
    const mask = tensor(
      [
        [true, true, false],
        [false, true, false],
        [false, false, false],
      ],
      { dtype: 'bool' },
    );
    expect(sequential([globalAveragePooling1d()]).apply(x, { mask }).toArray()).toEqual([[1.5], [5], [0]]);
    const kept = sequential([globalAveragePooling1d({ keepDims: true })]);
    expect(kept.apply(x, { mask }).toArray()).toEqual([[[1.5]], [[5]], [[0]]]);
    expect(kept.applyMasked(x, { mask }).mask).toBeUndefined();
  });

  it('takes every step where there is no mask', () => {
    expect(
      sequential([globalMaxPooling1d()])
        .apply(tensor([[[1], [9], [3]]]))
        .toArray(),
    ).toEqual([[9]]);
    expect(sequential([globalAveragePooling2d()]).apply(zeros([0, 2, 2, 3])).shape).toEqual([0, 3]);
  });

  it('says which layer got which shape', () => {
    expect(() => sequential([globalAveragePooling2d({ name: 'pool' })]).apply(zeros([1, 2, 3]))).toThrow(
      'pool: expected the axes [batch, height, width, channels], got [1, 2, 3]',
    );
    expect(() => sequential([globalMaxPooling3d()]).apply(zeros([1, 2, 0, 3, 1]))).toThrow(/^globalMaxPooling3d: /);
    expect(() => globalAveragePooling2d({ keepDims: 1 as never })).toThrow('keepDims is true or false, got 1');
    expect(() => globalAveragePooling2d({ keepdims: true } as never)).toThrow('Did you mean "keepDims"?');
  });
});
