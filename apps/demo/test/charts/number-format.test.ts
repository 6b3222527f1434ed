import { expect, it } from 'vitest';
import { formatNumber, formatShare, formatTick, powerOfTen } from '../../src/charts/number-format.ts';

it('writes numbers as people read them', () => {
  expect(
    [0.11, 0.10999, 12345, 1234.5, 3.2e-7, 1e-7, 2.3e12, -0.5, 0, 0.001, 0.00099].map((x) => formatNumber(x)),
  ).toEqual(['0.11', '0.11', '12,345', '1,235', '3.2·10⁻⁷', '10⁻⁷', '2.3·10¹²', '−0.5', '0', '0.001', '9.9·10⁻⁴']);
});

it('writes what is no number', () => {
  expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((x) => formatNumber(x))).toEqual([
    'NaN',
    '∞',
    '−∞',
  ]);
});

it('rounds at a power of ten', () => {
  expect(formatNumber(0.99999)).toBe('1');
  expect(formatNumber(999.96)).toBe('1,000');
  expect(formatNumber(999_999.5)).toBe('10⁶');
});

it('gives all ticks of an axis the same decimals', () => {
  expect([0, 0.25, 0.5].map((x) => formatTick(x, 0.25))).toEqual(['0', '0.3', '0.5']);
  expect([-1, -0.5, 0.5].map((x) => formatTick(x, 0.5))).toEqual(['−1.0', '−0.5', '0.5']);
  expect([1000, 2000].map((x) => formatTick(x, 1000))).toEqual(['1,000', '2,000']);
});

it('writes powers and shares', () => {
  expect([powerOfTen(-12), powerOfTen(0), powerOfTen(38)]).toEqual(['10⁻¹²', '10⁰', '10³⁸']);
  expect([0.96, 1, 0, 0.0042, 0.3333].map(formatShare)).toEqual(['96 %', '100 %', '0 %', '0.42 %', '33.3 %']);
});
