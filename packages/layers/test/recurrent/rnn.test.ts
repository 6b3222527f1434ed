import { gradients } from '@gradkit/autograd';
import {
  add,
  explain,
  jit,
  key,
  matmul,
  mul,
  named,
  normal,
  ones,
  scan,
  sigmoid,
  slice,
  square,
  sum,
  swapAxes,
  type Tensor,
  tanh,
  tensor,
  zeros,
} from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import {
  applyMasked,
  type Cell,
  connect,
  dense,
  freeze,
  graphModel,
  gru,
  input,
  lstm,
  lstmCell,
  rnn,
  sequential,
  simpleRnn,
} from '../../src/index.ts';

const inference = { training: false };
const values = (x: Tensor): number[] => [...x.dataSync()];

/** A sum that forgets half of itself in every step. */
const leaky = (): Cell => ({
  name: 'leaky',
  parameters: [],
  stateCount: 1,
  build: (shape) => ({ output: shape, states: [shape] }),
  begin: () => ({
    step(x, [past]) {
      const output = add(mul(past, 0.5), x);
      return { output: mul(output, 10), states: [output] };
    },
  }),
});

describe('rnn', () => {
  it('repeats a cell of one’s own', () => {
    const layer = rnn(leaky(), { returnSequences: true, returnState: true });
    layer.build([1, 3, 1], key(0));
    const [all, last] = layer.apply(ones([1, 3, 1]), inference);
    expect(all?.toArray()).toEqual([[[10], [15], [17.5]]]);
    expect(last?.toArray()).toEqual([[1.75]]);
  });

  it('hands states on and repeats outputs where a step is masked, also when the output is no state', () => {
    const mask = tensor([[false, true, false]]);
    const x = ones([1, 3, 1]);
    const apply = (zeroOutputForMask: boolean, returnSequences: boolean) => {
      const layer = rnn(leaky(), { returnSequences, zeroOutputForMask });
      layer.build(x.shape, key(0));
      return values(layer.apply(x, { training: false, mask }));
    };
    expect(apply(false, true)).toEqual([0, 10, 10]);
    expect(apply(false, false)).toEqual([10]);
    expect(apply(true, true)).toEqual([0, 10, 0]);
    expect(apply(true, false)).toEqual([0]);
  });

  it('gives for padded and masked sequences what it gives for short ones, and no gradient to the padding', () => {
    for (const goBackwards of [false, true]) {
      const layer = lstm({ units: 4, goBackwards });
      const x = normal(key(1), [1, 5, 3]);
      layer.build(x.shape, key(0));
      const mask = tensor([[true, true, true, false, false]]);
      const padded = layer.apply(x, { training: false, mask });
      expect(values(padded)).toEqual(values(layer.apply(slice(x, [0, 0], [1, 3]), inference)));
      const [dx] = gradients(sum(padded), [x]);
      expect(values(slice(dx as Tensor, [0, 3]))).toEqual(Array(6).fill(0));
    }
  });

  it('passes the mask on where it gives all steps, in their order', () => {
    const mask = tensor([[true, false, false]]);
    const x = ones([1, 3, 1]);
    const maskAfter = (options: object) => {
      const layer = simpleRnn({ units: 1, ...options });
      layer.build(x.shape, key(0));
      return applyMasked(layer, x, { training: false, mask }).mask?.toArray();
    };
    expect(maskAfter({ returnSequences: true })).toEqual([[true, false, false]]);
    expect(maskAfter({ returnSequences: true, goBackwards: true })).toEqual([[false, false, true]]);
    expect(maskAfter({})).toBeUndefined();
  });

  it('starts at further inputs of a graph model, and gives states to others', () => {
    const [words, answer] = [input({ shape: [4, 2] }), input({ shape: [3, 2] })];
    const [, h, c] = connect(lstm({ units: 5, returnState: true }), words);
    const decoded = connect(lstm({ units: 5, returnSequences: true }), [answer, h, c]);
    const model = graphModel({ inputs: [words, answer], outputs: decoded });
    expect(model.apply([ones([2, 4, 2]), ones([2, 3, 2])]).shape).toEqual([2, 3, 5]);
  });

  it('is one loop after one product, however long the sequences are', () => {
    const kernels = (time: number): readonly string[] => {
      const model = sequential([lstm({ units: 16 })]);
      model.build([32, time, 3]);
      const x = zeros([32, time, 3]);
      return [
        ...explain(
          jit((s: Tensor) => model.apply(s)),
          x,
        ).matchAll(/^kernel \d+: ([a-z]+)/gm),
      ].map((m) => m[1] as string);
    };
    expect(kernels(5)).toEqual(['dot', 'loop']);
    expect(kernels(200)).toEqual(['dot', 'loop']);
  });

  it('is trained by the very program that one would write by hand', () => {
    const [batch, time, units] = [8, 50, 16];
    const x = normal(key(1), [batch, time, 3]);
    const layer = lstm({ units });
    layer.build(x.shape, key(0));
    const weights = layer.parameters.map(({ variable }) => variable);
    const byHand = (sequences: Tensor): Tensor => {
      const [kernel, recurrent, bias] = weights.map(({ value }) => value) as [Tensor, Tensor, Tensor];
      const [[h]] = scan(
        ([past, memory]: readonly [Tensor, Tensor], given: Tensor): readonly [[Tensor, Tensor], undefined] => {
          const z = add(given, matmul(past, recurrent));
          const gate = (i: number): Tensor => slice(z, [0, i * units], [undefined, (i + 1) * units]);
          const next = add(mul(sigmoid(gate(1)), memory), mul(sigmoid(gate(0)), tanh(gate(2))));
          return [[mul(sigmoid(gate(3)), tanh(next)), next], undefined];
        },
        [zeros([batch, units]), zeros([batch, units])],
        add(matmul(swapAxes(sequences, 0, 1), kernel), bias),
      );
      return h;
    };
    const gradientsOf = (network: (sequences: Tensor) => Tensor) =>
      jit((sequences: Tensor) => gradients(sum(square(network(sequences))), weights));
    const [ours, theirs] = [
      gradientsOf((sequences) => layer.apply(sequences, inference)),
      gradientsOf((sequences) => named(layer.name, () => byHand(sequences))),
    ];
    expect(explain(ours, x)).toBe(explain(theirs, x));
    expect(ours(x).map(values)).toEqual(theirs(x).map(values));
  });

  it('takes sequences without steps: the state stays what it was', () => {
    const layer = lstm({ units: 2, returnState: true, returnSequences: true });
    layer.build([3, 0, 4], key(0));
    const [all, h, c] = layer.apply([zeros([3, 0, 4]), ones([3, 2]), ones([3, 2])], inference);
    expect(all?.shape).toEqual([3, 0, 2]);
    expect([h, c].map((state) => values(state as Tensor))).toEqual([Array(6).fill(1), Array(6).fill(1)]);
  });

  it('says what it did not understand', () => {
    expect(() => rnn({} as never)).toThrow('rnn: expected a cell such as lstmCell({ units: 8 })');
    expect(() => rnn(leaky(), { returnSequence: true } as never)).toThrow('returnSequences');
    expect(() => lstm({ units: 2, returnState: 1 as never })).toThrow('lstm: returnState');
    expect(() => lstm({ units: 0 })).toThrow('lstm: units is a positive integer, got 0');
    expect(() => gru({ units: 2, dropout: 1 })).toThrow('gru: dropout is at least 0 and less than 1, got 1');
    expect(() => simpleRnn({ units: 2, activation: 'tanh' as never })).toThrow('simpleRnn: activation is a function');
    const layer = lstm({ units: 2, name: 'memory' });
    expect(() => layer.build([2, 3], key(0))).toThrow(
      'memory: expected sequences [batch, time, features…], got [2, 3]',
    );
    layer.build([2, 3, 4], key(0));
    expect(() => layer.apply(ones([2, 3, 5]), inference)).toThrow('memory: expected 4 features in every step, got 5');
    expect(() => layer.apply([ones([2, 3, 4]), ones([2, 2])], inference)).toThrow('and 2 states, got 1');
    expect(() => layer.apply([ones([2, 3, 4]), ones([2, 2]), ones([1, 2])], inference)).toThrow(
      'memory: state 1 is [2, 2], got [1, 2]',
    );
    expect(() => layer.apply(ones([2, 3, 4], { dtype: 'int32' }), inference)).toThrow('expected float32, got int32');
    expect(() => layer.apply(ones([2, 3, 4]), { ...inference, mask: ones([2, 3]) })).toThrow('a mask is bool');
    expect(() => layer.apply(ones([2, 3, 4]), { ...inference, mask: tensor([[true]]) })).toThrow('got [1, 1]');
    const wrong = rnn({ ...leaky(), stateCount: 1, begin: () => ({ step: (x) => ({ output: x, states: [] }) }) });
    wrong.build([1, 1, 1], key(0));
    expect(() => wrong.apply(ones([1, 1, 1]), inference)).toThrow('leaky: a step returns 1 states');
  });
});

