export type { LbfgsbOptions } from './bounded/lbfgsb.ts';
export { lbfgsb } from './bounded/lbfgsb.ts';
export type { Beta } from './conjugate-gradient/beta-rules.ts';
export type { ConjugateGradientOptions } from './conjugate-gradient/conjugate-gradient.ts';
export { conjugateGradient } from './conjugate-gradient/conjugate-gradient.ts';
export type { GradientDescentOptions } from './gradient-descent/gradient-descent.ts';
export { gradientDescent } from './gradient-descent/gradient-descent.ts';
export type { LeastSquaresCommonOptions } from './least-squares/common-options.ts';
export type { LeastSquaresOptions } from './least-squares/least-squares.ts';
export { leastSquares } from './least-squares/least-squares.ts';
export type { LevenbergMarquardtOptions } from './least-squares/levenberg-marquardt.ts';
export { levenbergMarquardt } from './least-squares/levenberg-marquardt.ts';
export type {
  AsyncResidualJacobian,
  AsyncResiduals,
  Differences,
  ResidualJacobian,
  Residuals,
} from './least-squares/residuals.ts';
export type {
  LeastSquaresResult,
  LeastSquaresState,
  LeastSquaresStatus,
  LeastSquaresTraceEntry,
} from './least-squares/result.ts';
export type { RobustLoss, RobustLossName } from './least-squares/robust-loss.ts';
export type { BacktrackingOptions, BacktrackingTolerances } from './line-search/backtracking.ts';
export { backtracking, backtrackingSearch } from './line-search/backtracking.ts';
export type { HagerZhangOptions, HagerZhangTolerances } from './line-search/hager-zhang.ts';
export { hagerZhang, hagerZhangSearch } from './line-search/hager-zhang.ts';
export type { LinePoint, LineSearch, LineSearchEnd, LineStart, LineSteps } from './line-search/line-search.ts';
export type { MoreThuenteOptions, MoreThuenteTolerances } from './line-search/more-thuente.ts';
export { moreThuente, moreThuenteSearch } from './line-search/more-thuente.ts';
export type {
  AsyncLineFunction,
  LineFunction,
  LineOptions,
  LineSearchResult,
  LineValue,
} from './line-search/search-line.ts';
export type {
  ConjugateGradientResult,
  ConjugateGradientSolveOptions,
  ConjugateGradientStatus,
  MatrixProduct,
} from './linear/conjugate-gradient-solve.ts';
export { conjugateGradientSolve } from './linear/conjugate-gradient-solve.ts';
export type { NewtonOptions } from './newton/newton.ts';
export { newton } from './newton/newton.ts';
export { newtonCG } from './newton/newton-cg.ts';
export type { TrustExactOptions } from './newton/trust-exact.ts';
export { trustExact } from './newton/trust-exact.ts';
export type { TrustNcgOptions } from './newton/trust-ncg.ts';
export { trustNcg } from './newton/trust-ncg.ts';
export type { Bounds } from './problem/bounds.ts';
export type { CheckGradientOptions, DerivativeError, GradientErrors } from './problem/check-gradient.ts';
export { checkGradient } from './problem/check-gradient.ts';
export type {
  AsyncObjective,
  AsyncValueAndGrad,
  Curvature,
  Hessian,
  HessianProduct,
  Objective,
  ValueAndGrad,
} from './problem/objective.ts';
export type { CommonOptions, StopSignal } from './problem/options.ts';
export type { IterationState, LinearOperator, OptimizeResult, Status, TraceEntry } from './problem/result.ts';
export type { BfgsOptions } from './quasi-newton/bfgs.ts';
export { bfgs } from './quasi-newton/bfgs.ts';
export type { LbfgsOptions } from './quasi-newton/lbfgs.ts';
export { lbfgs } from './quasi-newton/lbfgs.ts';
export type { AdaHessianOptions } from './stochastic/ada-hessian.ts';
export { adaHessian } from './stochastic/ada-hessian.ts';
export type { HessianFreeOptions } from './stochastic/hessian-free.ts';
export { hessianFree } from './stochastic/hessian-free.ts';
export type { SophiaOptions } from './stochastic/sophia.ts';
export { sophia } from './stochastic/sophia.ts';
export type { StochasticLbfgsOptions } from './stochastic/stochastic-lbfgs.ts';
export { stochasticLbfgs } from './stochastic/stochastic-lbfgs.ts';
export type { KfacOptions } from './structured/kfac.ts';
export { kfac } from './structured/kfac.ts';
export type { ShampooOptions } from './structured/shampoo.ts';
export { shampoo } from './structured/shampoo.ts';
export type { SoapOptions } from './structured/soap.ts';
export { soap } from './structured/soap.ts';
export type { CompiledResiduals } from './tensors/compiled-residuals.ts';
export type { Fitter } from './tensors/fit-parameters.ts';
export { fitParameters } from './tensors/fit-parameters.ts';
export type { TensorFunctionOptions, TensorVector } from './tensors/function-of-vector.ts';
export { gaussNewtonProduct } from './tensors/gauss-newton-product.ts';
export type { MinimizeParametersOptions, Minimizer } from './tensors/minimize-parameters.ts';
export { minimizeParameters } from './tensors/minimize-parameters.ts';
export type { OutputLoss } from './tensors/parameter-objective.ts';
export { flattenParameters, unflatten } from './tensors/parameter-vector.ts';
export type { ShapeTree, TensorTree } from './tensors/shape-tree.ts';
export type { TensorObjective } from './tensors/tensor-objective.ts';
export { tensorObjective } from './tensors/tensor-objective.ts';
export type { TensorResiduals } from './tensors/tensor-residuals.ts';
export { tensorResiduals } from './tensors/tensor-residuals.ts';
