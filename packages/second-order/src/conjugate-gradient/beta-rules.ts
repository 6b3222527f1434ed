/** What the rules for β are made of: products of the old and the new gradient g and g⁺, the direction d and y = g⁺ − g. */
export interface Products {
  /** dᵀg and dᵀg⁺ */
  slope: number;
  newSlope: number;
  /** gᵀg, g⁺ᵀg⁺ and gᵀg⁺ */
  gg: number;
  newGg: number;
  gNewG: number;
  /** yᵀg⁺, yᵀy and dᵀd */
  yNewG: number;
  yy: number;
  dd: number;
}

/** Name of a rule for β. */
export type Beta = 'hager-zhang' | 'polak-ribiere+' | 'fletcher-reeves' | 'hestenes-stiefel' | 'dai-yuan';

/** How a method of conjugate gradients goes on after a step. */
export interface BetaRule {
  /** β of d⁺ = −g⁺ + β·d. */
  readonly beta: (products: Products) => number;
  /** Whether it begins anew with −g⁺ after n steps. */
  readonly restarts: boolean;
}

/** How much of the direction Hager and Zhang take from y: 2 in their first article, 1 is the value of Dai and Kou. */
const theta = 1;

/** Of the lower bound of Hager and Zhang. */
const eta = 0.4;

const dy = ({ newSlope, slope }: Products): number => newSlope - slope;

/** The methods of conjugate gradients. They are the same for a parabola and exact line searches. */
export const betaRules: Readonly<Record<Beta, BetaRule>> = {
  'hager-zhang': {
    beta: (p) => Math.max((p.yNewG - theta * p.yy * (p.newSlope / dy(p))) / dy(p), (eta * p.slope) / p.dd),
    restarts: false,
  },
  'polak-ribiere+': { beta: (p) => Math.max(0, p.yNewG / p.gg), restarts: false },
  'fletcher-reeves': { beta: (p) => p.newGg / p.gg, restarts: true },
  'hestenes-stiefel': { beta: (p) => p.yNewG / dy(p), restarts: true },
  'dai-yuan': { beta: (p) => p.newGg / dy(p), restarts: true },
};
