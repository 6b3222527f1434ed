import { ArgumentError, DTypeError, ShapeError, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { flattenParameters, unflatten } from '../../src/index.ts';

describe('flattenParameters', () => {
  it('lines parameters up, of any shape and precision', () => {
    const kernel = {
      name: 'kernel',
      variable: variable([
        [1, 2],
        [3, 4],
      ]),
    };
    const scale = variable(0.1, { dtype: 'float64' });
    expect([...flattenParameters([kernel, scale])]).toEqual([1, 2, 3, 4, 0.1]);
  });

  it('writes into an array that is given', () => {
    const out = new Float64Array(2);
    expect(flattenParameters([variable([5, 6])], out)).toBe(out);
    expect([...out]).toEqual([5, 6]);
    expect(() => flattenParameters([variable([5, 6])], new Float64Array(3))).toThrow(ShapeError);
  });
});

describe('unflatten', () => {
  it('is the inverse', () => {
    const parameters = [
      variable([
        [1, 2],
        [3, 4],
      ]),
      variable(5),
      variable([[6]]),
    ];
    const x = flattenParameters(parameters);
    unflatten(new Float64Array(6), parameters);
    expect([...flattenParameters(parameters)]).toEqual([0, 0, 0, 0, 0, 0]);
    unflatten(x, parameters);
    expect([...flattenParameters(parameters)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('rounds to the precision of the parameter, and leaves tensors alone that were taken before', () => {
    const v = variable([1]);
    const before = v.value;
    unflatten([0.1], [v]);
    expect([before.item(), v.value.item()]).toEqual([1, Math.fround(0.1)]);
  });

  it('takes only vectors of the right length, and lists of parameters of floating point', () => {
    const v = variable([1, 2]);
    expect(() => unflatten([1], [v])).toThrow('unflatten: the parameters have 2 numbers, the vector 1.');
    expect(() => unflatten(3 as never, [v])).toThrow(ArgumentError);
    expect(() => unflatten([], [])).toThrow('Those of a model exist once it is built');
    expect(() => unflatten([1, 2, 1, 2], [v, { name: 'again', variable: v }])).toThrow(
      'parameter "variable" is named twice.',
    );
    expect(() => unflatten([1], [variable(1, { dtype: 'int32' })])).toThrow(DTypeError);
    expect(() => unflatten([1], [3 as never])).toThrow('parameters[0] must be a parameter or a variable, got 3.');
  });
});
