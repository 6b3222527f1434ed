import { describe, expect, it } from 'vitest';
import {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  dense,
  depthwiseConv1d,
  depthwiseConv2d,
  type Layer,
  separableConv1d,
  separableConv2d,
} from '../../src/index.ts';
import golden from '../golden/convolution.json' with { type: 'json' };
import { checkRow, rowsOf, titleOf } from '../golden/rows.ts';

const factories: Readonly<Record<string, (options: never) => Layer>> = {
  conv1d,
  conv2d,
  conv3d,
  depthwiseConv1d,
  depthwiseConv2d,
  separableConv1d,
  separableConv2d,
  conv1dTranspose,
  conv2dTranspose,
  conv3dTranspose,
  dense,
};

describe('convolutions give what Keras gives, and so do their derivatives', () => {
  const rows = rowsOf(golden);

  for (const row of rows) {
    // Whole numbers: every sum is exact.
    it(titleOf(row), () => checkRow(factories[row.layer]?.(row.options as never) as Layer, row, 0));
  }

  it('for every one of them', () => {
    expect(new Set(rows.map(({ layer }) => layer))).toEqual(new Set(Object.keys(factories)));
  });
});
