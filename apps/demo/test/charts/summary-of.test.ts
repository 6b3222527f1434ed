import type { Curves, View } from 'experiments';
import { expect, it } from 'vitest';
import { summaryOf } from '../../src/charts/summary-of.ts';
import {
  activationHistograms,
  emptyCurves,
  gradientHeatmap,
  longCurve,
  lossCurves,
  network,
  rosenbrock,
  sampleViews,
  signalCurves,
  spirals,
} from './sample-views.ts';

const curve = (y: number[], more: Partial<Curves> = {}): Curves => ({
  kind: 'curves',
  id: 'c',
  title: 'T',
  x: { label: { en: 'step', ko: '스텝' } },
  y: { label: 'loss' },
  series: [{ name: 'Adam', x: Float64Array.from(y, (_, i) => i), y: Float64Array.from(y) }],
  ...more,
});

it('tells how a curve falls, and where it was lowest', () => {
  expect(summaryOf(curve([2.3, 1, 0.09, 0.11, 0.3]), 'en')).toBe(
    'T. Adam falls from 2.3 to 0.3 (step 0 to 4), lowest 0.09 at step 2.',
  );
  expect(summaryOf(curve([2.3, 1, 0.09, 0.11, 0.3]), 'ko')).toBe(
    'T. Adam: 2.3에서 0.3까지 줄어듭니다(스텝 0–4), 최솟값 0.09(스텝 2).',
  );
});

it('tells a rise, a level and a wave apart', () => {
  expect(summaryOf(curve([1, 2, 3]), 'en')).toBe('T. Adam rises from 1 to 3 (step 0 to 2).');
  expect(summaryOf(curve([1, 1.001, 1]), 'en')).toBe('T. Adam stays at 1 (step 0 to 2).');
  expect(summaryOf(curve([1, 3, 0, 1]), 'en')).toBe('T. Adam lies between 0 and 3, from 1 to 1 (step 0 to 3).');
});

it('judges curves on a log axis by factors', () => {
  const y = { label: 'std', scale: 'log' as const };
  expect(summaryOf(curve([1e-6, 1e-9, 1e-12], { y }), 'en')).toContain('falls from 10⁻⁶ to 10⁻¹²');
  expect(summaryOf(curve([1e-6, 1, 1e-6], { y }), 'en')).toContain('lies between');
});

it('says from where on numbers are none, and passes over gaps', () => {
  const infinity = Number.POSITIVE_INFINITY;
  expect(summaryOf(curve([1, 2, infinity, infinity]), 'en')).toContain(', infinite from step 2');
  expect(summaryOf(curve([1, 2, Number.NaN, Number.NaN]), 'en')).toContain(', not a number from step 2');
  expect(summaryOf(curve([1, Number.NaN, 3]), 'en')).not.toContain('not a number');
  expect(summaryOf(longCurve, 'en')).toContain('learning rate 10 rises from 0.5 to 1.1 (step 0 to 1,495), infinite');
  expect(summaryOf(emptyCurves, 'en')).toBe('Nothing yet. Adam: no numbers yet.');
});

it('calls layers by their names, and marks by theirs', () => {
  expect(summaryOf(signalCurves, 'en')).toContain('N(0, 0.01²) falls from 1 to 1.97·10⁻¹⁴ (layer 1 to 10).');
  expect(summaryOf(lossCurves, 'ko')).toContain('조기 종료: 스텝 62.');
});

it('tells the spread of histograms at both ends of a row', () => {
  const zeros = 'zeros: standard deviation 0.025 in 1, 0.025 in 10.';
  expect(summaryOf(activationHistograms, 'en')).toContain(zeros);
});

it('finds the extremes of a heat map, and what is missing', () => {
  expect(summaryOf(gradientHeatmap, 'en')).toBe(
    'Gradient norm of each layer over training. Lowest 1.58·10⁻⁷ at step 200, layer 1, highest 2 at step 0, layer 10. 5 cells have no number.',
  );
});

it('tells where the paths over a surface begin and end', () => {
  // (1 − x)² + 10(y − x²)² at (−1.5, 1.6) is 10.475; the grid has −1.5 and 1.6 among its numbers.
  expect(summaryOf(rosenbrock, 'en')).toContain('Newton: 6 points, value 10.5 at the start, 0 at the end.');
  expect(summaryOf(rosenbrock, 'en')).toContain('Lowest 0 at (1, 1)');
});

it('counts the samples on their side of a boundary', () => {
  const view = spirals(2);
  const half = { ...view, values: view.values.map((_, i) => (i % 60 < 30 ? 0 : 1)) };
  expect(summaryOf(half, 'en')).toContain('Class 1 is predicted in 50 % of the picture.');
  expect(summaryOf(view, 'en')).toContain('100 % of the training points lie in their class.');
  const { x, label, isTest } = half.points;
  const test = [...x.keys()].filter((i) => isTest?.[i] === 1);
  const right = test.filter((i) => (x[i] > 0 ? 1 : 0) === label[i]).length;
  expect(summaryOf(half, 'en')).toContain(`${Number(((100 * right) / test.length).toFixed(1))} % of the test points`);
});

it('counts units and connections between active units', () => {
  // 3·4 + 4·4 + 4·1 of 3·6 + 6·6 + 6·1.
  expect(summaryOf(network, 'en')).toContain('32 of 60 connections active.');
});

it('says something of every kind in both languages', () => {
  for (const view of sampleViews as readonly View[]) {
    for (const language of ['en', 'ko'] as const) {
      const text = summaryOf(view, language);
      expect(text, view.id).not.toMatch(/undefined|\[object|null/);
      expect(text.length, view.id).toBeGreaterThan(9);
      if (language === 'ko') expect(text, view.id).toMatch(/[가-힣]{2}/);
    }
  }
});
