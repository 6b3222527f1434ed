import { relu } from '@gradkit/activations';
import { describe, expect, it } from 'vitest';
import { activation, batchNormalization, dense, dropout, sequential } from '../src/index.ts';

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
});
