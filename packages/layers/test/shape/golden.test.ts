import { describe, expect, it } from 'vitest';
import { checkRow, rowsOf, titleOf } from '../golden/rows.ts';
import golden from '../golden/shape.json' with { type: 'json' };

describe('layers that change shapes give what Keras gives, and so do their derivatives', () => {
  const rows = rowsOf(golden);

  for (const row of rows) {
    // Moved elements are exact; interpolation multiplies and adds twice, its derivative a few times more.
    it(titleOf(row), () => checkRow(row, 'interpolation' in row.options ? 5e-7 : 0));
  }

  it('for every one of them', () => {
    expect([...new Set(rows.map(({ layer }) => layer))].sort()).toEqual([
      'cropping1d',
      'cropping2d',
      'cropping3d',
      'flatten',
      'permute',
      'repeatVector',
      'reshape',
      'upSampling1d',
      'upSampling2d',
      'upSampling3d',
      'zeroPadding1d',
      'zeroPadding2d',
      'zeroPadding3d',
    ]);
  });
});