describe('a stateful layer', () => {
  const x = normal(key(1), [2, 6, 3]);
  const half = (i: number): Tensor => slice(x, [0, 3 * i], [undefined, 3 * i + 3]);

  it('goes on where the last batch ended, outside and inside jit', () => {
    const whole = lstm({ units: 4 });
    whole.build([2, 6, 3], key(0));
    const parts = lstm({ units: 4, stateful: true });
    parts.build([2, 3, 3], key(0));
    parts.apply(half(0), inference);
    const expected = values(whole.apply(x, inference));
    const compiled = jit((part: Tensor) => parts.apply(part, inference));
    expect(values(compiled(half(1)))).toEqual(expected);

    parts.resetState();
    compiled(half(0));
    expect(values(compiled(half(1)))).toEqual(expected);
    parts.resetState();
    expect(parts.state.map((state) => values(state.value))).toEqual([Array(8).fill(0), Array(8).fill(0)]);
  });

  it('keeps its states among its variables, not its parameters', () => {
    const layer = gru({ units: 4, stateful: true });
    layer.build([2, 3, 3], key(0));
    expect(layer.state.map(({ shape }) => shape)).toEqual([[2, 4]]);
    expect(layer.variables?.map(({ name }) => name)).toEqual([
      'gru/kernel',
      'gru/recurrentKernel',
      'gru/bias',
      'gru/state0',
    ]);
    expect(layer.parameters.length).toBe(3);
    expect(() => layer.apply(zeros([3, 3, 3]), inference)).toThrow(
      'gru: its states belong to 2 sequences, got a batch of 3',
    );
  });

  it('is told its batch where a model is built before it', () => {
    const model = sequential([simpleRnn({ units: 1, stateful: true, batchSize: 2, inputShape: [3, 1] })]);
    expect(() => model.parameters).toThrow('belong to 2 sequences, got a batch of 1');
    expect(model.apply(ones([2, 3, 1])).shape).toEqual([2, 1]);
    expect(() => simpleRnn({ units: 1, batchSize: 0 })).toThrow('batchSize is a positive integer');
  });
});

