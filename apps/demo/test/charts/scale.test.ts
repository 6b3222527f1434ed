import { expect, it } from 'vitest';
import { emptyExtent, extentOf, withValues } from '../../src/charts/extent.ts';
import { scaleOf } from '../../src/charts/scale.ts';

const options = { from: 0, to: 400, language: 'en' as const };
const extent = (...values: number[]) => extentOf([Float64Array.from(values)]);

it('leaves out what is not finite from an extent', () => {
  expect(extent(Number.NaN, 3, Number.POSITIVE_INFINITY, -1, 0)).toEqual({
    low: -1,
    high: 3,
    lowPositive: 3,
    hasZero: true,
  });
  expect(withValues(emptyExtent, [2])).toEqual({ low: 2, high: 2, lowPositive: 2, hasZero: false });
});

it('begins and ends a linear axis at ticks', () => {
  const { low, high, ticks, place } = scaleOf({ label: 'x' }, extent(0.13, 9.7), options);
  expect([low, high]).toEqual([0, 10]);
  expect(ticks.map(({ text }) => text)).toEqual(['0', '2', '4', '6', '8', '10']);
  expect([place(0), place(5), place(10)]).toEqual([0, 200, 400]);
  expect(place(Number.NaN)).toBeNaN();
  expect(place(Number.POSITIVE_INFINITY)).toBeNaN();
});

it('shows one number, or none, with room around', () => {
  const one = scaleOf({ label: 'x' }, extent(5), options);
  expect(one.place(5)).toBeCloseTo(200);
  const none = scaleOf({ label: 'x' }, emptyExtent, options);
  expect([none.low, none.high]).toEqual([0, 1]);
});

it('keeps a range that it is given', () => {
  const { low, high, place } = scaleOf({ label: 'x', range: [-1.2, 1.2] }, extent(-5, 5), options);
  expect([low, high]).toEqual([-1.2, 1.2]);
  expect(place(0)).toBeCloseTo(200, 9);
});

it('has powers of ten on a log axis, fewer where there are many', () => {
  const short = scaleOf({ label: 'y', scale: 'log' }, extent(0.02, 30), options);
  expect([short.low, short.high]).toEqual([0.01, 100]);
  expect(short.ticks.filter(({ text }) => text !== '').map(({ text }) => text)).toEqual([
    '0.01',
    '0.1',
    '1',
    '10',
    '100',
  ]);
  expect(short.place(1)).toBeCloseTo(200, 9);
  const long = scaleOf({ label: 'y', scale: 'log' }, extent(1e-38, 1e3), options);
  const texts = long.ticks.map(({ text }) => text);
  expect(texts.length).toBeLessThanOrEqual(9);
  expect(texts).toContain('10⁻³⁰');
});

it('has plain numbers on a log axis of less than a power of ten', () => {
  const { ticks } = scaleOf({ label: 'y', scale: 'log' }, extent(2, 5), options);
  expect(ticks.map(({ text }) => text)).toContain('3');
});

it('shows zero apart on a log axis, and has no place for negative numbers', () => {
  const { place, ticks } = scaleOf({ label: 'y', scale: 'log' }, extent(0, 1, 10), options);
  expect(ticks[0]).toEqual({ at: 0, text: '0' });
  expect(place(0)).toBe(0);
  expect(place(1)).toBeGreaterThan(10);
  expect(place(-1)).toBeNaN();
});

it('runs from bottom to top where the page does', () => {
  const { place } = scaleOf({ label: 'y' }, extent(0, 10), { ...options, from: 200, to: 0 });
  expect([place(0), place(10)]).toEqual([200, 0]);
});

it('leaves out names that have no room', () => {
  const names = Array.from({ length: 40 }, (_, i) => `layer ${i + 1}`);
  const { ticks, place } = scaleOf({ label: 'layer', names }, emptyExtent, options);
  expect(ticks.length).toBeLessThanOrEqual(7);
  expect(ticks[0]?.text).toBe('layer 1');
  expect(place(0)).toBeCloseTo(5, 9);
});
