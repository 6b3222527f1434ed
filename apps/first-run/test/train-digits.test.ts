import { beforeAll, describe, expect, it } from 'vitest';
import { type DigitsResult, trainDigits } from '../src/experiment/train-digits.ts';
import { reportPage } from '../src/report/page.ts';

describe('the first training run', () => {
  it.each([2, 3, 7])(
    'recognises 96.5 %% of the test images with seed %i',
    async (seed) => {
      const { evaluation } = await trainDigits(seed, 40);
      expect(evaluation['accuracy']).toBeGreaterThanOrEqual(0.965);
    },
    60_000,
  );
});

describe('the result of one epoch', () => {
  let result: DigitsResult;
  beforeAll(async () => {
    result = await trainDigits(1, 1);
  });

  it('has counts that agree with the accuracy and the mistakes', () => {
    const { confusion, evaluation, mistakes } = result;
    const total = confusion.flat().reduce((sum, count) => sum + count, 0);
    const right = confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    // A fifth of the 1,797 images.
    expect(total).toBe(359);
    expect(evaluation['accuracy']).toBe(right / total);
    expect(mistakes.length).toBe(total - right);
    expect(mistakes.every(({ truth, predicted, pixels }) => truth !== predicted && pixels.length === 64)).toBe(true);
  });

  it('has the most certain mistakes first', () => {
    const certain = result.mistakes.map(({ probability }) => probability);
    expect(certain).toEqual([...certain].sort((a, b) => b - a));
  });

  it('makes the same report for the same seed, and another for another', async () => {
    const page = reportPage(result);
    expect(reportPage(await trainDigits(1, 1))).toBe(page);
    expect(reportPage(await trainDigits(2, 1))).not.toBe(page);
  });

  it('makes a report that stands alone', () => {
    const page = reportPage(result);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    // Nothing that a browser would fetch.
    expect(page).not.toMatch(/<(?:link|script|img|iframe|object)\b|\b(?:src|href)=|url\(|@import/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('prefers-color-scheme: dark');
  });

  it('makes a report whose pictures all say what they show', () => {
    const pictures = reportPage(result).match(/<svg\b[^>]*>/g) ?? [];
    expect(pictures.length).toBe(2 + Math.min(60, result.mistakes.length));
    expect(pictures.every((svg) => /role="img" aria-label="[^"]+"/.test(svg))).toBe(true);
  });

  it('makes a report that names the settings and the source of the data', () => {
    const page = reportPage(result);
    expect(page).toContain('1: for the choice of test images');
    expect(page).toContain('CC BY 4.0');
    expect(page).toContain('5,066 parameters');
  });
});
