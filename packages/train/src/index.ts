export type { Callback, Direction, Logs, TrainingContext } from './callback.ts';
export { type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';
export { type Evaluable, type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
export { fit } from './fit.ts';
export type { FitOptions } from './fit-plan.ts';
export type { History, TrainingFlags } from './history.ts';
export { type PredictOptions, predict } from './predict.ts';
export { type ProgressBarOptions, progressBar } from './progress-bar.ts';
export {
  parseSafetensors,
  type Safetensors,
  type SafetensorsOptions,
  type StoredArray,
  toSafetensors,
} from './safetensors.ts';
export type { TrainingData } from './samples.ts';
export {
  type LoadedWeights,
  type Weighted,
  type WeightsOptions,
  weightsFromBytes,
  weightsToBytes,
} from './weights.ts';
