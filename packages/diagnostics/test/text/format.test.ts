import { describe, expect, it } from 'vitest';
import { en } from '../../src/text/en.ts';
import { formatMeasure, formatNumber } from '../../src/text/format.ts';
import { ko } from '../../src/text/ko.ts';
import { layerNames } from '../../src/text/layer-names.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.25, '0.25'],
    [1.2345, '1.2'],
    [123.4, '123'],
    [12345, '12,300'],
    [3.04e-11, '3·10⁻¹¹'],
    [1e-7, '10⁻⁷'],
    [2.51e12, '2.5·10¹²'],
    [-0.5, '−0.5'],
    [Number.NaN, 'NaN'],
    [Infinity, '∞'],
  ])('%s is written %s', (value, text) => {
    expect(formatNumber(value, 'number', 'en')).toBe(text);
  });

  it('are written as shares, counts and settings', () => {
    expect(formatNumber(0.934, 'share', 'en')).toBe('93 %');
    expect(formatNumber(0.934, 'share', 'ko')).toBe('93%');
    expect(formatNumber(0.00012, 'share', 'en')).toBe('0.012 %');
    expect(formatNumber(2e-8, 'share', 'en')).toBe('2·10⁻⁸');
    expect(formatNumber(1234, 'count', 'en')).toBe('1,234');
    expect(formatNumber(0.0001, 'setting', 'en')).toBe('0.0001');
    expect(formatNumber(3e-7, 'setting', 'ko')).toBe('0.0000003');
  });

  it('know how each measure is written', () => {
    expect(formatMeasure('saturated-share', 0.5, 'en')).toBe('50 %');
    expect(formatMeasure('gradient-ratio', 0.5, 'en')).toBe('0.5');
    expect(formatMeasure('learning-rate', 0.00001, 'en')).toBe('0.00001');
  });
});

describe('names of layers', () => {
  it.each([
    [['dense'], 'dense'],
    [['dense', 'dense_1'], 'dense, dense_1'],
    [['dense', 'dense_1', 'dense_2'], 'dense…dense_2'],
    [['dense', 'dense_2', 'dense_3', 'dense_4'], 'dense, dense_2…dense_4'],
    [['a', 'block/dense_1', 'block/dense_2', 'block/dense_3'], 'a, block/dense_1…block/dense_3'],
    [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d and 2 more'],
  ])('%j are %s', (paths, text) => {
    expect(layerNames(paths, en)).toBe(text);
  });

  it('are counted in Korean', () => {
    expect(layerNames(['a', 'b', 'c', 'd', 'e'], ko)).toBe('a, b, c, d 외 1개');
  });
});
