import { ArgumentError, DataError, ShapeError } from '@gradkit/core';
import { classWeights, dataset } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import golden from './golden/datasets.json' with { type: 'json' };

describe('classWeights', () => {
  it.each(golden.weights)('are the balanced weights of scikit-learn: $name', ({ labels, weights }) => {
    const computed = classWeights(dataset({ x: labels, y: Int32Array.from(labels) }));
    expect(computed).toHaveLength(weights.length);
    for (const [id, weight] of weights.entries()) expect(computed[id]).toBeCloseTo(weight, 12);
  });

  it('are 0 for classes that do not occur, and 1 on average over samples', () => {
    const labels = [0, 3, 3, 3, 0, 3];
    const weights = classWeights(dataset({ x: labels, y: labels }, { classes: 5 }));
    expect(weights).toEqual([1.5, 0, 0, 0.75, 0]);
    expect(labels.reduce((sum, label) => sum + (weights[label] as number), 0)).toBe(labels.length);
  });

  it('are those of the part that is given', () => {
    const data = dataset({ x: [1, 2, 3, 4], y: [0, 0, 0, 1] }, { classes: 2 });
    expect(classWeights(data.take(3))).toEqual([1, 0]);
  });

  it('refuses what are no classes', () => {
    expect(() => classWeights(dataset({ x: [1], y: [0.5] }))).toThrow(DataError);
    expect(() => classWeights(dataset({ x: [1], y: [[0]] }))).toThrow(ShapeError);
    expect(() => classWeights(dataset({ x: [1] }))).toThrow(ArgumentError);
    expect(() => classWeights(dataset({ x: [1] }))).toThrow(/to weigh classes, a field "y" of class ids is needed/);
  });
});
