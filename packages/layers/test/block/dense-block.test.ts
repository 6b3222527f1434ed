import { linear, relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { jit, key, mul, normal, ones, square, stack, sum, type Tensor } from '@gradkit/core';
import { ones as allOnes, heNormal } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  denseBlock,
  denseNet,
  globalAveragePooling2d,
  type Layer,
  type Model,
  sequential,
  transition,
} from '../../src/index.ts';

const identity = () => activation(linear);

describe('denseBlock', () => {
  it('adds growthRate maps with every layer, and keeps their size', () => {
    const block = denseBlock({ layers: 3, growthRate: 5, inputShape: [6, 7, 2] });
    expect(block.places.filter(({ name }) => name.startsWith('concatenate')).map(({ output }) => output)).toEqual([
      [1, 6, 7, 7],
      [1, 6, 7, 12],
      [1, 6, 7, 17],
    ]);
  });

  it('gives the input and what all layers add, side by side', () => {
    const block = denseBlock({
      layers: 2,
      growthRate: 1,
      bottleneck: false,
      activation: linear,
      normalization: identity,
      // Each layer sums 3 × 3 places of all maps that it sees.
      kernelInitializer: allOnes(),
    });
    const y = block.apply(ones([1, 1, 1, 2]));
    // 2 = 1 + 1, and 4 = 1 + 1 + 2: the second layer sees the first one's map as well.
    expect(y.toArray()).toEqual([[[[1, 1, 2, 4]]]]);
  });

  it('reduces what a layer sees to 4 · growthRate maps, where it has bottlenecks', () => {
    const shapes = (bottleneck: boolean) =>
      denseBlock({ layers: 2, growthRate: 3, bottleneck, inputShape: [4, 4, 8] })
        .parameters.filter(({ name }) => name.endsWith('kernel'))
        .map(({ variable }) => variable.shape);
    expect(shapes(true)).toEqual([
      [1, 1, 8, 12],
      [3, 3, 12, 3],
      [1, 1, 11, 12],
      [3, 3, 12, 3],
    ]);
    expect(shapes(false)).toEqual([
      [3, 3, 8, 3],
      [3, 3, 11, 3],
    ]);
  });

  it('normalises by what it is given, and has paths as names', () => {
    const block = denseBlock({
      layers: 1,
      growthRate: 2,
      normalization: () => batchNormalization({ scale: false }),
      inputShape: [2, 2, 1],
    });
    expect(block.parameters.map(({ name }) => name)).toEqual([
      'denseLayer/batchNormalization/beta',
      'denseLayer/conv2d/kernel',
      'denseLayer/batchNormalization_1/beta',
      'denseLayer/conv2d_1/kernel',
    ]);
  });

  it('has penalties where asked for', () => {
    const penalized = denseBlock({ layers: 1, growthRate: 2, kernelRegularizer: (w) => sum(w), inputShape: [2, 2, 1] });
    expect(penalized.parameters.map(({ regularizer }) => regularizer !== undefined)).toEqual(
      penalized.parameters.map(({ name }) => name.endsWith('kernel')),
    );
  });

  it('explains options that are wrong', () => {
    expect(() => denseBlock({ layers: 0, growthRate: 1 })).toThrow('denseBlock: layers is a positive integer, got 0.');
    expect(() => denseBlock({ layers: 1 } as never)).toThrow('growthRate is a positive integer, got undefined');
    expect(() => denseBlock({ layers: 1, growthRate: 1, bottleneck: 1 as never })).toThrow('bottleneck');
    expect(() => denseBlock({ layers: 1, growthRate: 1, inputshape: [] } as never)).toThrow('"inputshape"');
    expect(() => denseBlock({ layers: 1, growthRate: 1 }).build([1, 4])).toThrow('conv2d');
  });
});

describe('transition', () => {
  it('halves height, width and the number of maps, rounding down', () => {
    expect(transition().build([2, 7, 8, 5])).toEqual([2, 3, 4, 2]);
    expect(transition({ reduction: 1 }).build([2, 4, 4, 5])).toEqual([2, 2, 2, 5]);
  });

  it('averages what the convolution gives', () => {
    const model = transition({
      reduction: 0.5,
      activation: linear,
      normalization: identity,
      kernelInitializer: allOnes(),
    });
    const y = model.apply(mul(ones([1, 2, 2, 4]), 3));
    expect(y.toArray()).toEqual([[[[12, 12]]]]);
    expect(model.variables.map(({ name }) => name)).toEqual(['conv2d/kernel']);
  });

  it('explains what is left of too few maps, and options that are wrong', () => {
    expect(() => transition({ reduction: 0.5 }).build([1, 2, 2, 1])).toThrow(
      'conv2d: of 1 channels, a reduction to 0.5 leaves none.',
    );
    expect(() => transition({ reduction: 0 })).toThrow('transition: reduction is greater than 0 and at most 1, got 0.');
    expect(() => transition({ reduce: 1 } as never)).toThrow('"reduce"');
  });
});

describe('gradients in a dense block', () => {
  const depth = 16;
  const [images, cotangent] = [normal(key(5), [8, 6, 6, 1]), normal(key(6), [8, 4])];
  /** The largest norm of the gradients of kernels by depth, as a multiple of the smallest. */
  const unevenness = (model: Model): number => {
    model.build(images.shape);
    const kernels = model.parameters.filter(({ variable }) => variable.shape.length === 4);
    expect(kernels).toHaveLength(depth + 1);
    const squares = jit((x: Tensor) => {
      const loss = sum(mul(model.apply(x, { training: true }), cotangent));
      return stack(gradients(loss, kernels).map((gradient) => sum(square(gradient))));
    });
    const norms = [...squares(images).dataSync()].map(Math.sqrt);
    return Math.max(...norms) / Math.min(...norms);
  };
  const convolution = () =>
    conv2d({ filters: 8, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer: heNormal() });
  const plain = (seed: number) => {
    const stage = (): Layer[] => [batchNormalization(), activation(relu), convolution()];
    const middle = Array.from({ length: depth }, stage).flat();
    const head = [batchNormalization(), activation(relu), globalAveragePooling2d(), dense({ units: 4 })];
    return sequential([convolution(), ...middle, ...head], { seed });
  };
  const connected = (seed: number) =>
    denseNet({
      blocks: [depth],
      growthRate: 4,
      bottleneck: false,
      stem: 'small',
      classes: 4,
      classifierActivation: linear,
      seed,
    });

  it('are about as large in the first layer as in the last, unlike those of a plain network of the same depth', () => {
    // On the way back through a wide plain network, gradients grow by √(π / (π − 1)) = 1.21 with every layer that
    // normalises (Yang et al., A mean field theory of batch normalization, 2019), and less through a narrow one.
    for (const seed of [1, 2]) {
      expect(unevenness(plain(seed))).toBeGreaterThan(6);
      expect(unevenness(connected(seed))).toBeLessThan(3);
    }
  });
});