describe('dropout in a recurrent layer', () => {
  it('drops the same features of a sequence in all of its steps', () => {
    // A sum over time: every feature counts three times what its mask says.
    const layer = simpleRnn({
      units: 1,
      activation: (x) => x,
      kernelInitializer: constant(1),
      recurrentInitializer: constant(1),
      dropout: 0.5,
      seed: 3,
    });
    layer.build([64, 3, 1], key(0));
    const found = new Set(values(layer.apply(ones([64, 3, 1]), { training: true })));
    expect(found).toEqual(new Set([0, 6]));
    expect(new Set(values(layer.apply(ones([64, 3, 1]), inference)))).toEqual(new Set([3]));
  });

  it('drops the same parts of the state in all steps', () => {
    const layer = simpleRnn({
      units: 1,
      activation: (x) => x,
      kernelInitializer: constant(1),
      recurrentInitializer: constant(1),
      recurrentDropout: 0.5,
      seed: 3,
    });
    layer.build([64, 3, 1], key(0));
    // Kept: h ← 2h + 1 from 0, three times. Dropped: only the last input is left.
    expect(new Set(values(layer.apply(ones([64, 3, 1]), { training: true })))).toEqual(new Set([7, 1]));
  });

  it('gives gates masks of their own where the state is dropped', () => {
    for (const make of [lstm, gru] as const) {
      const layer = (make as typeof lstm)({ units: 8, dropout: 0.5, recurrentDropout: 0.5 });
      layer.build([4, 3, 8], key(0));
      expect(layer.random).toBe(true);
      const run = (seed: number) => values(layer.apply(ones([4, 3, 8]), { training: true, key: key(seed) }));
      expect(run(1)).toEqual(run(1));
      expect(run(1)).not.toEqual(run(2));
      expect(() => layer.apply(ones([4, 3, 8]), { training: true })).toThrow('training needs a random key');
    }
    const before = gru({ units: 3, recurrentDropout: 0.2, resetAfter: false });
    const model = sequential([before], { seed: 1 });
    expect(model.apply(ones([2, 3, 2]), { training: true }).shape).toEqual([2, 3]);
  });

  it('differentiates as its own finite differences say', () => {
    const layer = lstm({ units: 2, dropout: 0.3, recurrentDropout: 0.3 });
    const x = normal(key(2), [2, 3, 2]);
    layer.build(x.shape, key(0));
    const loss = (at: Tensor) => sum(layer.apply(at, { training: true, key: key(7) }));
    const [dx] = gradients(loss(x), [x]);
    const direction = normal(key(3), x.shape);
    const h = 1e-2;
    const difference = (loss(add(x, mul(direction, h))).item() - loss(add(x, mul(direction, -h))).item()) / (2 * h);
    // Rounding of float32 by h, and h² of a smooth function.
    expect(sum(mul(dx, direction)).item()).toBeCloseTo(difference, 3);
  });
});

