import { explain, jit, key, normal, ones, type Tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  gruCell,
  lstm,
  lstmCell,
  rnn,
  sequential,
  simpleRnn,
  simpleRnnCell,
  stackedRnnCells,
} from '../../src/index.ts';

const inference = { training: false };

describe('stackedRnnCells', () => {
  it('computes what layers one after the other compute, in one loop', () => {
    const stack = rnn(stackedRnnCells([lstmCell({ units: 3 }), simpleRnnCell({ units: 2 })]), { returnState: true });
    const layers = [lstm({ units: 3, returnSequences: true }), simpleRnn({ units: 2 })];
    const model = sequential(layers);
    const x = normal(key(1), [2, 5, 4]);
    expect(stack.build(x.shape, key(0))).toEqual([
      [2, 2],
      [2, 3],
      [2, 3],
      [2, 2],
    ]);
    model.build(x.shape);
    model.setWeights(stack.parameters.map(({ variable }) => variable.value.dataSync()));
    const [output, , , last] = stack.apply(x, inference);
    expect(output?.dataSync()).toEqual(last?.dataSync());
    const expected = model.apply(x).dataSync();
    output?.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 6);
    });
    const text = explain(
      jit((s: Tensor) => stack.apply(s, inference)),
      x,
    );
    expect(text.match(/^kernel \d+: loop/gm)?.length).toBe(1);
    expect(stack.parameters.map(({ name }) => name.split('/').slice(0, 2).join('/'))).toEqual([
      ...Array(3).fill('rnn/cell0'),
      ...Array(3).fill('rnn/cell1'),
    ]);
  });

  it('of one cell is that cell', () => {
    const x = normal(key(1), [2, 3, 4]);
    const apply = (cell: ReturnType<typeof gruCell>) => {
      const layer = rnn(cell);
      layer.build(x.shape, key(0));
      layer.parameters.forEach(({ variable }, i) => {
        variable.assign(normal(key(i), variable.shape));
      });
      return layer.apply(x, inference).dataSync();
    };
    expect(apply(stackedRnnCells([gruCell({ units: 3 })]))).toEqual(apply(gruCell({ units: 3 })));
  });

  it('drops between cells with masks of their own', () => {
    const cells = [simpleRnnCell({ units: 8, dropout: 0.5 }), simpleRnnCell({ units: 8, dropout: 0.5 })];
    const model = sequential([rnn(stackedRnnCells(cells))], { seed: 1 });
    const first = model.apply(ones([2, 3, 8]), { training: true }).dataSync();
    expect(model.apply(ones([2, 3, 8]), { training: true }).dataSync()).not.toEqual(first);
  });

  it('needs a list of distinct cells', () => {
    expect(() => stackedRnnCells([])).toThrow('stackedRnnCells: expected a list of at least one cell');
    expect(() => stackedRnnCells(lstmCell({ units: 1 }) as never)).toThrow('expected a list');
    const cell = lstmCell({ units: 1 });
    expect(() => stackedRnnCells([cell, cell])).toThrow('a cell stands twice');
  });
});
