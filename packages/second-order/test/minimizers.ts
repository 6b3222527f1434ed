import {
  bfgs,
  type CommonOptions,
  conjugateGradient,
  gradientDescent,
  lbfgs,
  lbfgsb,
  newton,
  newtonCG,
  type Objective,
  type OptimizeResult,
  trustExact,
  trustNcg,
} from '../src/index.ts';

type Minimizer = (objective: Objective, x0: ArrayLike<number>, options?: CommonOptions) => OptimizeResult;

/** Every minimiser by name: what they all promise is tested for each. */
export const minimizers: Readonly<Record<string, Minimizer>> = {
  bfgs,
  conjugateGradient,
  gradientDescent,
  lbfgs,
  lbfgsb,
  newton,
  newtonCG,
  trustExact,
  trustNcg,
};
