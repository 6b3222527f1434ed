import { describe, expect, it } from 'vitest';
import { classImbalance } from '../src/class-imbalance/about.ts';
import { detection, precisionRecall, rareClass } from '../src/class-imbalance/rare-class.ts';
import { defaults } from '../src/class-imbalance/remedies.ts';
import { run } from '../src/class-imbalance/run.ts';
import { lastFrame } from './frames.ts';

/** The share of standard normal numbers below z: Simpson's rule on the density, from −8. */
function normalShare(z: number): number {
  const [steps, from] = [2000, -8];
  const width = (z - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((from + i * width) ** 2) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

describe('class-imbalance', () => {
  it.each([1, 2, 3])('bears its claim out with seed %i, and finds as much as theory says', async (seed) => {
    const { measures, findings } = await lastFrame(run, { ...defaults, seed });
    expect(findings?.map(({ name }) => name)).toContain('class-imbalance');
    expect(classImbalance.holds(measures, defaults), JSON.stringify(measures)).toBe(true);
    // 200 rare samples and a network that learned from 40: 0.841 give or take three standard errors of both.
    expect(Math.abs(measures['weights.recall']! - normalShare(1))).toBeLessThan(0.12);
    expect(Math.abs(measures['none.recall']! - normalShare((2 - Math.log(30)) / 2))).toBeLessThan(0.22);
    expect(measures['always']).toBeCloseTo(30 / 31, 10);
  });

  it('makes clouds in which the best decisions find what theory says', () => {
    const [ratio, distance] = [9, 1.5];
    const data = rareClass(20_000, ratio, distance, 3);
    const [x, labels] = [data.x.dataSync(), data.y.dataSync()];
    const scores = Float64Array.from(labels, (_, i) => distance * x[2 * i]! - distance ** 2 / 2);
    const found = detection(scores, labels, Math.log(ratio));
    const recall = normalShare((distance ** 2 / 2 - Math.log(ratio)) / distance);
    const falseAlarms = 1 - normalShare((distance ** 2 / 2 + Math.log(ratio)) / distance);
    // Of 2,000 rare samples, four standard errors.
    expect(Math.abs(found.recall - recall)).toBeLessThan(4 * Math.sqrt((recall * (1 - recall)) / 2000));
    const accuracy = (recall + ratio * (1 - falseAlarms)) / (ratio + 1);
    expect(Math.abs(found.accuracy - accuracy)).toBeLessThan(4 * Math.sqrt((accuracy * (1 - accuracy)) / 20_000));
  });

  it('counts precision and recall as they are defined, at each threshold', () => {
    const probabilities = [0.9, 0.8, 0.7, 0.6, 0.3, 0.2];
    const labels = [1, 0, 1, 0, 0, 1];
    expect(detection(probabilities, labels, 0.65)).toEqual({ accuracy: 4 / 6, precision: 2 / 3, recall: 2 / 3 });
    expect(detection(probabilities, labels, 0.95).precision).toBe(1);
    const { recall, precision, averagePrecision } = precisionRecall(probabilities, labels);
    expect([...recall]).toEqual([1 / 3, 2 / 3, 1]);
    expect([...precision]).toEqual([1, 2 / 3, 3 / 6]);
    expect(averagePrecision).toBeCloseTo((1 + 2 / 3 + 1 / 2) / 3, 12);
  });
});
