import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  checkFlags,
  checkOptions,
  DataError,
  DifferentiationError,
  DisposedError,
  DTypeError,
  describe as describeValue,
  GradkitError,
  ShapeError,
  TracingError,
} from '../src/index.ts';

describe('error classes', () => {
  it.each([
    [new ShapeError('m'), 'ShapeError', 'shape-mismatch'],
    [new DTypeError('m'), 'DTypeError', 'dtype-mismatch'],
    [new ArgumentError('m'), 'ArgumentError', 'invalid-argument'],
    [new ArgumentError('m', 'unknown-option'), 'ArgumentError', 'unknown-option'],
    [new DataError('m'), 'DataError', 'invalid-data'],
    [new DisposedError('m'), 'DisposedError', 'disposed'],
    [new TracingError('m'), 'TracingError', 'traced-read'],
    [new DifferentiationError('m'), 'DifferentiationError', 'not-differentiable'],
    [new GradkitError('out-of-memory', 'm'), 'GradkitError', 'out-of-memory'],
  ] as const)('%s carries its code', (error, name, code) => {
    expect(error).toBeInstanceOf(GradkitError);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.code, error.message]).toEqual([name, code, 'm']);
  });
});

describe('checkOptions', () => {
  const known = ['axis', 'keepDims'];

  it('accepts known keys, an empty object and nothing', () => {
    for (const options of [{ axis: 1 }, { axis: undefined }, {}, undefined]) {
      expect(() => checkOptions('f', options, known)).not.toThrow();
    }
  });

  it('names the nearest key for one that is nearly right', () => {
    expect(() => checkOptions('sum', { keepdims: true }, known)).toThrow(
      'sum: unknown option "keepdims". Did you mean "keepDims"?',
    );
    expect(() => checkOptions('sum', { axes: 1 }, known)).toThrow('Did you mean "axis"?');
  });

  it('lists the keys for one that is like none', () => {
    expect(() => checkOptions('sum', { frobnicate: 1 }, known)).toThrow(
      'sum: unknown option "frobnicate". Known options: axis, keepDims.',
    );
  });

  it('has a code of its own', () => {
    try {
      checkOptions('f', { x: 1 }, known);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ArgumentError);
      expect((error as ArgumentError).code).toBe('unknown-option');
    }
  });

  it('refuses what is not an options object', () => {
    for (const [options, text] of [
      [3, '3'],
      [null, 'null'],
      [[1], 'an array of length 1'],
      ['x', '"x"'],
    ] as const) {
      expect(() => checkOptions('f', options as never, known)).toThrow(`f: expected an options object, got ${text}.`);
    }
  });
});

describe('checkFlags', () => {
  it('takes true and false only', () => {
    expect(() => checkFlags('f', { one: true, other: false })).not.toThrow();
    expect(() => checkFlags('f', { one: true, other: 0 })).toThrow(ArgumentError);
    expect(() => checkFlags('f', { one: 'no', other: 0 })).toThrow('f: one is true or false, got "no".');
  });
});

describe('describe', () => {
  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    ['a', '"a"'],
    [1.5, '1.5'],
    [true, 'true'],
    [() => 1, 'a function'],
    [[1, 2], 'an array of length 2'],
    [{ a: 1, b: 2 }, 'an object with keys [a, b]'],
  ])('%o', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });
});
