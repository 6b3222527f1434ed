// What several lines of the catalogue refer to: parts of the project to come, sections of results, tests of several packages.

export const search = 'hyper-parameter search';
export const ensembles = 'ensembles';
export const figures = 'figures of the laboratory';
export const signal = 'experiments.md#what-arrives-at-layer-ten';
export const digits = 'training-results.md#digits-of-mnist';
export const overfitting = 'training-results.md#overfitting-and-its-remedies';
export const descent = 'training-results.md#batch-mini-batch-and-single-samples';
export const recurrent = 'training-results.md#recurrent-networks';
export const curvature = 'training-results.md#second-order-methods';
export const problems = 'second-order-results.md#methods';
export const fitTest = 'packages/train/test/fit.test.ts';
export const signalTest = 'packages/train/test/signal-propagation.test.ts';
export const explodingTest = 'packages/train/test/exploding-gradients.test.ts';
export const sparseTest = 'packages/train/test/sparse-regression.test.ts';
export const penaltyTest = 'packages/train/test/penalty-gradients.test.ts';
export const choiceTest = 'packages/train/test/initializer-choice.test.ts';
export const beforeTraining = 'packages/diagnostics/test/checks/checks.test.ts';
export const signalRules = 'packages/diagnostics/test/rules/signals.test.ts';
export const generalizationRules = 'packages/diagnostics/test/rules/generalization.test.ts';
export const taylorTest = 'packages/second-order/test/taylor.test.ts';
export const slopesTest = 'packages/train/test/activation-derivatives.test.ts';
