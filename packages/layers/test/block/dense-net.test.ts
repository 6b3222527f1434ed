import { linear } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { jit, mul, ones, sizeOf, square, stack, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { denseNet, dropout, freeze, sequential } from '../../src/index.ts';
import golden from '../golden/dense-net.json' with { type: 'json' };

/** The rule of scripts/golden/dense_net.py. */
const pattern = (size: number, index: number): number[] =>
  Array.from({ length: size }, (_, i) => (((i * 7919 + index * 10473) % 97) - 48) / 48);

function weightOf(index: number, name: string, shape: readonly number[]): Float32Array {
  const values = pattern(sizeOf(shape), index);
  if (name.endsWith('kernel')) {
    const scale = Math.sqrt(6 / sizeOf(shape.slice(0, -1)));
    return Float32Array.from(values, (value) => value * scale);
  }
  const base = name.endsWith('gamma') || name.endsWith('movingVariance') ? 1 : 0;
  return Float32Array.from(values, (value) => base + value / 4);
}

const count = (variables: readonly { readonly variable: { readonly shape: readonly number[] } }[]): number =>
  variables.reduce((total, { variable }) => total + sizeOf(variable.shape), 0);

describe('a small DenseNet', () => {
  const model = denseNet({ blocks: [2, 1, 1, 1], growthRate: 32, classes: 4, inputShape: [38, 32, 3] });
  const { variables } = model;
  const reset = () => model.setWeights(variables.map(({ name, variable }, i) => weightOf(i, name, variable.shape)));
  const images = tensor(pattern(2 * 38 * 32 * 3, 1000)).reshape([2, 38, 32, 3]);

  it('has the variables of that of Keras, in the same order', () => {
    expect(variables.map(({ variable }) => variable.shape)).toEqual(golden.shapes);
  });

  it('predicts what that of Keras predicts', () => {
    reset();
    const predicted = [...model.apply(images).dataSync()];
    // Probabilities, after twenty layers in float32.
    for (const [i, value] of golden.predicted.flat().entries()) expect(predicted[i]).toBeCloseTo(value, 4);
  });

  it('has its outputs, gradients and moving statistics in training', () => {
    reset();
    const step = jit((x: Tensor) => {
      const output = model.apply(x, { training: true });
      const loss = sum(mul(output, tensor(pattern(8, 1001)).reshape([2, 4])));
      const squares = gradients(loss, model.parameters).map((gradient) => sum(square(gradient)));
      return { output, squares: stack(squares) };
    });
    const { output, squares } = step(images);
    const [trained, norms] = [[...output.dataSync()], [...squares.dataSync()].map(Math.sqrt)];
    for (const [i, value] of golden.trained.flat().entries()) expect(trained[i]).toBeCloseTo(value, 4);
    for (const [i, norm] of golden.gradients.entries()) {
      // The last blocks normalise over two images of one pixel, where x − μ is a small difference.
      expect(Math.abs((norms[i] as number) - norm)).toBeLessThan(1e-3 * Math.max(norm, 0.01));
    }
    const sums = model.state.map(({ value }) => sum(value).item());
    for (const [i, value] of golden.moving.entries()) expect(sums[i]).toBeCloseTo(value, 3);
  });
});

describe('denseNet', () => {
  it.each(golden.counts.slice(0, 1))('of $blocks has 7,978,856 trainable parameters for 1,000 classes', (row) => {
    const model = denseNet({ blocks: row.blocks, growthRate: 32, classes: 1000, inputShape: [224, 224, 3] });
    const { parameters, variables } = model;
    expect(count(parameters)).toBe(7_978_856);
    expect([count(parameters), count(variables) - count(parameters)]).toEqual([row.trainable, row.fixed]);
    // 121 layers: convolutions and the classifier.
    expect(parameters.filter(({ name }) => name.endsWith('kernel'))).toHaveLength(121);
    expect(model.build([1, 224, 224, 3])).toEqual([1, 1000]);
    expect(model.summary().split('\n').at(-1)).toContain('7,978,856 trainable, 83,648 non-trainable');
    const places = sequential(model.layers.slice(0, -1)).build([1, 224, 224, 3]);
    expect(places).toEqual([1, 7, 7, 1024]);
  });

  it('for small images keeps their size until the first transition', () => {
    const model = denseNet({ blocks: [2, 2, 2], growthRate: 4, stem: 'small', classes: 10, inputShape: [16, 16, 1] });
    expect(model.places.map(({ name, output }) => [name, output])).toEqual([
      ['stem', [1, 16, 16, 8]],
      ['denseBlock', [1, 16, 16, 16]],
      ['transition', [1, 8, 8, 8]],
      ['denseBlock_1', [1, 8, 8, 16]],
      ['transition_1', [1, 4, 4, 8]],
      ['denseBlock_2', [1, 4, 4, 16]],
      ['head', [1, 10]],
    ]);
  });

  it('gives features where no classes are asked for, and logits where asked to', () => {
    const options = { blocks: [1, 1], growthRate: 3, stem: 'small', seed: 1 } as const;
    expect(denseNet(options).build([2, 8, 8, 1])).toEqual([2, 7]);
    const probabilities = denseNet({ ...options, classes: 5 }).apply(ones([1, 8, 8, 1]));
    expect(sum(probabilities).item()).toBeCloseTo(1, 6);
    const logits = denseNet({ ...options, classes: 5, classifierActivation: linear }).apply(ones([1, 8, 8, 1]));
    expect(sum(logits).item()).not.toBeCloseTo(1, 2);
  });

  it('drops after every convolution but the first', () => {
    const model = denseNet({ blocks: [2, 1], growthRate: 2, stem: 'small', dropoutRate: 0.2, inputShape: [8, 8, 1] });
    const table = model.summary({ expand: true });
    // Two convolutions in each of three layers, and one in the transition.
    expect(table.match(/dropout/g)).toHaveLength(7);
    expect(denseNet({ blocks: [1], growthRate: 2, inputShape: [32, 32, 1] }).summary({ expand: true })).not.toContain(
      'dropout',
    );
  });

  it('has the same weights for the same seed', () => {
    const weights = (seed: number) =>
      denseNet({ blocks: [1], growthRate: 2, stem: 'small', inputShape: [4, 4, 1], seed }).getWeights();
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  it('is cut into parts for transfer learning', () => {
    const network = denseNet({ blocks: [1, 1], growthRate: 4, classes: 3, stem: 'small', inputShape: [8, 8, 1] });
    network.build([1, 8, 8, 1]);
    const features = freeze(sequential(network.layers.slice(0, -1), { name: 'features' }));
    const model = sequential([features, dropout({ rate: 0.5 })]);
    expect(model.build([1, 8, 8, 1])).toEqual([1, 4, 4, 10]);
    expect(model.parameters).toEqual([]);
    expect(features.variables[0]?.variable).toBe(network.variables[0]?.variable);
  });

  it('explains options that are wrong', () => {
    expect(() => denseNet({ blocks: [], growthRate: 4 })).toThrow('denseNet: blocks lists how many layers');
    expect(() => denseNet({ blocks: [2, 0], growthRate: 4 })).toThrow(
      'denseNet: blocks[1] is a positive integer, got 0.',
    );
    expect(() => denseNet({ blocks: [2], growthRate: 1.5 })).toThrow('growthRate is a positive integer');
    expect(() => denseNet({ blocks: [2], growthRate: 4, classes: 0 })).toThrow('classes is a positive integer');
    expect(() => denseNet({ blocks: [2], growthRate: 4, stem: 'big' as never })).toThrow(
      `stem is 'imagenet' or 'small'`,
    );
    expect(() => denseNet({ blocks: [2], growthRate: 4, dropoutRate: 1 })).toThrow('dropoutRate is at least 0');
    expect(() => denseNet({ blocks: [2], growthRate: 4, activation: 'relu' as never })).toThrow(
      'activation is a function',
    );
    expect(() => denseNet({ blocks: [2], growthrate: 4 } as never)).toThrow('"growthrate"');
    expect(() => denseNet({ blocks: [1, 1, 1], growthRate: 2, stem: 'small' }).build([1, 2, 2, 1])).toThrow(
      'averagePooling2d',
    );
  });
});
