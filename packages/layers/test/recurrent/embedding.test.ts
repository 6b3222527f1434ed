import { gradients } from '@gradkit/autograd';
import { explain, jit, key, sum, type Tensor, tensor } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { applyMasked, embedding, lstm, sequential } from '../../src/index.ts';

const inference = { training: false };
const ids = (values: readonly unknown[], dtype: 'int32' | 'float32' | 'uint8' = 'int32') =>
  tensor(values as never, { dtype });

function small() {
  const layer = embedding({ inputDim: 3, outputDim: 2 });
  layer.build([1, 2], key(0));
  layer.parameters[0]?.variable.assign([
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  return layer;
}

describe('embedding', () => {
  it('gives the rows of its table, for ids of several types and any number of axes', () => {
    const layer = small();
    for (const dtype of ['int32', 'float32', 'uint8'] as const) {
      expect(layer.apply(ids([[2, 0]], dtype), inference).toArray()).toEqual([
        [
          [4, 5],
          [0, 1],
        ],
      ]);
    }
    expect(layer.apply(ids([1]), inference).toArray()).toEqual([[2, 3]]);
    expect(layer.apply(tensor([], { shape: [0, 4], dtype: 'int32' }), inference).shape).toEqual([0, 4, 2]);
  });

  it('adds up the gradients of all uses of a row', () => {
    const layer = small();
    const y = layer.apply(ids([[2, 0, 2]]), inference);
    const [gradient] = gradients(
      sum(
        y.mul(
          tensor([
            [
              [1, 10],
              [2, 20],
              [3, 30],
            ],
          ]),
        ),
      ),
      layer.parameters,
    );
    expect(gradient?.toArray()).toEqual([
      [2, 20],
      [0, 0],
      [4, 40],
    ]);
  });

  it('starts between −0.05 and 0.05, with Keras’ name, and hands options to its table', () => {
    const layer = embedding({ inputDim: 100, outputDim: 10, embeddingsRegularizer: l2(1) });
    layer.build([1, 1], key(0));
    const [table] = layer.parameters;
    expect(table?.name).toBe('embedding/embeddings');
    const largest = Math.max(...(table?.variable.value.dataSync() ?? []).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(Math.fround(0.05));
    expect(largest).toBeGreaterThan(0.045);
    expect(table?.regularizer?.(tensor([2])).item()).toBe(4);
    const filled = embedding({ inputDim: 1, outputDim: 1, embeddingsInitializer: constant(7) });
    filled.build([1], key(0));
    expect(filled.apply(ids([0]), inference).toArray()).toEqual([[7]]);
  });

  it('leaves out the id 0 on request', () => {
    const layer = embedding({ inputDim: 3, outputDim: 1, maskZero: true });
    layer.build([1, 3], key(0));
    expect(applyMasked(layer, ids([[2, 0, 1]]), inference).mask?.toArray()).toEqual([[true, false, true]]);
    expect(applyMasked(small(), ids([[2, 0]]), inference).mask).toBeUndefined();
  });

  it('refuses ids that are not in the table, and shows them as NaN where it cannot know them', () => {
    const layer = small();
    expect(() => layer.apply(ids([[0, 3]]), inference)).toThrow(
      'embedding: ids are integers from 0 to 2, as inputDim says, got 3',
    );
    expect(() => layer.apply(ids([-1]), inference)).toThrow('got -1');
    expect(() => layer.apply(ids([0.5], 'float32'), inference)).toThrow('got 0.5');
    expect(() => layer.apply(tensor([true]), inference)).toThrow('embedding: ids are integers, got bool');
    const compiled = jit((x: Tensor) => layer.apply(x, inference));
    expect(compiled(ids([3, -1, 1])).toArray()).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
      [2, 3],
    ]);
  });

  it('costs no kernel of its own before a product', () => {
    const model = sequential([embedding({ inputDim: 10, outputDim: 4 }), lstm({ units: 4 })]);
    model.build([2, 5]);
    const text = explain(
      jit((x: Tensor) => model.apply(x)),
      ids([
        [1, 2, 3, 4, 5],
        [1, 2, 3, 4, 5],
      ]),
    );
    expect(text.match(/^kernel/gm)?.length).toBeLessThanOrEqual(3);
  });

  it('needs two extents', () => {
    expect(() => embedding({ inputDim: 0, outputDim: 1 })).toThrow('embedding: inputDim is a positive integer, got 0');
    expect(() => embedding({ inputDim: 1 } as never)).toThrow('outputDim is a positive integer');
    expect(() => embedding({ inputDim: 1, outputDim: 1, maskzero: true } as never)).toThrow('maskZero');
  });
});
