import { expect, it } from 'vitest';
import { tableOf } from '../../src/charts/table-of.ts';
import {
  activationHistograms,
  gradientHeatmap,
  longCurve,
  lossCurves,
  network,
  rosenbrock,
  sampleViews,
  spirals,
} from './sample-views.ts';

it('has one row for each x, and a column for each line', () => {
  const { columns, rows } = tableOf(lossCurves, 'en');
  expect(columns.slice(0, 3)).toEqual(['step', 'Adam, training', 'Adam, validation']);
  expect(rows.length).toBe(101);
  expect(rows[100]?.[0]).toBe(100);
  expect(rows[100]?.[1]).toBeCloseTo(0.1 + 2.2 * Math.exp(-5), 12);
});

it('leaves cells empty where a line has no number', () => {
  const { rows } = tableOf(longCurve, 'en');
  expect(rows.length).toBe(5000);
  expect([rows[5]?.[2], rows[6]?.[2]]).toEqual([0.502, '']);
});

it('summarises histograms', () => {
  const { columns, rows } = tableOf(activationHistograms, 'ko');
  expect(columns).toEqual(['행', '열', '평균', '표준편차', '값의 개수', '시작', '끝']);
  expect(rows.length).toBe(40);
  expect(rows[39]?.slice(0, 2)).toEqual(['zeros', '10']);
});

it('has the cells of a heat map and the points of paths', () => {
  const heat = tableOf(gradientHeatmap, 'en');
  expect([heat.columns.length, heat.rows.length, heat.columns[1], heat.columns[41]]).toEqual([42, 10, '0', '200']);
  expect(heat.rows[9]?.slice(0, 2)).toEqual(['10', 10 ** (-6 + 0.7 * 9)]);
  const paths = tableOf(rosenbrock, 'en');
  expect(paths.rows.at(-1)).toEqual(['Newton', 5, 1, 1]);
});

it('tells class and prediction of each sample', () => {
  const view = spirals(3);
  const { rows } = tableOf(view, 'en');
  expect(rows.length).toBe(300);
  expect(rows.every((row) => row[2] === row[3])).toBe(true);
  expect(rows[0]?.[4]).toBe('test');
});

it('counts units', () => {
  expect(tableOf(network, 'en').rows[1]).toEqual(['hidden 1', 4, 6]);
});

it('has as many cells in every row as there are columns', () => {
  for (const view of sampleViews) {
    const { columns, rows } = tableOf(view, 'ko');
    for (const row of rows) expect(row.length, view.id).toBe(columns.length);
  }
});
