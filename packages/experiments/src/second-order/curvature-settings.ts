import type { Config } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';

export const defaults = { problem: 'network', units: 8, penalty: 0.001, learningRate: 0.1, budget: 2000, seed: 1 };

export type ProblemName = 'logistic' | 'network';

export type MethodName = 'adam' | 'cg' | 'lbfgs' | 'newton-cg' | 'trust' | 'newton';

/** Methods that know curvature in one way or another. */
export const curved: readonly MethodName[] = ['cg', 'lbfgs', 'newton-cg', 'trust', 'newton'];

export const methodLabels: Readonly<Record<MethodName, Label>> = {
  adam: 'Adam',
  cg: { en: 'Conjugate gradient', ko: '켤레 기울기(conjugate gradient)' },
  lbfgs: 'L-BFGS',
  'newton-cg': { en: 'Newton-CG', ko: '뉴턴-CG(Newton-CG)' },
  trust: { en: 'Trust region, Newton-CG', ko: '신뢰 영역(trust region) 뉴턴-CG' },
  newton: { en: 'Newton, whole Hessian', ko: '뉴턴, 헤세 행렬(Hessian) 전체' },
};

/** What a method keeps beside the parameters, of which there are m. */
export const keeps: Readonly<Record<MethodName, Label>> = {
  adam: '2 m',
  cg: '4 m',
  lbfgs: '65 m',
  'newton-cg': { en: 'a few m', ko: 'm의 몇 배' },
  trust: { en: 'a few m', ko: 'm의 몇 배' },
  newton: 'm²',
};

/** The largest element of the gradient that counts as arrived, and the one at which a run ends. */
export const arrived = 1e-4;
export const finished = 1e-6;

export function curvatureSettings(
  config: Config,
): Omit<typeof defaults, 'problem'> & { readonly problem: ProblemName } {
  const given = settingsOf(defaults, config);
  return { ...given, problem: given.problem === 'logistic' ? 'logistic' : 'network' };
}
