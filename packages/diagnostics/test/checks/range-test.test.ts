import type { RangeTest } from '@gradkit/train';
import { expect, it } from 'vitest';
import { checkRate } from '../../src/checks/range-test.ts';

const rates = Array.from({ length: 71 }, (_, i) => 10 ** (-6 + i / 10));

/** Falls from 2.3 to 0.3 between 1e-3 and 1e-1, and rises again above. */
const loss = (rate: number): number => {
  const fall = 2.3 - Math.min(2, Math.max(0, Math.log10(rate) + 3));
  return rate > 0.2 ? fall + 10 * (rate - 0.2) : fall;
};

const testOf = (curve: (rate: number) => number, length = rates.length): RangeTest => {
  const losses = rates.slice(0, length).map(curve);
  return { learningRates: rates.slice(0, length), losses, smoothed: losses, suggestion: 0.02 };
};

it('calls a rate too high where the loss has risen again, or the test had ended', () => {
  expect(checkRate(testOf(loss), 1, 'sgd')[0]?.name).toBe('learning-rate-too-high');
  expect(checkRate(testOf(loss, 55), 1, 'adam')[0]?.remedies[0]?.code).toBe('adam({ learningRate: 0.02 })');
});

it('calls a rate too low where it is a hundredth of what is suggested', () => {
  expect(checkRate(testOf(loss), 1e-4, 'sgd')[0]?.name).toBe('learning-rate-too-low');
  expect(checkRate(testOf(loss), 1e-4, 'sgd')[0]?.remedies[0]?.value).toBe(0.02);
});

it.each([0.001, 0.01, 0.1, 0.2])('says nothing of rates in between: %d', (rate) => {
  expect(checkRate(testOf(loss), rate, 'sgd')).toEqual([]);
});

it('says nothing where the test tells nothing, or nothing is to be learned', () => {
  expect(
    checkRate(
      testOf(() => 2.3),
      1e-5,
      'sgd',
    ),
  ).toEqual([]);
  expect(checkRate({ ...testOf(loss), suggestion: undefined }, 1e-5, 'sgd')).toEqual([]);
  expect(checkRate(testOf(loss), 0, 'sgd')).toEqual([]);
});
