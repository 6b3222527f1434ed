import { describe, expect, it } from 'vitest';
import golden from '../golden/pooling.json' with { type: 'json' };
import { checkRow, rowsOf, titleOf } from '../golden/rows.ts';

describe('layers of pooling give what Keras gives, and so do their derivatives', () => {
  const rows = rowsOf(golden);

  for (const row of rows) {
    // Largest elements are exact; a mean is a sum of up to 24 numbers, with two more roundings.
    const tolerance = /[mM]ax/.test(row.layer) ? 0 : 4e-7;
    it(titleOf(row), () => checkRow(row, tolerance));
  }

  it('for every one of them', () => {
    const kinds = ['max', 'average', 'globalMax', 'globalAverage', 'adaptiveMax', 'adaptiveAverage'];
    const names = kinds.flatMap((kind) => [1, 2, 3].map((rank) => `${kind}Pooling${rank}d`));
    expect(new Set(rows.map(({ layer }) => layer))).toEqual(new Set(names));
  });
});
