import { Buffer } from 'node:buffer';
import { batchNormalization, dense, dropout, freeze, type Model, sequential } from '@gradkit/layers';
import { describe, expect, it } from 'vitest';
import { parseSafetensors, toSafetensors, weightsFromBytes, weightsToBytes } from '../src/index.ts';

const network = (seed: number, units = 3): Model =>
  sequential(
    [
      dense({ units: 4, inputShape: [2] }),
      batchNormalization(),
      sequential([dropout({ rate: 0.5 }), dense({ units })], { name: 'head' }),
    ],
    { seed },
  );

describe('weightsToBytes', () => {
  it('holds every variable under its path', () => {
    const model = network(1);
    const { arrays, metadata } = parseSafetensors(weightsToBytes(model));
    expect(metadata['format']).toBe('gradkit-weights');
    expect(Object.keys(arrays).sort()).toEqual(model.variables.map(({ name }) => name).sort());
    for (const { name, variable } of model.variables) {
      expect(arrays[name]).toEqual({ dtype: variable.dtype, shape: variable.shape, data: variable.value.dataSync() });
    }
  });

  it('is the same for the same weights', () => {
    expect(Buffer.from(weightsToBytes(network(1)))).toEqual(Buffer.from(weightsToBytes(network(1))));
  });

  it('needs a model that has variables', () => {
    expect(() => weightsToBytes(sequential([dense({ units: 1 })]))).toThrow('has no variables yet');
    const { variable } = network(1).variables[0] as Model['variables'][0];
    const twice = {
      variables: [
        { name: 'w', variable },
        { name: 'w', variable },
      ],
      parameters: [],
      state: [],
    };
    expect(() => weightsToBytes(twice)).toThrow('weightsToBytes: two variables are called "w"');
  });
});

describe('weightsFromBytes', () => {
  it('restores all of a model, also what is frozen', () => {
    const [model, other] = [network(1), freeze(network(2))];
    const report = weightsFromBytes(other, weightsToBytes(model));
    expect(other.getWeights()).toEqual(model.getWeights());
    expect(report).toEqual({ loaded: model.variables.map(({ name }) => name), missing: [], extra: [], unfit: [] });
  });

  it('reads files of other libraries, in any order and without a checksum', () => {
    const model = sequential([dense({ units: 1, inputShape: [2] })]);
    const bytes = toSafetensors({
      'dense/kernel': { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, 2) },
      'dense/bias': { dtype: 'float32', shape: [1], data: Float32Array.of(3) },
    });
    weightsFromBytes(model, bytes);
    expect(model.getWeights()).toEqual([Float32Array.of(1, 2), Float32Array.of(3)]);
  });

  it('says all that does not fit, and changes nothing', () => {
    const model = sequential([dense({ units: 1, inputShape: [2] }), dense({ units: 1 })], { seed: 3 });
    const before = model.getWeights();
    const bytes = toSafetensors({
      'dense/kernel': { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 2) },
      'dense/bias': { dtype: 'float64', shape: [1], data: Float64Array.of(3) },
      'dense_1/kernel': { dtype: 'float32', shape: [1, 1], data: Float32Array.of(3) },
      ['valueOf' as string]: { dtype: 'float32', shape: [1], data: Float32Array.of(3) },
    });
    expect(() => weightsFromBytes(model, bytes)).toThrow(
      'weightsFromBytes: the file does not fit the model. Missing: dense_1/bias. Too much: valueOf. ' +
        'Different: dense/kernel: float32[1, 2], not float32[2, 1], dense/bias: float64[1], not float32[1]. ' +
        'With { partial: true } what fits is loaded.',
    );
    expect(model.getWeights()).toEqual(before);
  });

  it('takes what fits when that is enough, as for another head', () => {
    const [model, other] = [network(1), network(2, 5)];
    const untouched = other.getWeights();
    const { loaded, missing, extra, unfit } = weightsFromBytes(other, weightsToBytes(model), { partial: true });
    expect(unfit).toEqual([
      'head/dense/kernel: float32[4, 3], not float32[4, 5]',
      'head/dense/bias: float32[3], not float32[5]',
    ]);
    expect([missing, extra]).toEqual([[], []]);
    expect(loaded.length).toBe(model.variables.length - 2);
    for (const [i, { name }] of other.variables.entries()) {
      expect(other.getWeights()[i]).toEqual(name.startsWith('head/dense') ? untouched[i] : model.getWeights()[i]);
    }
  });

  it('rejects a file of which nothing fits, and options that are none', () => {
    const bytes = weightsToBytes(network(1));
    const alien = sequential([dense({ units: 2, inputShape: [1], name: 'other' })]);
    expect(() => weightsFromBytes(alien, bytes, { partial: true })).toThrow('Nothing in it fits.');
    expect(() => weightsFromBytes(alien, bytes)).toThrow('dense/kernel and 4 more.');
    expect(() => weightsFromBytes(alien, bytes, { strict: false } as never)).toThrow('unknown option "strict"');
    expect(() => weightsFromBytes(alien, bytes, { partial: 1 } as never)).toThrow('partial is true or false');
    expect(() => weightsFromBytes(alien, 'weights' as never)).toThrow('expected bytes, got "weights"');
  });

  it('rejects a file in which any byte of the numbers was changed', () => {
    const model = network(1);
    const bytes = weightsToBytes(model);
    for (let at = bytes.length - 300; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => weightsFromBytes(model, changed)).toThrow('The file is cut off or damaged');
    }
  });
});
