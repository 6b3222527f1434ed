import { describe, expect, it } from 'vitest';
import golden from '../golden/normalization.json' with { type: 'json' };
import { checkRow, rowsOf, titleOf } from '../golden/rows.ts';

describe('layers of normalisation give what Keras gives, and so do statistics and derivatives', () => {
  const rows = rowsOf(golden);

  for (const row of rows) {
    // Some ten roundings of float32 (6e-8), and differences of numbers that are a few times as large as the result.
    it(titleOf(row), () => checkRow(row, 3e-6));
  }

  it('for every one of them', () => {
    expect([...new Set(rows.map(({ layer }) => layer))].sort()).toEqual([
      'batchNormalization',
      'groupNormalization',
      'instanceNormalization',
      'layerNormalization',
      'rmsNormalization',
      'unitNormalization',
    ]);
  });
});
