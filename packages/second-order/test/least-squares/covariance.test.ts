import { describe, expect, it } from 'vitest';
import { covarianceOf } from '../../src/least-squares/covariance.ts';

const free = (): boolean => false;
const residuals = Float64Array.of(1, -2, 0, 1);
const jacobian = Float64Array.of(1, 0, 1, 1, 1, 2, 1, 3);

describe('covarianceOf', () => {
  it('is s² times the inverse of JᵀJ', () => {
    // JᵀJ = [4 6; 6 14], of determinant 20; s² = 6/2.
    const expected = [(3 * 14) / 20, (-3 * 6) / 20, (-3 * 6) / 20, (3 * 4) / 20];
    covarianceOf(residuals, jacobian, 2, free)?.forEach((each, i) => void expect(each).toBeCloseTo(expected[i], 14));
  });

  it('keeps digits that JᵀJ has not', () => {
    // Columns that differ by 1e-9: the condition of JᵀJ is beyond 1e18.
    const near = Float64Array.of(1, 1, 1, 1 + 1e-9, 1, 1 + 2e-9, 1, 1 + 3e-9);
    const slope = covarianceOf(residuals, near, 2, free)?.[3] ?? 0;
    expect((slope * 1e-18) / ((3 * 4) / 20)).toBeCloseTo(1, 5);
  });

  it('leaves out what is fixed, which gives a degree of freedom back', () => {
    const covariance = covarianceOf(residuals, jacobian, 2, (j) => j === 0);
    expect([...(covariance ?? [])]).toEqual([0, 0, 0, expect.closeTo(6 / 3 / 14, 14)]);
  });

  it('does not exist without residuals to spare, or for dependent columns', () => {
    expect(covarianceOf(Float64Array.of(1, 2), Float64Array.of(1, 0, 0, 1), 2, free)).toBeUndefined();
    expect(covarianceOf(residuals, Float64Array.of(1, 2, 1, 2, 1, 2, 1, 2), 2, free)).toBeUndefined();
    expect(covarianceOf(residuals, new Float64Array(4), 1, free)).toBeUndefined();
  });
});
