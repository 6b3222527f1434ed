import { key, ones, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { applyMasked, masking } from '../../src/index.ts';

const inference = { training: false };

describe('masking', () => {
  it('leaves out steps whose features are all the value, and sets them to 0', () => {
    const layer = masking({ maskValue: -1 });
    const x = tensor([
      [
        [1, -1],
        [-1, -1],
        [0, 0],
      ],
    ]);
    expect(layer.build(x.shape, key(0))).toEqual([1, 3, 2]);
    const { output, mask } = applyMasked(layer, x, inference);
    expect(output.toArray()).toEqual([
      [
        [1, -1],
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(mask?.toArray()).toEqual([[true, false, true]]);
  });

  it('leaves out what was left out before', () => {
    const layer = masking();
    layer.build([1, 2, 1], key(0));
    const mask = tensor([[true, false]]);
    expect(applyMasked(layer, ones([1, 2, 1]), { training: false, mask }).mask?.toArray()).toEqual([[true, false]]);
  });

  it('needs a number, and features', () => {
    expect(() => masking({ maskValue: '0' as never })).toThrow('masking: maskValue is a number');
    expect(() => masking().build([3], key(0))).toThrow('masking: expected [batch, time, features], got [3]');
  });
});
