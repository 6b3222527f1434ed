import { describe, expect, it } from 'vitest';
import { acos, asin, atan, atan2, DTypeError, tensor } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { describeFloatFunction } from './float-function.ts';

const nan = Number.NaN;
const pi = Math.PI;

describeFloatFunction('asin', {
  of: asin,
  meaning: Math.asin,
  points: [-0.9999999, -0.6, -0.5, -1e-3, 1e-30, 0.1, 0.49999, 0.50001, 0.9, 1 - 2 ** -20],
  ulps: 4,
  exact: [
    [0, 0],
    [-0, -0],
    [1, pi / 2],
    [-1, -pi / 2],
    [1.5, nan],
    [-Infinity, nan],
  ],
});

describeFloatFunction('acos', {
  of: acos,
  meaning: Math.acos,
  points: [-0.9999999, -0.6, -0.5, -1e-3, 1e-30, 0.1, 0.49999, 0.50001, 0.9, 1 - 2 ** -20],
  ulps: 3,
  exact: [
    [1, 0],
    [0, pi / 2],
    [-1, pi],
    [1.5, nan],
    [-Infinity, nan],
  ],
});

describeFloatFunction('atan', {
  of: atan,
  meaning: Math.atan,
  points: [-1e30, -3, -1.0001, -0.4, -1e-20, 1e-10, 0.2, 0.4142, 0.4143, 0.9, 2.4143, 1e5],
  ulps: 3,
  exact: [
    [0, 0],
    [-0, -0],
    [Infinity, pi / 2],
    [-Infinity, -pi / 2],
    [1, pi / 4],
  ],
});

describe('atan2', () => {
  const values = [0, -0, 1, -1, 0.3, -2.5, 1e-30, -1e30, Infinity, -Infinity, nan];
  const pairs = values.flatMap((y) => values.map((x) => [y, x] as const));

  it.each(['float32', 'float64'] as const)('knows all quadrants, zeros and infinities in %s', (dtype) => {
    const stored = pairs.map((pair) => pair.map((x) => (dtype === 'float32' ? Math.fround(x) : x)) as [number, number]);
    const angles = atan2(
      tensor(
        stored.map(([y]) => y),
        { dtype },
      ),
      tensor(
        stored.map(([, x]) => x),
        { dtype },
      ),
    );
    const expected = stored.map(([y, x]) => Math.atan2(y, x));
    expectClose(angles, expected, 4);
    // The sign of zero tells where the cut is crossed.
    const signs = (list: ArrayLike<number>): boolean[] => Array.from(list, (x) => Object.is(x, -0));
    expect(signs(angles.dataSync())).toEqual(signs(expected));
  });

  it('neither overflows nor underflows where the angle does not', () => {
    expectClose(atan2(tensor([3e38, 1e-45]), tensor([3e38, 1e-45])), [pi / 4, pi / 4], 2);
  });

  it('broadcasts, and is for floats of one type', () => {
    expect(atan2(tensor([[1], [2]]), tensor([1, 2, 3])).shape).toEqual([2, 3]);
    expect(atan2(0, tensor([-1])).toArray()).toEqual([Math.fround(pi)]);
    expect(() => atan2(tensor([1], { dtype: 'int32' }), 1)).toThrow(DTypeError);
    expect(() => atan2(tensor([1]), tensor([1], { dtype: 'float64' }))).toThrow('atan2: element types differ');
  });
});
