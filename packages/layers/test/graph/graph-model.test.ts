import { relu } from '@gradkit/activations';
import { add, jit, key, logicalAnd, mul, ones, sub, type Tensor, tensor } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import {
  activation,
  batchNormalization,
  connect,
  createLayer,
  dense,
  dropout,
  freeze,
  graphModel,
  input,
  keepMask,
  type Layer,
  sequential,
} from '../../src/index.ts';

const numbers = (x: Tensor): number[] => [...x.dataSync()];

/** Adds a list of two. */
const join = (): Layer<readonly Tensor[]> =>
  createLayer<readonly Tensor[]>(
    'join',
    {},
    () => ({ output: ([first = []]) => first, apply: ([a, b]) => add(a as Tensor, b as Tensor) }),
    { outputMask: (_x, mask, masks) => (mask === undefined ? undefined : logicalAnd(mask, masks?.[1] as Tensor)) },
  );

/** A list of the input, and of the input with its sign changed. */
const fork = (): Layer<Tensor, readonly Tensor[]> =>
  createLayer<Tensor, readonly Tensor[]>(
    'fork',
    {},
    () => ({ output: (shape) => [shape, shape], apply: (x) => [x, mul(x, -1)] }),
    { outputs: 2, outputMask: keepMask },
  );

const scale = (factor: number, name?: string) =>
  dense({
    units: 2,
    useBias: false,
    kernelInitializer: () =>
      tensor([
        [factor, 0],
        [0, factor],
      ]),
    name,
  });

const x = tensor([
  [1, 2],
  [3, 4],
]);

