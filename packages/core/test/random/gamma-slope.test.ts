import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/index.ts';
import { gammaSlope } from '../../src/random/gamma-slope.ts';
import golden from '../golden/distributions.json' with { type: 'json' };

const vector = (values: readonly number[], dtype: 'float32' | 'float64') => tensor([...values], { dtype });

describe('gammaSlope', () => {
  it('agrees with mpmath to ten digits, from tail to tail', () => {
    const slopes = gammaSlope(
      vector(
        golden.slopes.map(({ alpha }) => alpha),
        'float64',
      ),
      vector(
        golden.slopes.map(({ z }) => z),
        'float64',
      ),
    ).dataSync();
    golden.slopes.forEach(({ alpha, z, slope }, i) => {
      const error = Math.abs((slopes[i] as number) / slope - 1);
      expect(error, `α = ${alpha}, z = ${z}`).toBeLessThan(1e-10);
    });
  });

  it('keeps the element type and is as accurate as that is', () => {
    const [first] = golden.slopes.filter(({ alpha, z }) => alpha === 5 && z > 4) as [(typeof golden.slopes)[0]];
    const found = gammaSlope(vector([first.alpha], 'float32'), vector([first.z], 'float32'));
    expect(found.dtype).toBe('float32');
    // The sample itself is rounded to float32: one unit in its last place, and one for the result.
    expect(Math.abs(found.item() / first.slope - 1)).toBeLessThan(2 ** -22);
  });

  it('approaches one for large α, where a sample is α plus √α times a normal number', () => {
    expect(gammaSlope(vector([1e8], 'float64'), vector([1e8], 'float64')).item()).toBeCloseTo(1, 6);
  });
});
