export { activation } from './activation.ts';
export { type BatchNormalizationOptions, batchNormalization } from './batch-normalization.ts';
export { type DenseOptions, dense } from './dense.ts';
export { type DropoutOptions, dropout } from './dropout.ts';
export { flatten } from './flatten.ts';
export type { ApplyContext, Layer, LayerOptions } from './layer.ts';
export type { Model } from './model.ts';
export { penalty } from './penalty.ts';
export { type SequentialOptions, sequential } from './sequential.ts';
