import { describe, expect, it } from 'vitest';
import golden from '../golden/convolution.json' with { type: 'json' };
import { checkRow, rowsOf, titleOf } from '../golden/rows.ts';

describe('convolutions give what Keras gives, and so do their derivatives', () => {
  const rows = rowsOf(golden);

  for (const row of rows) {
    // Whole numbers: every sum is exact.
    it(titleOf(row), () => checkRow(row, 0));
  }

  it('for every one of them', () => {
    expect([...new Set(rows.map(({ layer }) => layer))].sort()).toEqual([
      'conv1d',
      'conv1dTranspose',
      'conv2d',
      'conv2dTranspose',
      'conv3d',
      'conv3dTranspose',
      'dense',
      'depthwiseConv1d',
      'depthwiseConv2d',
      'separableConv1d',
      'separableConv2d',
    ]);
  });
});
