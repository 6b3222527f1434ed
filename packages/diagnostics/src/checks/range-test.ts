import type { RangeTest } from '@gradkit/train';
import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { median } from '../statistics.ts';

/** Times that the suggested rate is larger than one that is too low. */
const muchTooLow = 100;

/** Share of what the test had gained that is lost again where rates are too high. */
const lost = 0.7;

/** Share of the first loss that a test must get to, to tell anything. */
const fallen = 0.9;

/**
 * Judges a learning rate by a range test: too high where most of what the test had gained was lost again, too low where it is
 * a hundredth of what the test suggests.
 */
export function checkRate(test: RangeTest, rate: number, optimizer: string): readonly Finding[] {
  const { learningRates, losses, smoothed, suggestion } = test;
  // The rates at the beginning move nothing: what differs there is the batches.
  const start = losses.slice(0, Math.max(2, Math.round(losses.length / 5)));
  const first = mean(start);
  const noise = Math.sqrt(mean(start.map((loss) => (loss - first) ** 2)));
  const lowest = Math.min(...smoothed.filter(Number.isFinite));
  const fall = first - lowest;
  if (suggestion === undefined || !(fall > (1 - fallen) * first) || !(fall > noise) || !(rate > 0)) return [];
  const common = { severity: 'warning', layers: [], cause: 'range-test' } as const;
  const value = Number(suggestion.toPrecision(1));
  const at = learningRates.findIndex((each) => each >= rate);
  // A test that ended before this rate had diverged.
  const near = at < 0 ? Infinity : (median(losses.slice(Math.max(0, at - 3), at + 4)) ?? Number.NaN);
  const isBehind = at < 0 || at > smoothed.indexOf(lowest);
  if (isBehind && !(near < lowest + lost * fall)) {
    return [
      {
        ...common,
        name: 'learning-rate-too-high',
        evidence: [{ measure: 'learning-rate', value: rate, limit: { above: 10 * value } }],
        remedies: [prescribe('lower-learning-rate', { value, optimizer })],
        inventory: ['1.1.9', '1.3.10'],
      },
    ];
  }
  if (rate * muchTooLow > suggestion) return [];
  return [
    {
      ...common,
      name: 'learning-rate-too-low',
      evidence: [{ measure: 'learning-rate', value: rate, limit: { below: value / muchTooLow } }],
      remedies: [prescribe('raise-learning-rate', { value, optimizer })],
      inventory: ['1.1.9', '1.3.10'],
    },
  ];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
