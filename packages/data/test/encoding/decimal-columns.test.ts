import { describe, expect, it } from 'vitest';
import { decodeTable } from '../../src/encoding/decimal-columns.ts';

describe('decodeTable', () => {
  it('reads base-84 digits column by column, lowest first, and divides by the unit', () => {
    // "*" is 0, "+" 1, "[" 49, "]" 50 (the backslash is left out), "~" 83.
    const table = { rows: 2, columns: '0112', digits: '[]~+*+' };
    expect([...decodeTable(table)]).toEqual([49, 8.3, 50, 8.5]);
  });
});
