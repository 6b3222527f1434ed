import { describe, expect, it } from 'vitest';
import { type Beta, betaRules, type Products } from '../../src/conjugate-gradient/beta-rules.ts';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);

function productsOf(d: readonly number[], g: readonly number[], newG: readonly number[]): Products {
  const y = newG.map((each, i) => each - (g[i] as number));
  return {
    slope: dot(d, g),
    newSlope: dot(d, newG),
    gg: dot(g, g),
    newGg: dot(newG, newG),
    gNewG: dot(g, newG),
    yNewG: dot(y, newG),
    yy: dot(y, y),
    dd: dot(d, d),
  };
}

const names = Object.keys(betaRules) as Beta[];

describe('betaRules', () => {
  it('are all the same after an exact search on a parabola', () => {
    // gᵀg⁺ = 0 and dᵀg⁺ = 0 with d = −g.
    const products = productsOf([-1, -2], [1, 2], [4, -2]);
    for (const name of names) expect([name, betaRules[name].beta(products)]).toEqual([name, 4]);
  });

  it('are the published formulas', () => {
    // d = (−1, −1), g = (2, 1), g⁺ = (1, −2): y = (−1, −3), dᵀy = 4, yᵀg⁺ = 5, yᵀy = 10, dᵀg⁺ = 1.
    const products = productsOf([-1, -1], [2, 1], [1, -2]);
    const betas = Object.fromEntries(names.map((name) => [name, betaRules[name].beta(products)]));
    expect(betas).toEqual({
      'hager-zhang': (5 - 10 / 4) / 4,
      'polak-ribiere+': 1,
      'fletcher-reeves': 1,
      'hestenes-stiefel': 5 / 4,
      'dai-yuan': 5 / 4,
    });
  });

  it('bound β from below in the rules of Hager and Zhang and of Polak and Ribière', () => {
    // yᵀg⁺ < 0: the gradient has become shorter without turning.
    const products = productsOf([-4, 0], [4, 1], [1, 1]);
    expect(betaRules['polak-ribiere+'].beta(products)).toBe(0);
    // (−3 + 9·4/12)/12 = 0 is above, η·dᵀg/dᵀd = −0.4·16/16 the bound.
    expect(betaRules['hager-zhang'].beta(products)).toBeCloseTo(0, 14);
    expect(betaRules['hager-zhang'].beta(productsOf([-4, 0], [4, 1], [-2, 30]))).toBeGreaterThanOrEqual(-0.4);
  });
});
