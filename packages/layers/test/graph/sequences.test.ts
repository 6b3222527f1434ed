import { gradients } from '@gradkit/autograd';
import { matmul, sum, type Tensor, tensor, transpose } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { concatenate, connect, createLayer, dense, embedding, graphModel, input, lstm } from '../../src/index.ts';

const ids = (...rows: number[][]) => tensor(rows, { dtype: 'int32' });

describe('graphs of sequences', () => {
  const [question, answer] = [
    input({ shape: [null], dtype: 'int32', name: 'question' }),
    input({ shape: [null], dtype: 'int32', name: 'answer' }),
  ];
  const words = embedding({ inputDim: 10, outputDim: 4, maskZero: true });
  const reader = lstm({ units: 3 });
  const read = (x: typeof question) => connect(reader, connect(words, x));
  const model = graphModel({
    inputs: [question, answer],
    outputs: connect(dense({ units: 1, name: 'fits' }), connect(concatenate(), [read(question), read(answer)])),
    seed: 4,
  });

  it('take ids, share what reads them, and leave padding out by masks of their own', () => {
    const short = model.apply([ids([1, 2, 3]), ids([4, 5])]).item();
    const padded = model.apply([ids([1, 2, 3, 0, 0]), ids([4, 5, 0])]).item();
    expect(padded).toBeCloseTo(short, 6);
    expect(model.apply([ids([1, 2, 3, 7, 7]), ids([4, 5, 7])]).item()).not.toBeCloseTo(short, 6);
    expect(model.parameters.map(({ name }) => name.split('/')[0])).toEqual([
      'embedding',
      'lstm',
      'lstm',
      'lstm',
      'fits',
      'fits',
    ]);
  });

  it('tell which input has the wrong element type or shape', () => {
    expect(() => model.apply([tensor([[1, 2]]), ids([1])])).toThrow('the input "question" is int32, got float32[1, 2]');
    expect(() => model.apply([ids([1]), tensor([1], { dtype: 'int32' })])).toThrow(
      'the input "answer" is [?, any], got [1]',
    );
  });
});

describe('tied weights', () => {
  it('are a layer that reads the variable of another', () => {
    const words = embedding({ inputDim: 6, outputDim: 3 });
    const logits = createLayer('logits', {}, () => ({
      output: (shape) => [...shape.slice(0, -1), 6],
      apply: (x: Tensor) => matmul(x, transpose(words.parameters[0]?.variable.value as Tensor)),
    }));
    const x = input({ shape: [2], dtype: 'int32' });
    const model = graphModel({ inputs: x, outputs: connect(logits, connect(words, x)) });
    const y = model.apply(ids([1, 4]));
    expect(y.shape).toEqual([1, 2, 6]);
    expect(model.parameters.map(({ name }) => name)).toEqual(['embedding/embeddings']);
    // The derivative counts both uses: of Σ E[i] · E[j] over i in the input and all j.
    const [gradient] = gradients(sum(y), model.parameters);
    const table = words.parameters[0]?.variable.value.toArray() as number[][];
    const total = [0, 1, 2].map((d) => table.reduce((all, row) => all + (row[d] as number), 0));
    const used = [0, 1, 2].map((d) => (table[1]?.[d] as number) + (table[4]?.[d] as number));
    for (const [i, row] of ((gradient as Tensor).toArray() as number[][]).entries()) {
      for (const [d, value] of row.entries()) {
        const asInput = i === 1 || i === 4 ? (total[d] as number) : 0;
        expect(value).toBeCloseTo((used[d] as number) + asInput, 6);
      }
    }
  });
});
