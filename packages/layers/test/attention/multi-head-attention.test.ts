import { gradients } from '@gradkit/autograd';
import { explain, jit, key, normal, ones, slice, sum, type Tensor, tensor, zeros } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { applyMasked, groupedQueryAttention, multiHeadAttention, sequential } from '../../src/index.ts';

const inference = { training: false };
const values = (x: Tensor | undefined): number[] => [...(x?.dataSync() ?? [])];

function expectEqual(a: Tensor, b: Tensor): void {
  expect(a.shape).toEqual(b.shape);
  const expected = values(b);
  values(a).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 5);
  });
}

describe('multiHeadAttention', () => {
  it('does not see what comes later, with a causal mask', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 3, useCausalMask: true });
    const x = normal(key(1), [1, 5, 4]);
    layer.build(x.shape, key(0));
    const all = layer.apply(x, inference);
    const start = layer.apply(slice(x, [0, 0], [1, 3]), inference);
    expectEqual(slice(all, [0, 0], [1, 3]), start);
  });

  it('is the same for a batch that is padded and masked', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 3 });
    const x = normal(key(1), [1, 5, 4]);
    layer.build(x.shape, key(0));
    const mask = tensor([[true, true, true, false, false]]);
    const masked = applyMasked(layer, x, { training: false, mask });
    expectEqual(slice(masked.output, [0, 0], [1, 3]), layer.apply(slice(x, [0, 0], [1, 3]), inference));
    expect(masked.mask).toBe(mask);
    // Masked queries find nothing: what is left is the bias, 0 at first.
    expect(values(slice(masked.output, [0, 3]))).toEqual(Array(8).fill(0));
    expect(values(gradients(sum(masked.output), [x])[0]).every(Number.isFinite)).toBe(true);
  });

  it('attends to the steps that a mask lets it see, when several axes are attended to', () => {
    const layer = multiHeadAttention({ numHeads: 1, keyDim: 2, returnAttentionScores: true });
    const x = normal(key(1), [1, 2, 3, 4]);
    layer.build(x.shape, key(0));
    const [, weights] = layer.apply(x, { training: false, mask: tensor([[true, false]]) }) as readonly [Tensor, Tensor];
    expect(weights.shape).toEqual([1, 1, 2, 3, 2, 3]);
    const seen = (weights.toArray() as number[][][][][][])[0]?.[0]?.[0]?.[0];
    expect(seen?.map((row) => row.map((w) => w > 0))).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
  });

  it('names its weights as Keras does, and hands options to all of them', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 3, valueDim: 5, kernelRegularizer: l2(1), useGate: true });
    layer.build([1, 2, 4], key(0));
    expect(
      layer.parameters.map(({ name, variable }) => [name.replace('multiHeadAttention/', ''), variable.shape]),
    ).toEqual([
      ['query/kernel', [4, 2, 3]],
      ['query/bias', [2, 3]],
      ['key/kernel', [4, 2, 3]],
      ['key/bias', [2, 3]],
      ['gate/kernel', [4, 2, 5]],
      ['gate/bias', [2, 5]],
      ['value/kernel', [4, 2, 5]],
      ['value/bias', [2, 5]],
      ['attentionOutput/kernel', [2, 5, 4]],
      ['attentionOutput/bias', [4]],
    ]);
    expect(layer.parameters.filter(({ regularizer }) => regularizer !== undefined).length).toBe(5);
  });

  it('draws kernels as matrices: heads are outputs, and no window', () => {
    const layer = multiHeadAttention({ numHeads: 20, keyDim: 30 });
    layer.build([1, 1, 100], key(0));
    // U(−r, r) with r = √(6 / (100 + 600)); 60,000 draws come close to it.
    const largest = Math.max(...values(layer.parameters[0]?.variable.value).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / 700));
    expect(largest).toBeGreaterThan(0.99 * Math.sqrt(6 / 700));
  });

  it('lets a wrapper change its kernels', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 2 });
    layer.build([1, 3, 4], key(0));
    const kernels: string[] = [];
    layer.apply(ones([1, 3, 4]), {
      training: false,
      weight(value, { name }) {
        kernels.push(name.split('/')[1] as string);
        return value;
      },
    });
    expect(kernels.sort()).toEqual(['attentionOutput', 'key', 'query', 'value']);
  });

  it('takes a mask of its own as the last input', () => {
    const layer = multiHeadAttention({ numHeads: 1, keyDim: 2, useAttentionMask: true, returnAttentionScores: true });
    const x = normal(key(1), [2, 3, 2]);
    layer.build([x.shape, [3, 3]], key(0));
    const seen = tensor([
      [true, false, false],
      [true, true, false],
      [false, false, false],
    ]);
    const [, weights] = layer.apply([x, seen], inference) as readonly [Tensor, Tensor];
    const rows = (weights.toArray() as number[][][][]).map(([head]) => head?.map((row) => row.map((w) => w > 0)));
    expect(rows).toEqual([seen.toArray(), seen.toArray()]);
    expect(() => layer.apply([x, ones([3, 3])], inference)).toThrow('the attention mask is bool, got float32');
    expect(() => layer.apply([x, tensor([[true, true]])], inference)).toThrow('with 3 queries and 3 keys, got [1, 2]');
  });

  it('drops weights in training', () => {
    const model = sequential([multiHeadAttention({ numHeads: 2, keyDim: 2, dropout: 0.5 })], { seed: 1 });
    const x = normal(key(1), [1, 6, 4]);
    expect(values(model.apply(x, { training: true }))).not.toEqual(values(model.apply(x, { training: true })));
    expect(values(model.apply(x))).toEqual(values(model.apply(x)));
  });

  it('is eight kernels, also with masks: projections, scores, weights, average, heads side by side, output', () => {
    const model = sequential([multiHeadAttention({ numHeads: 4, keyDim: 8, useCausalMask: true })]);
    model.build([2, 16, 32]);
    const text = explain(
      jit((x: Tensor) => model.apply(x)),
      zeros([2, 16, 32]),
    );
    expect(text.match(/^kernel/gm)?.length).toBe(8);
  });

  it('says what does not fit', () => {
    expect(() => multiHeadAttention({ numHeads: 0, keyDim: 1 })).toThrow('multiHeadAttention: numHeads is a positive');
    expect(() => multiHeadAttention({ numHeads: 1 } as never)).toThrow('keyDim is a positive integer');
    expect(() => multiHeadAttention({ numHeads: 1, keyDim: 1, outputShape: 0 })).toThrow('outputShape is a positive');
    expect(() => multiHeadAttention({ numHeads: 1, keyDim: 1, slidingWindow: 0 })).toThrow('slidingWindow');
    expect(() => multiHeadAttention({ numHeads: 1, keyDim: 1, kernelInitializer: 'ones' as never })).toThrow(
      'is a function',
    );
    expect(() => multiHeadAttention({ numHeads: 1, keyDim: 1, heads: 2 } as never)).toThrow('heads');
    const make = (attentionAxes: number) => multiHeadAttention({ numHeads: 1, keyDim: 1, attentionAxes });
    expect(() => make(0).build([1, 2, 3], key(0))).toThrow('attentionAxes lie between the batch and the features');
    const layer = multiHeadAttention({ numHeads: 1, keyDim: 1, kernelInitializer: constant(1) });
    expect(() => layer.build([2, 3], key(0))).toThrow('expected [batch, queries, features], got [2, 3]');
    layer.build(
      [
        [2, 3, 4],
        [2, 5, 6],
      ],
      key(0),
    );
    expect(() => layer.apply([zeros([2, 3, 4]), zeros([2, 5, 7])], inference)).toThrow('3 axes with 4, 6, 6 features');
    expect(() => layer.apply([zeros([2, 3, 4]), zeros([1, 5, 6])], inference)).toThrow(
      'query and key differ only along',
    );
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
  });
});

describe('groupedQueryAttention', () => {
  it('is multi-head attention where each head has keys of its own', () => {
    const x = normal(key(1), [2, 5, 4]);
    const grouped = groupedQueryAttention({ headDim: 3, numQueryHeads: 2, numKeyValueHeads: 2, useCausalMask: true });
    const many = multiHeadAttention({ numHeads: 2, keyDim: 3, useCausalMask: true });
    for (const layer of [grouped, many]) layer.build(x.shape, key(0));
    expect(values(grouped.apply(x, inference))).toEqual(values(many.apply(x, inference)));
  });

  it('shares keys among neighbouring heads', () => {
    const layer = groupedQueryAttention({ headDim: 3, numQueryHeads: 6, numKeyValueHeads: 2 });
    layer.build([1, 2, 4], key(0));
    expect(layer.parameters.map(({ variable }) => variable.shape)).toEqual([
      [4, 6, 3],
      [6, 3],
      [4, 2, 3],
      [2, 3],
      [4, 2, 3],
      [2, 3],
      [6, 3, 4],
      [4],
    ]);
    expect(() => groupedQueryAttention({ headDim: 1, numQueryHeads: 3, numKeyValueHeads: 2 })).toThrow('got 3 and 2');
  });
});
