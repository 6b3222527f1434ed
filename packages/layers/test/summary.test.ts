import { relu } from '@gradkit/activations';
import { describe, expect, it } from 'vitest';
import {
  activation,
  add,
  batchNormalization,
  connect,
  dense,
  dropout,
  flatten,
  graphModel,
  input,
  sequential,
} from '../src/index.ts';

describe('summary', () => {
  it('counts the parameters of a text classifier', () => {
    const model = sequential([
      dense({ units: 256, activation: relu, inputShape: [10000] }),
      dropout({ rate: 0.5 }),
      dense({ units: 128, activation: relu }),
      dropout({ rate: 0.5 }),
      dense({ units: 46 }),
    ]);
    // 10000·256 + 256 + 256·128 + 128 + 128·46 + 46, four bytes each.
    expect(model.summary()).toBe(
      [
        'sequential',
        '───────────────────────────────────',
        'layer      output shape  parameters',
        '───────────────────────────────────',
        'dense      [?, 256]       2,560,256',
        'dropout    [?, 256]               0',
        'dense_1    [?, 128]          32,896',
        'dropout_1  [?, 128]               0',
        'dense_2    [?, 46]            5,934',
        '───────────────────────────────────',
        '2,599,086 parameters (10,396.3 kB): 2,599,086 trainable, 0 non-trainable',
      ].join('\n'),
    );
  });

  it('tells what is trained from what is not', () => {
    const model = sequential([dense({ units: 4 }), batchNormalization(), activation(relu)], { name: 'small' });
    model.build([32, 3]);
    const lines = model.summary().split('\n');
    expect(lines[0]).toBe('small');
    expect(lines.at(-1)).toBe('32 parameters (0.1 kB): 24 trainable, 8 non-trainable');
  });

  it('counts shared variables once, and shows names that do not tell the kind', () => {
    const shared = dense({ units: 3, name: 'shared' });
    const model = sequential([shared, sequential([shared], { name: 'inner' })]);
    model.build([1, 3]);
    const summary = model.summary();
    expect(summary).toContain('shared (dense)');
    expect(summary).toContain('inner (sequential)');
    expect(summary).toContain('12 parameters (0.0 kB): 12 trainable');
  });

  it('needs to know the input', () => {
    expect(() => sequential([dense({ units: 1 })]).summary()).toThrow('summary: sequential has no variables yet');
  });

  it('shows where values come from in a graph', () => {
    const [left, right] = [input({ shape: [3], name: 'left' }), input({ shape: [3], name: 'right' })];
    const embed = dense({ units: 3, name: 'embed' });
    const both = connect(add(), [connect(embed, left), connect(embed, right)]);
    const model = graphModel({ inputs: [left, right], outputs: [connect(dense({ units: 1 }), both), both] });
    expect(model.summary()).toBe(
      [
        'graphModel: left [?, 3], right [?, 3]',
        '─────────────────────────────────────────────────────────',
        'layer            output shape  parameters  from',
        '─────────────────────────────────────────────────────────',
        'embed (dense)    [?, 3]                12  left',
        'embed#2 (dense)  [?, 3]                12  right',
        'add              [?, 3]                 0  embed, embed#2',
        'dense            [?, 1]                 4  add',
        '─────────────────────────────────────────────────────────',
        '16 parameters (0.1 kB): 16 trainable, 0 non-trainable',
      ].join('\n'),
    );
  });

  it('shows the layers of models inside, where asked for', () => {
    const start = input();
    const block = graphModel({
      inputs: start,
      outputs: connect(add(), [start, connect(sequential([dense({ units: 3 }), activation(relu)]), start)]),
      name: 'block',
    });
    const model = sequential([block, dense({ units: 2 })]);
    model.build([1, 3]);
    expect(model.summary().split('\n').slice(4, -2)).toEqual([
      'block (graphModel)  [?, 3]                12',
      'dense               [?, 2]                 8',
    ]);
    expect(model.summary({ expand: true }).split('\n').slice(4, -2)).toEqual([
      'block (graphModel)  [?, 3]                12',
      '  sequential        [?, 3]                12  input',
      '    dense           [?, 3]                12',
      '    activation      [?, 3]                 0',
      '  add               [?, 3]                 0  input, sequential',
      'dense               [?, 2]                 8',
    ]);
  });

  it('tells the memory of the outputs for a batch', () => {
    const inner = sequential([dense({ units: 10 }), activation(relu)]);
    const model = sequential([inner, flatten(), dense({ units: 5 })]);
    model.build([1, 4, 3]);
    const lines = model.summary({ batchSize: 64 }).split('\n');
    // dense and activation [4, 10], flatten 40, dense 5: 125 numbers of four bytes for each of 64 samples.
    expect(lines.at(-1)).toBe('outputs of all layers for a batch of 64: 32.0 kB');
    expect(lines[4]).toContain('[64, 4, 10]');
  });

  it('knows the shapes of a model that stands at two places', () => {
    const [a, b] = [input({ shape: [4, 2], name: 'a' }), input({ shape: [7, 2], name: 'b' })];
    const shared = sequential([dense({ units: 2 })]);
    const model = graphModel({ inputs: [a, b], outputs: [connect(shared, a), connect(shared, b)] });
    const shapes = model.summary({ expand: true, batchSize: 1 }).split('\n').slice(4, 8);
    expect(shapes.map((line) => /\[.*\]/.exec(line)?.[0])).toEqual([
      '[1, 4, 2]',
      '[1, 4, 2]',
      '[1, 7, 2]',
      '[1, 7, 2]',
    ]);
    // (8 + 14) numbers of four bytes.
    expect(model.summary({ batchSize: 1000 }).split('\n').at(-1)).toContain('88.0 kB');
  });

  it('is made of places, which programs can read', () => {
    const model = sequential([flatten({ inputShape: [2, 2] }), dense({ units: 3 })]);
    expect(model.places.map(({ name, input: arriving, output }) => ({ name, arriving, output }))).toEqual([
      { name: 'flatten', arriving: [1, 2, 2], output: [1, 4] },
      { name: 'dense', arriving: [1, 4], output: [1, 3] },
    ]);
  });

  it('refuses batch sizes that are none', () => {
    const model = sequential([dense({ units: 1, inputShape: [1] })]);
    expect(() => model.summary({ batchSize: 0 })).toThrow('summary: batchSize is a positive integer, got 0.');
    expect(() => model.summary({ batch: 1 } as never)).toThrow('"batch"');
  });
});
