import { describe, expect, it } from 'vitest';
import { linearizeLoss, lossOf, type RobustLossName, scaledLoss } from '../../src/least-squares/robust-loss.ts';

const names: readonly RobustLossName[] = ['linear', 'soft-l1', 'huber', 'cauchy', 'arctan'];
const residuals = Float64Array.of(0, 0.3, -0.8, 1.5, -40);

describe.each(names)('the loss %s', (name) => {
  const scaled = scaledLoss('f', name, 1);
  const { rho } = scaled;
  const at = (z: number): [number, number, number] => {
    if (scaled.loss === undefined) return [z, 1, 0];
    scaled.loss(z, rho);
    return [rho[0], rho[1], rho[2]];
  };

  it('has the derivatives that it says', () => {
    for (const z of [0, 0.01, 0.5, 2, 30]) {
      const h = 1e-5 * (1 + z);
      const low = Math.max(0, z - h);
      const between = z + h - low;
      expect(at(z)[1]).toBeCloseTo((at(z + h)[0] - at(low)[0]) / between, z === 0 ? 4 : 8);
      expect(at(z)[2]).toBeCloseTo((at(z + h)[1] - at(low)[1]) / between, z === 0 ? 4 : 8);
    }
  });

  it('counts small residuals as in least squares, and large ones no more than that', () => {
    expect(at(1e-8)[0]).toBeCloseTo(1e-8, 15);
    for (const z of [0.5, 1, 3, 100]) expect(at(z)[0]).toBeLessThanOrEqual(z);
  });

  it('scales residuals by C and the cost by C²', () => {
    const doubled = residuals.map((r) => 2 * r);
    expect(lossOf(scaledLoss('f', name, 2), doubled)).toBeCloseTo(4 * lossOf(scaled, residuals), 11);
  });

  it('is linearized with its own gradient', () => {
    const jacobian = Float64Array.from(residuals, (_, i) => 1 + i);
    const linear = { residuals: new Float64Array(5), jacobian: new Float64Array(5) };
    const moved = (h: number): number =>
      lossOf(
        scaledLoss('f', name, 0.7),
        residuals.map((r, i) => r + h * jacobian[i]),
      );
    for (const hasCurvature of [true, false]) {
      linearizeLoss(scaledLoss('f', name, 0.7), residuals, jacobian, linear, hasCurvature);
      const slope = linear.jacobian.reduce((sum, each, i) => sum + each * linear.residuals[i], 0);
      expect(slope / ((moved(1e-6) - moved(-1e-6)) / 2e-6)).toBeCloseTo(1, 7);
    }
  });
});