describe('graphModel', () => {
  it('joins branches: a residual connection', () => {
    const start = input({ shape: [2] });
    const model = graphModel({ inputs: start, outputs: connect(join(), [start, connect(scale(10), start)]) });
    expect(model.apply(x).toArray()).toEqual([
      [11, 22],
      [33, 44],
    ]);
    expect(model.layers.map(({ name }) => name)).toEqual(['dense', 'join']);
  });

  it('takes and gives lists, with names for both', () => {
    const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
    const [same, opposite] = connect(fork(), connect(join(), [a, b])) as [typeof a, typeof a];
    const model = graphModel({ inputs: [a, b], outputs: [connect(scale(2, 'twice'), same), opposite, a] });
    const [twice, other, first] = model.apply([x, ones([2, 2])]);
    expect(twice.toArray()).toEqual([
      [4, 6],
      [8, 10],
    ]);
    expect(other.toArray()).toEqual([
      [-2, -3],
      [-4, -5],
    ]);
    expect(first.toArray()).toEqual(x.toArray());
    expect(model.inputNames).toEqual(['a', 'b']);
    expect(model.outputNames).toEqual(['twice', 'fork/1', 'a_1']);
    expect(model.outputs).toBe(3);
    expect(
      model.build([
        [5, 2],
        [5, 2],
      ]),
    ).toEqual([
      [5, 2],
      [5, 2],
      [5, 2],
    ]);
  });

  it('has no lists where it was given single values', () => {
    const start = input({ shape: [2] });
    const model = graphModel({ inputs: start, outputs: connect(scale(1), start) });
    expect(model.apply(x).shape).toEqual([2, 2]);
    expect([model.inputNames, model.outputNames, model.outputs]).toEqual([undefined, undefined, undefined]);
    expect(model.inputShape).toEqual([2]);
    const listed = graphModel({ inputs: [start], outputs: [connect(scale(1), start)] });
    expect(listed.apply([x])[0].shape).toEqual([2, 2]);
    expect(listed.inputNames).toEqual(['input']);
  });

  it('has the variables of a shared layer once', () => {
    const [left, right] = [input({ name: 'left' }), input({ name: 'right' })];
    const shared = dense({ units: 3 });
    const model = graphModel({
      inputs: [left, right],
      outputs: connect(join(), [connect(shared, left), connect(shared, right)]),
      seed: 2,
    });
    model.build([
      [1, 2],
      [1, 2],
    ]);
    expect(model.parameters.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
    const alone = shared.apply(x, { training: false });
    expect(numbers(model.apply([x, x]))).toEqual(numbers(mul(alone, 2)));
  });

  it('puts layers after what they need, whatever order they were connected in', () => {
    const start = input();
    const late = connect(scale(2, 'late'), start);
    const early = connect(scale(3, 'early'), start);
    const both = connect(join(), [connect(activation(relu), early), late]);
    const model = graphModel({ inputs: start, outputs: [both, late] });
    expect(model.layers.map(({ name }) => name)).toEqual(['early', 'activation', 'late', 'join']);
    expect(model.apply(x)[0].toArray()).toEqual([
      [5, 10],
      [15, 20],
    ]);
  });

  it('draws weights by place from the seed, also inside a compiled function', () => {
    const network = () => {
      const start = input({ shape: [2] });
      const hidden = connect(dense({ units: 4 }), start);
      return graphModel({ inputs: start, outputs: connect(dense({ units: 4 }), hidden), seed: 7 });
    };
    const [eager, compiled] = [network(), network()];
    const expected = eager.apply(x);
    expect(numbers(jit((batch: Tensor) => compiled.apply(batch))(x))).toEqual(numbers(expected));
    expect(compiled.getWeights()).toEqual(eager.getWeights());
    // One after the other, it is a sequential model with the same places.
    const chain = sequential([dense({ units: 4 }), dense({ units: 4 })], { seed: 7 });
    expect(numbers(chain.apply(x))).toEqual(numbers(expected));
  });

  it('has its variables before any data where all shapes are complete', () => {
    const start = input({ shape: [null, 2] });
    const open = graphModel({ inputs: start, outputs: connect(dense({ units: 1 }), start) });
    expect(() => open.parameters).toThrow('parameters: graphModel has no variables yet');
    expect(open.apply(ones([3, 7, 2])).shape).toEqual([3, 7, 1]);
    expect(open.apply(ones([3, 9, 2])).shape).toEqual([3, 9, 1]);
    expect(() => open.apply(ones([3, 9, 4]))).toThrow(
      'graphModel: the input "input" is [?, any, 2], got [3, 9, 4], whose axis 0 is the batch.',
    );
    const fixed = input({ shape: [5] });
    expect(graphModel({ inputs: fixed, outputs: connect(dense({ units: 1 }), fixed) }).parameters).toHaveLength(2);
  });

  it('nests in sequential models, and they in it, with paths as names', () => {
    const start = input();
    const inner = sequential([dense({ units: 2 }), batchNormalization()]);
    const block = graphModel({ inputs: start, outputs: connect(join(), [start, connect(inner, start)]) });
    const model = sequential([block, dense({ units: 1 })]);
    expect(model.apply(x).shape).toEqual([2, 1]);
    expect(model.variables.map(({ name }) => name)).toEqual([
      'graphModel/sequential/dense/kernel',
      'graphModel/sequential/dense/bias',
      'graphModel/sequential/batchNormalization/gamma',
      'graphModel/sequential/batchNormalization/beta',
      'graphModel/sequential/batchNormalization/movingMean',
      'graphModel/sequential/batchNormalization/movingVariance',
      'dense/kernel',
      'dense/bias',
    ]);
  });

  it('has the variables of a layer once that is shared with a model inside', () => {
    const shared = dense({ units: 2 });
    const start = input({ shape: [2] });
    const inner = sequential([shared]);
    const model = graphModel({
      inputs: start,
      outputs: connect(join(), [connect(shared, start), connect(inner, start)]),
    });
    expect(model.parameters.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
    expect(model.variables).toHaveLength(2);
    expect(model.getWeights()).toHaveLength(2);
  });

  it('is a layer for lists as well', () => {
    const [a, b] = [input({ name: 'a' }), input({ name: 'b' })];
    const inner = graphModel({ inputs: [a, b], outputs: [connect(join(), [a, b]), b], name: 'inner' });
    const start = input({ shape: [2] });
    const [total, passed] = connect(inner, [start, connect(scale(10), start)]);
    const model = graphModel({ inputs: start, outputs: [total, passed] });
    expect(model.apply(x).map(numbers)).toEqual([
      [11, 22, 33, 44],
      [10, 20, 30, 40],
    ]);
    expect(model.outputNames).toEqual(['inner/join', 'inner/b_1']);
  });

  it('gives each random layer a key of its own, at every step another', () => {
    const start = input({ shape: [64] });
    const model = graphModel({
      inputs: start,
      outputs: [connect(dropout({ rate: 0.5 }), start), connect(dropout({ rate: 0.5 }), start)],
      seed: 1,
    });
    const draw = () => model.apply(ones([1, 64]), { training: true }).map(numbers);
    const [first, second] = draw();
    expect(first).not.toEqual(second);
    expect(draw()[0]).not.toEqual(first);
    expect(model.state.map(({ name }) => name)).toEqual(['graphModel/step']);
  });

  it('passes masks along the values', () => {
    const steps = (...flags: boolean[]) => tensor([flags], { dtype: 'bool' });
    const [a, b] = [input({ name: 'a' }), input({ name: 'b' })];
    const through = connect(dense({ units: 1 }), a);
    const [kept] = connect(fork(), through) as [typeof a];
    const model = graphModel({ inputs: [a, b], outputs: [connect(join(), [kept, b]), b, through] });
    const one = ones([1, 2, 1]);
    const { mask, masks } = model.applyMasked([one, one], { masks: [steps(true, false), steps(true, true)] });
    expect(mask?.toArray()).toEqual([[true, false]]);
    expect(masks?.map((each) => each?.toArray())).toEqual([[[true, false]], [[true, true]], [[true, false]]]);
    expect(model.applyMasked([one, one]).masks).toEqual([undefined, undefined, undefined]);
    // A layer of one input never sees the masks of all.
    let seen: unknown = 'none';
    const spy: Layer = {
      name: 'spy',
      build: (s) => s,
      apply(v, context) {
        seen = context.masks;
        return v;
      },
      parameters: [],
      state: [],
    };
    graphModel({ inputs: [a], outputs: connect(spy, a) }).apply([one], { masks: [steps(true, true)] });
    expect(seen).toBeUndefined();
  });

  it('checks the element types that inputs say', () => {
    const ids = input({ shape: [2], dtype: 'int32', name: 'ids' });
    const model = graphModel({
      inputs: ids,
      outputs: connect(
        activation((v) => add(v, 1)),
        ids,
      ),
    });
    expect(model.apply(tensor([[1, 2]], { dtype: 'int32' })).toArray()).toEqual([[2, 3]]);
    expect(() => model.apply(x)).toThrow(`the input "ids" is int32, got float32[2, 2]. Use cast(x, 'int32').`);
  });

  it('freezes as every model does', () => {
    const start = input({ shape: [2] });
    const norm = batchNormalization();
    const model = freeze(graphModel({ inputs: start, outputs: connect(norm, connect(dense({ units: 2 }), start)) }));
    model.apply(x, { training: true });
    expect(model.parameters).toEqual([]);
    expect(norm.state[0]?.value.toArray()).toEqual([0, 0]);
  });
});

describe('parts of a graph', () => {
  const network = () => {
    const start = input({ shape: [2], name: 'image' });
    const hidden = connect(scale(2, 'first'), start);
    const end = connect(scale(5, 'second'), hidden);
    return { start, hidden, model: graphModel({ inputs: start, outputs: end }) };
  };

  it('share layers and weights: what a network sees in the middle', () => {
    const { start, hidden, model } = network();
    const features = graphModel({ inputs: start, outputs: hidden });
    expect(features.apply(x).toArray()).toEqual([
      [2, 4],
      [6, 8],
    ]);
    expect(model.parameters[0]?.variable).toBe(features.parameters[0]?.variable);
  });

  it('may begin in the middle', () => {
    const { hidden, model } = network();
    const head = graphModel({ inputs: hidden, outputs: model.outputOf('second') });
    expect(head.apply(x).toArray()).toEqual([
      [5, 10],
      [15, 20],
    ]);
    expect(head.layers.map(({ name }) => name)).toEqual(['second']);
  });

  it('are reached from a finished model, by layer or by name', () => {
    const { model } = network();
    const [first] = model.layers;
    const features = graphModel({ inputs: model.inputs, outputs: model.outputOf('first') });
    expect(features.apply(x).toArray()).toEqual([
      [2, 4],
      [6, 8],
    ]);
    expect(model.outputOf(first as Layer)).toBe(model.outputOf('first'));
    expect(() => model.outputOf('third')).toThrow('graphModel has no layer "third". Its layers: first, second.');
    expect(() => model.outputOf('first', 1)).toThrow('"first" gives 1 values in graphModel, got the index 1');
  });

  it('are fine-tuned: a trained part stays, a new head is trained', () => {
    const { model } = network();
    const body = freeze(graphModel({ inputs: model.inputs, outputs: model.outputOf('first'), name: 'body' }));
    const tuned = sequential([body, dense({ units: 1 })]);
    tuned.build([1, 2]);
    expect(tuned.parameters.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
    expect(tuned.variables.map(({ name }) => name)).toEqual(['body/first/kernel', 'dense/kernel', 'dense/bias']);
    // The layers themselves are not frozen: the model that they come from is trained as before.
    expect(model.parameters).toHaveLength(2);
  });

  it('of a sequential model are slices of its layers', () => {
    const whole = sequential([scale(2), scale(3), scale(5)]);
    expect(whole.apply(x).toArray()).toEqual([
      [30, 60],
      [90, 120],
    ]);
    const part = sequential(whole.layers.slice(0, 2));
    expect(part.apply(x).toArray()).toEqual([
      [6, 12],
      [18, 24],
    ]);
    expect(part.parameters[0]?.variable).toBe(whole.parameters[0]?.variable);
    expect(sequential([...part.layers, scale(1)]).layers.map(({ name }) => name)).toEqual([
      'dense',
      'dense_1',
      'dense_2',
    ]);
  });
});

describe('graphModel explains', () => {
  const a = input({ shape: [2], name: 'a' });
  const b = input({ shape: [3], name: 'b' });

  it('inputs that are missing, not needed, or given twice', () => {
    expect(() => graphModel({ inputs: a, outputs: connect(scale(1), b) })).toThrow(
      'graphModel: the outputs need the input "b" of shape [?, 3], which is not among the inputs.',
    );
    expect(() => graphModel({ inputs: [a, b], outputs: connect(scale(1), a) })).toThrow(
      'graphModel: no output needs the input "b".',
    );
    expect(() => graphModel({ inputs: [a, a], outputs: connect(join(), [a, a]) })).toThrow('listed twice');
    expect(() => graphModel({ inputs: [], outputs: a })).toThrow('graphModel: inputs: expected at least one');
  });

  it('names that are taken', () => {
    const other = input({ name: 'a' });
    expect(() => graphModel({ inputs: [a, other], outputs: connect(join(), [a, other]) })).toThrow(
      'two inputs are named "a"',
    );
    expect(() => graphModel({ inputs: a, outputs: connect(scale(1, 's'), connect(scale(1, 's'), a)) })).toThrow(
      'two layers are named "s"',
    );
  });

  it('shapes that do not fit, with the layer or input', () => {
    const shared = scale(1);
    const model = graphModel({ inputs: [a, b], outputs: [connect(shared, a), connect(shared, b)], name: 'net' });
    expect(() =>
      model.build([
        [1, 2],
        [1, 3],
      ]),
    ).toThrow('dense: expected last axis 2, got [1, 3].');
    expect(() => model.build([[1, 2]])).toThrow('net: takes 2 inputs (a, b), got 1.');
    expect(() => model.apply([x, x])).toThrow('net: the input "b" is [?, 3], got [2, 2]');
  });

  it('tensors and other things where symbolic values belong', () => {
    expect(() => connect(scale(1), x as never)).toThrow('connect: dense: expected what input() or connect() gives');
    expect(() => connect(join(), [])).toThrow('connect: join: expected at least one symbolic value');
    expect(() => connect(relu as never, a)).toThrow('connect: layer is a function, not a layer. Wrap a function');
    expect(() => graphModel({ inputs: a, outputs: x as never })).toThrow('graphModel: outputs: expected');
    expect(() => graphModel({ inputs: a, outputs: a, sed: 1 } as never)).toThrow('"sed"');
    expect(() => input({ shape: [0] })).toThrow('input: shape is a list of positive integers');
    expect(() => input({ shape: 3 as never })).toThrow('got 3');
  });

  it('layers that give lists and do not say so', () => {
    const silent: Layer<Tensor, readonly Tensor[]> = {
      name: 'silent',
      build: (shape) => [shape, shape],
      apply: (v) => [v, sub(v, 1)],
      parameters: [],
      state: [],
    };
    const model = graphModel({ inputs: a, outputs: connect(silent, a) });
    expect(() => model.apply(x)).toThrow('silent: gives a list of 2, but its member outputs is not defined.');
    const wrong = { ...silent, outputs: 3 };
    expect(() => graphModel({ inputs: a, outputs: connect(wrong, a) }).build([1, 2], key(0))).toThrow(
      'silent: gives a list of 2, but its member outputs is 3.',
    );
  });

  it('constants do not depend on inputs, so they are layers with an input', () => {
    const seven = dense({ units: 2, kernelInitializer: constant(0), biasInitializer: constant(7) });
    expect(
      graphModel({ inputs: a, outputs: connect(seven, a) })
        .apply(x)
        .toArray(),
    ).toEqual([
      [7, 7],
      [7, 7],
    ]);
  });
});