describe('the weights of a recurrent layer', () => {
  it('have Keras’ names, order and layout, and regularizers of their own', () => {
    const layer = lstm({ units: 3, kernelRegularizer: l2(1), recurrentRegularizer: l2(2), biasRegularizer: l2(3) });
    layer.build([1, 1, 2], key(0));
    expect(layer.parameters.map(({ name, variable }) => [name, variable.shape])).toEqual([
      ['lstm/kernel', [2, 12]],
      ['lstm/recurrentKernel', [3, 12]],
      ['lstm/bias', [12]],
    ]);
    expect(layer.parameters.map(({ regularizer }) => regularizer?.(tensor([1])).item())).toEqual([1, 2, 3]);
    const biasOf = (make: { build: typeof layer.build; parameters: typeof layer.parameters }) => {
      make.build([1, 1, 2], key(0));
      return make.parameters[2]?.variable.value;
    };
    expect(values(biasOf(layer) as Tensor)).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(values(biasOf(lstm({ units: 1, unitForgetBias: false })) as Tensor)).toEqual([0, 0, 0, 0]);
    expect(biasOf(gru({ units: 2 }))?.shape).toEqual([2, 6]);
    expect(biasOf(gru({ units: 2, resetAfter: false }))?.shape).toEqual([6]);
  });

  it('start orthogonal between states', () => {
    const layer = simpleRnn({ units: 4 });
    layer.build([1, 1, 2], key(0));
    const [, recurrent] = layer.parameters.map(({ variable }) => variable.value.toArray() as number[][]);
    (recurrent as number[][]).forEach((row, i) => {
      (recurrent as number[][]).forEach((other, j) => {
        expect(row.reduce((total, value, k) => total + value * (other[k] as number), 0)).toBeCloseTo(
          i === j ? 1 : 0,
          5,
        );
      });
    });
  });

  it('can be frozen, shared, and replaced by a wrapper', () => {
    const layer = lstm({ units: 2 });
    const model = sequential([lstm({ units: 2, returnSequences: true }), freeze(layer), dense({ units: 1 })]);
    model.build([1, 3, 2]);
    expect(model.parameters.map(({ name }) => name)).toEqual([
      'lstm/kernel',
      'lstm/recurrentKernel',
      'lstm/bias',
      'dense/kernel',
      'dense/bias',
    ]);
    expect(model.variables.length).toBe(8);
    const silent = values(layer.apply(ones([1, 3, 2]), { ...inference, weight: ({ shape }) => zeros(shape) }));
    expect(silent).toEqual([0, 0]);
    const cell = lstmCell({ units: 2 });
    expect(() => cell.begin([1, 2], inference)).toThrow('lstmCell: has no variables yet');
  });
});
