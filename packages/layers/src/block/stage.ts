import { type Activation, relu } from '@gradkit/activations';
import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import { heNormal, type Initializer } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { activation } from '../activation.ts';
import { conv2d } from '../convolution/convolution.ts';
import type { Layer } from '../layer.ts';
import { dropout } from '../noise/dropout.ts';
import { batchNormalization } from '../normalization/batch-normalization.ts';

/** What all parts of a DenseNet may have. */
export interface StageOptions {
  /** Share of the values that are dropped after every convolution, at least 0 and less than 1; default 0. */
  readonly dropoutRate?: number | undefined;
  /** What stands before every convolution, after the normalisation; default `relu`. */
  readonly activation?: Activation | undefined;
  /** Makes the layer before every activation. Default: batch normalisation with an epsilon of 1.001e-5. */
  readonly normalization?: (() => Layer) | undefined;
  /** First content of the kernels; default `heNormal()`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** Penalty of the kernels; default: none. */
  readonly kernelRegularizer?: Regularizer | undefined;
}

const names = ['dropoutRate', 'activation', 'normalization', 'kernelInitializer', 'kernelRegularizer'];

/** Throws unless options are those of all parts, or `own`. */
export function checkStageOptions(where: string, options: StageOptions, own: readonly string[]): void {
  checkOptions(where, options ?? {}, [...names, ...own]);
  for (const name of names.slice(1) as readonly (keyof StageOptions)[]) {
    const value = options?.[name];
    if (value !== undefined && typeof value !== 'function') {
      throw new ArgumentError(`${where}: ${name} is a function, got ${describe(value)}.`);
    }
  }
  const { dropoutRate: rate = 0 } = options ?? {};
  if (!(typeof rate === 'number' && rate >= 0 && rate < 1)) {
    throw new ArgumentError(`${where}: dropoutRate is at least 0 and less than 1, got ${describe(rate)}.`);
  }
}

/** The options of all parts, out of those of one. */
export function stageOptions(options: StageOptions): StageOptions {
  const { dropoutRate, activation: fn, normalization, kernelInitializer, kernelRegularizer } = options;
  return { dropoutRate, activation: fn, normalization, kernelInitializer, kernelRegularizer };
}

/** Normalisation and activation. */
export function preactivation(options: StageOptions): readonly Layer[] {
  const { activation: fn = relu, normalization = () => batchNormalization({ epsilon: 1.001e-5 }) } = options;
  return [normalization(), activation(fn)];
}

/** A convolution that keeps the places, without a bias: a normalisation follows. */
export function convolution(filters: number, kernelSize: number, options: StageOptions, name?: string): Layer {
  const { kernelInitializer = heNormal(), kernelRegularizer } = options;
  return conv2d({ filters, kernelSize, padding: 'same', useBias: false, kernelInitializer, kernelRegularizer, name });
}

/** What drops after a convolution, where anything is to be dropped. */
export function dropping({ dropoutRate = 0 }: StageOptions): readonly Layer[] {
  return dropoutRate > 0 ? [dropout({ rate: dropoutRate })] : [];
}
