// Those that are operations in their own right: the very functions of core, so that either import means the same.
export { logSoftmax, sigmoid, softmax, tanh } from '@gradkit/core';
export type { Activation } from './activation.ts';
export { type LeakyReluOptions, leakyRelu } from './leaky-relu.ts';
export { linear } from './linear.ts';
export { type ReluOptions, relu } from './relu.ts';
export { softplus } from './softplus.ts';
