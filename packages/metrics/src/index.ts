export { type AccuracyOptions, accuracy } from './accuracy.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
export { type MeanAbsoluteErrorOptions, meanAbsoluteError } from './mean-absolute-error.ts';
export { computeMetric, type Metric } from './metric.ts';
export { type MeanState, type StreamingMeanOptions, streamingMean } from './streaming-mean.ts';
