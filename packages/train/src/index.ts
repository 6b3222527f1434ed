export type {
  AnyModel,
  Callback,
  CallbackState,
  Direction,
  Json,
  Logs,
  Resumable,
  RunSetup,
  RunState,
  RunTarget,
  SavedState,
  TrainingContext,
} from './callback.ts';
export { type CheckpointOptions, checkpointTo } from './checkpoint-to.ts';
export type { ClassWeight } from './class-weight.ts';
export type { Signal } from './draw.ts';
export { type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
export { fit } from './fit.ts';
export type { FitOptions } from './fit-plan.ts';
export type { Evaluable } from './forward-pass.ts';
export type { History, RunHistory, TrainingFlags } from './history.ts';
export { learningRateRangeTest, type RangeTest, type RangeTestOptions } from './learning-rate-range-test.ts';
export { learningRateScheduler } from './learning-rate-scheduler.ts';
export type { MonitorMode } from './monitor.ts';
export type { ObjectiveOptions, PerOutput } from './objective.ts';
export { type Checkpoint, parseCheckpoint } from './parse-checkpoint.ts';
export { type PredictOptions, predict } from './predict.ts';
export { type ProgressBarOptions, progressBar } from './progress-bar.ts';
export { type ReduceLearningRateOptions, reduceLearningRateOnPlateau } from './reduce-learning-rate-on-plateau.ts';
export {
  parseSafetensors,
  type Safetensors,
  type SafetensorsOptions,
  type StoredArray,
  toSafetensors,
} from './safetensors.ts';
export type { SampleSet, TrainingData } from './samples.ts';
export { stepsPerEpoch } from './steps-per-epoch.ts';
export { swapEmaWeights } from './swap-ema-weights.ts';
export { terminateOnNaN } from './terminate-on-nan.ts';
export { type TrainStepOptions, trainStep, type Watch, type WatchedStep } from './train-step.ts';
export {
  type LoadedWeights,
  type Weighted,
  type WeightsOptions,
  weightsFromBytes,
  weightsToBytes,
} from './weights.ts';
