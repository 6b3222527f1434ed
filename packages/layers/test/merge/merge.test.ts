import { checkGradients, gradients } from '@gradkit/autograd';
import { key, mul, ones, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  add,
  applyMasked,
  average,
  concatenate,
  dot,
  type Layer,
  maximum,
  minimum,
  multiply,
  subtract,
} from '../../src/index.ts';
import golden from '../golden/merging.json' with { type: 'json' };

type Merge = Layer<readonly Tensor[]>;
const factories: Readonly<Record<string, (options: object) => Merge>> = {
  add,
  average,
  concatenate,
  dot,
  maximum,
  minimum,
  multiply,
  subtract,
};
const elementwise = { add, average, maximum, minimum, multiply };
const training = { training: false };

const built = (layer: Merge, inputs: readonly Tensor[]): Merge => {
  layer.build(
    inputs.map(({ shape }) => shape),
    key(0),
  );
  return layer;
};

describe('layers that merge', () => {
  it.each(golden.rows)('$layer of $options gives what Keras gives', ({ layer, options, inputs, shape, output }) => {
    const tensors = inputs.map((values) => tensor(values as number[][]));
    const merge = factories[layer]?.(options) as Merge;
    expect(
      merge.build(
        tensors.map((x) => x.shape),
        key(0),
      ),
    ).toEqual(shape);
    const result = merge.apply(tensors, training);
    expect(result.shape).toEqual(shape);
    // A few products of numbers of size 1 in float32.
    for (const [i, value] of result.dataSync().entries()) expect(value).toBeCloseTo(output[i] as number, 5);
  });

  it.each(Object.entries(elementwise))('%s takes any number of inputs, also one', (_name, factory) => {
    const x = tensor([[1, -2]]);
    expect(built(factory(), [x]).apply([x], training).toArray()).toEqual([[1, -2]]);
    const five = new Array<Tensor>(5).fill(ones([2, 1]));
    expect(built(factory(), five).apply(five, training).shape).toEqual([2, 1]);
  });

  it.each(['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum', 'concatenate', 'dot'])(
    '%s has the gradients of finite differences',
    (name) => {
      const [a, b] = [
        tensor(
          [
            [0.5, -1],
            [2, 3],
          ],
          { dtype: 'float64' },
        ),
        tensor(
          [
            [1, 4],
            [-2, 0.25],
          ],
          { dtype: 'float64' },
        ),
      ];
      const options = name === 'dot' ? { normalize: true } : {};
      const merge = built(factories[name]?.(options) as Merge, [a, b]);
      checkGradients((p: Tensor, q: Tensor) => sum(mul(merge.apply([p, q], training), 1.5)), [a, b]);
    },
  );

  it('share the gradient of a tie between the inputs', () => {
    const x = tensor([[2]]);
    for (const merge of [maximum(), minimum()]) {
      const y = tensor([[2]]);
      const merged = built(merge, [x, y]).apply([x, y], training);
      expect(gradients(sum(merged), [x, y]).map((gradient) => gradient.item())).toEqual([0.5, 0.5]);
    }
  });

  it('take empty batches', () => {
    const none = ones([0, 3]);
    expect(built(add(), [none, none]).apply([none, none], training).shape).toEqual([0, 3]);
    expect(built(concatenate(), [none, none]).apply([none, none], training).shape).toEqual([0, 6]);
    expect(built(dot(), [none, none]).apply([none, none], training).shape).toEqual([0, 1]);
  });

  it('keep a vector of zeros a vector of zeros when lengths are brought to 1', () => {
    const [zero, one] = [tensor([[0, 0]]), tensor([[1, 2]])];
    expect(
      built(dot({ normalize: true }), [zero, one])
        .apply([zero, one], training)
        .toArray(),
    ).toEqual([[0]]);
  });
});

describe('masks of merged inputs', () => {
  const mask = (...flags: boolean[]) => tensor([flags], { dtype: 'bool' });
  const x = ones([1, 2, 3]);
  const masked = (layer: Merge, ...masks: (Tensor | undefined)[]) =>
    applyMasked(built(layer, [x, x]), [x, x], { training: false, mask: masks[0], masks }).mask?.toArray();

  it('count the steps that count in all', () => {
    expect(masked(add(), mask(true, false), mask(true, true))).toEqual([[true, false]]);
    expect(masked(average(), undefined, mask(false, true))).toEqual([[false, true]]);
    expect(masked(concatenate(), mask(true, false), mask(false, true))).toEqual([[false, false]]);
    expect(masked(add(), undefined, undefined)).toBeUndefined();
  });

  it('are joined where steps are joined', () => {
    expect(masked(concatenate({ axis: 1 }), mask(true, false), undefined)).toEqual([[true, false, true, true]]);
    expect(masked(concatenate({ axis: -2 }), undefined, mask(true, false))).toEqual([[true, true, true, false]]);
    expect(masked(concatenate({ axis: 1 }), undefined, undefined)).toBeUndefined();
  });

  it('end at dot', () => {
    expect(masked(dot(), mask(true, false), mask(true, true))).toBeUndefined();
  });
});

describe('layers that merge explain', () => {
  const build = (layer: Merge, ...shapes: number[][]) => layer.build(shapes, key(0));

  it('shapes that do not fit', () => {
    expect(() => build(add(), [2, 3], [2, 4])).toThrow('add: shapes [2, 3] and [2, 4] do not broadcast');
    expect(() => build(multiply({ name: 'gate' }), [2, 3], [1, 3])).toThrow(
      'gate: the batches differ, got [2, 3], [1, 3].',
    );
    expect(() => build(add(), [], [])).toThrow('add: every input has a batch axis');
    expect(() => build(concatenate(), [2, 3, 1], [2, 4, 1])).toThrow(
      'inputs differ outside axis 2: [2, 3, 1], [2, 4, 1].',
    );
    expect(() => build(concatenate(), [2, 3], [2, 3, 1])).toThrow('inputs differ outside axis 1');
    expect(() => build(dot(), [2, 3], [2, 4])).toThrow('got [2, 3] and [2, 4].');
  });

  it('axes that are the batch, or none', () => {
    expect(() => build(concatenate({ axis: 0 }), [2, 3], [2, 3])).toThrow('axis 0 is the batch');
    expect(() => build(dot({ axes: [1, -2] }), [2, 3], [2, 3])).toThrow('axis 0 is the batch');
    expect(() => build(concatenate({ axis: 2 }), [2, 3], [2, 3])).toThrow('concatenate');
    expect(() => concatenate({ axis: 0.5 })).toThrow('concatenate: axis is an integer, got 0.5');
    expect(() => dot({ axes: [1] as never })).toThrow('dot: axes is an integer, or one for each');
  });

  it('a number of inputs that is not theirs', () => {
    expect(() => build(subtract(), [2, 3])).toThrow('subtract: takes 2 inputs, got 1.');
    expect(() => build(dot(), [2, 3], [2, 3], [2, 3])).toThrow('dot: takes 2 inputs, got 3.');
    expect(() => add().build([2, 3] as never, key(0))).toThrow('add: takes a list of inputs, got one of shape [2, 3].');
    expect(() => add({ axis: 1 } as never)).toThrow('"axis"');
  });
});
