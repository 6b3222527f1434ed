import { gradients } from '@gradkit/autograd';
import { key, normal, ones, slice, sum, type Tensor, tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  additiveAttention,
  applyMasked,
  attention,
  connect,
  graphModel,
  input,
  lstm,
  masking,
} from '../../src/index.ts';

const inference = { training: false };
const values = (x: Tensor | undefined): number[] => [...(x?.dataSync() ?? [])];

describe('attention', () => {
  it('gives the mean of the values where all scores are equal', () => {
    const layer = attention();
    const value = tensor([
      [
        [1, 10],
        [3, 30],
      ],
    ]);
    layer.build([[1, 1, 2], value.shape], key(0));
    expect(layer.apply([zeros([1, 1, 2]), value], inference).toArray()).toEqual([[[2, 20]]]);
  });

  it('has weights that sum to 1, and none for what is masked or later', () => {
    const layer = attention({ useCausalMask: true, returnAttentionScores: true });
    const x = normal(key(1), [1, 3, 2]);
    layer.build(x.shape, key(0));
    const mask = tensor([[true, false, true]]);
    const [output, weights] = layer.apply(x, { training: false, mask }) as readonly [Tensor, Tensor];
    const rows = (weights.toArray() as number[][][])[0] as number[][];
    expect(rows.map((row) => row.map((w) => w > 0))).toEqual([
      [true, false, false],
      [true, false, false],
      [true, false, true],
    ]);
    expect(rows.map((row) => row.reduce((a, b) => a + b))).toEqual([1, 1, expect.closeTo(1, 6)]);
    // The masked query has weights, but no output.
    expect((output.toArray() as number[][][])[0]?.[1]).toEqual([0, 0]);
    expect(applyMasked(layer, x, { training: false, mask }).mask).toBe(mask);
  });

  it('finds nothing where there is nothing to look at, and derivatives are numbers', () => {
    const layer = attention();
    const x = normal(key(1), [1, 2, 2]);
    layer.build([x.shape, x.shape], key(0));
    const masks = [undefined, tensor([[false, false]])];
    const output = layer.apply([x, x], { training: false, masks });
    expect(values(output)).toEqual([0, 0, 0, 0]);
    expect(values(gradients(sum(output), [x])[0])).toEqual([0, 0, 0, 0]);
  });

  it('takes masks from the layers before it', () => {
    const [question, text] = [input({ shape: [2, 3] }), input({ shape: [4, 3] })];
    const masked = connect(masking(), text);
    const model = graphModel({ inputs: [question, text], outputs: connect(attention(), [question, masked]) });
    const words = normal(key(1), [1, 4, 3]);
    const padded = tensor([...values(words).slice(0, 6), 0, 0, 0, 0, 0, 0]).reshape([1, 4, 3]);
    const query = normal(key(2), [1, 2, 3]);
    const alone = attention();
    alone.build([query.shape, [1, 2, 3]], key(0));
    const expected = alone.apply([query, slice(words, [0, 0], [1, 2])], inference);
    values(model.apply([query, padded])).forEach((value, i) => {
      expect(value).toBeCloseTo(values(expected)[i] as number, 6);
    });
  });

  it('drops weights in training, with a seed of its own or the model’s', () => {
    const x = ones([1, 8, 4]);
    const layer = additiveAttention({ dropout: 0.5 });
    layer.build(x.shape, key(0));
    const run = (seed: number) => values(layer.apply(x, { training: true, key: key(seed) }));
    expect(run(1)).not.toEqual(run(2));
    expect(values(layer.apply(x, inference)).every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
    expect(() => layer.apply(x, { training: true })).toThrow('additiveAttention: training needs a random key');
    const own = attention({ dropout: 0.5, seed: 4 });
    own.build(x.shape, key(0));
    expect(values(own.apply(x, { training: true }))).not.toEqual(values(own.apply(x, { training: true })));
    expect(own.random).toBe(false);
  });

  it('says what does not fit', () => {
    expect(() => attention({ scoreMode: 'sum' as never })).toThrow('attention: scoreMode is dot or concat');
    expect(() => attention({ dropout: 1 })).toThrow('attention: dropout is at least 0 and less than 1');
    expect(() => additiveAttention({ scoreMode: 'dot' } as never)).toThrow('scoreMode');
    const layer = attention();
    expect(() => layer.build([[2, 3]], key(0))).toThrow('attention: expected a query [batch, queries, features]');
    expect(() =>
      layer.build(
        [
          [2, 3, 4],
          [2, 5, 3],
        ],
        key(0),
      ),
    ).toThrow('got [2, 3, 4], [2, 5, 3]');
    expect(() =>
      layer.build(
        [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
        key(0),
      ),
    ).toThrow('got 4 tensors');
    layer.build([2, 3, 4], key(0));
    expect(() => layer.apply(zeros([2, 3, 5]), inference)).toThrow('expected queries of 4 features, got [2, 3, 5]');
    expect(() => layer.apply(zeros([2, 3, 4], { dtype: 'int32' }), inference)).toThrow('expected float32');
  });

  it('lets a decoder look at an encoder', () => {
    const [source, target] = [input({ shape: [4, 2] }), input({ shape: [3, 2] })];
    const [encoded, h, c] = connect(lstm({ units: 5, returnSequences: true, returnState: true }), source);
    const decoded = connect(lstm({ units: 5, returnSequences: true }), [target, h, c] as never);
    const model = graphModel({
      inputs: [source, target],
      outputs: connect(attention(), [decoded, encoded] as never),
    });
    expect(model.apply([ones([2, 4, 2]), ones([2, 3, 2])]).shape).toEqual([2, 3, 5]);
  });
});
