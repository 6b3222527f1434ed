export { type AccuracyOptions, accuracy } from './accuracy.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
export { type LossFunction, type LossMetricOptions, lossMetric } from './loss-metric.ts';
export { computeMetric, type Metric } from './metric.ts';
export { type MeanState, type StreamingMeanOptions, streamingMean } from './streaming-mean.ts';
