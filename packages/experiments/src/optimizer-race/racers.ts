import type { Label } from '../label.ts';
import type { SurfaceName } from '../surface/surfaces.ts';

export type FirstOrder = 'sgd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';
export type SecondOrder = 'newton' | 'trust' | 'cg' | 'lbfgs';
export type Racer = FirstOrder | SecondOrder;

export const racerLabels: Readonly<Record<Racer, Label>> = {
  sgd: 'SGD',
  momentum: { en: 'Momentum', ko: '모멘텀(momentum)' },
  nesterov: { en: 'Nesterov', ko: '네스테로프(Nesterov)' },
  adagrad: 'AdaGrad',
  rmsprop: 'RMSProp',
  adam: 'Adam',
  adamw: 'AdamW',
  newton: { en: 'Newton', ko: '뉴턴(Newton)' },
  trust: { en: 'Newton, trust region', ko: '뉴턴, 신뢰 영역(trust region)' },
  cg: { en: 'Conjugate gradient', ko: '켤레 기울기(conjugate gradient)' },
  lbfgs: 'L-BFGS',
};

export const firstOrder: readonly FirstOrder[] = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw'];
export const secondOrder: readonly SecondOrder[] = ['newton', 'trust', 'cg', 'lbfgs'];

/** Which methods run together. */
export const fields: Readonly<Record<string, readonly Racer[]>> = {
  all: [...firstOrder, ...secondOrder],
  first: firstOrder,
  inertia: ['sgd', 'momentum', 'nesterov'],
  adaptive: ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'],
  second: secondOrder,
};

type Rates = Readonly<Record<FirstOrder, number>>;

/**
 * Of the rates 1, 2, 5, 10, … · 10⁻ⁿ those that bring a method below 1e-4 from the usual start in about the fewest evaluations, and
 * keep it there; for RMSProp, which circles the minimum as wide as its rate, those that end lowest. On the saddle there is
 * nothing to tune: all have the same.
 */
export const tunedRates: Readonly<Record<SurfaceName, Rates>> = {
  rosenbrock: { sgd: 0.002, momentum: 0.002, nesterov: 0.001, adagrad: 1, rmsprop: 0.001, adam: 0.1, adamw: 0.05 },
  beale: { sgd: 0.02, momentum: 0.02, nesterov: 0.01, adagrad: 1, rmsprop: 0.002, adam: 0.1, adamw: 0.2 },
  quadratic: { sgd: 0.01, momentum: 0.005, nesterov: 0.01, adagrad: 2, rmsprop: 0.001, adam: 0.5, adamw: 0.5 },
  saddle: { sgd: 0.01, momentum: 0.01, nesterov: 0.01, adagrad: 0.01, rmsprop: 0.01, adam: 0.01, adamw: 0.01 },
  himmelblau: { sgd: 0.01, momentum: 0.0005, nesterov: 0.005, adagrad: 1, rmsprop: 0.001, adam: 0.1, adamw: 0.1 },
};
