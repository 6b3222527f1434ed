import { relu } from '@gradkit/activations';
import { describe, expect, it } from 'vitest';
import { activation, batchNormalization, dense, sequential } from '../src/index.ts';

const namesOf = (...layers: Parameters<typeof sequential>[0]) => sequential(layers).layers.map(({ name }) => name);

describe('names of layers', () => {
  it('are the kind, numbered from the second on', () => {
    expect(
      namesOf(dense({ units: 1 }), activation(relu), dense({ units: 1 }), batchNormalization(), dense({ units: 1 })),
    ).toEqual(['dense', 'activation', 'dense_1', 'batchNormalization', 'dense_2']);
  });

  it('start anew in every model', () => {
    expect(namesOf(dense({ units: 1 }))).toEqual(['dense']);
    expect(namesOf(dense({ units: 1 }))).toEqual(['dense']);
  });

  it('avoid names that were given', () => {
    expect(namesOf(dense({ units: 1 }), dense({ units: 1, name: 'dense' }), dense({ units: 1 }))).toEqual([
      'dense_1',
      'dense',
      'dense_2',
    ]);
  });

  it('are unique in a model, except that one layer may stand at several places', () => {
    expect(() => namesOf(dense({ units: 1, name: 'a' }), dense({ units: 1, name: 'a' }))).toThrow('named "a"');
    const shared = dense({ units: 1 });
    expect(namesOf(shared, shared)).toEqual(['dense', 'dense']);
  });
});
