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
export type { LbfgsOptions } from './quasi-newton/lbfgs.ts';
export { lbfgs } from './quasi-newton/lbfgs.ts';
