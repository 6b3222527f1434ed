import type { View } from 'experiments';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { widePictures } from '../../src/experiment/wide-pictures.ts';

const axis = { label: '' };
const curves: View = { kind: 'curves', id: 'curves', title: '', x: axis, y: axis, series: [] };
const table: View = { kind: 'table', id: 'table', title: '', columns: [], rows: [] };

it('gives the first of many, and tables, the whole width', () => {
  expect(widePictures([curves, curves], 1)).toEqual([false, false]);
  expect(widePictures([curves, curves, curves], 1)).toEqual([true, false, false]);
  expect(widePictures([curves, table], 1)).toEqual([true, true]);
  expect(widePictures([curves, curves, curves, table, curves], 1)).toEqual([true, false, false, true, true]);
  expect(widePictures([curves, table], 2)).toEqual([false, true]);
});

it('never leaves a place empty', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(curves, table)), (views) => {
      let places = 0;
      for (const wide of widePictures(views, 1)) {
        if (wide) expect(places % 2).toBe(0);
        places += wide ? 2 : 1;
      }
      expect(places % 2).toBe(0);
    }),
  );
});
