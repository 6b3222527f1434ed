import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError, tensor } from '../../src/index.ts';
import { matrixPower } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import { expectGolden, identity, random } from './matrices.ts';

describe('matrixPower', () => {
  it.each(golden.matrixPower)('agrees with NumPy to the power $exponent', ({ a, exponent, power }) => {
    // Inverses are off by their condition, and powers of them by its power.
    expectGolden(matrixPower(goldenTensor(a), exponent), power, exponent < 0 ? 1e6 : 100);
  });

  it('is exact for whole numbers', () => {
    const fibonacci = tensor(
      [
        [1, 1],
        [1, 0],
      ],
      { dtype: 'float64' },
    );
    expect(matrixPower(fibonacci, 50).toArray()).toEqual([
      [20365011074, 12586269025],
      [12586269025, 7778742049],
    ]);
    expect(matrixPower(random([3, 3]), 0).toArray()).toEqual(identity(3).toArray());
  });

  it('refuses other exponents and matrices', () => {
    expect(() => matrixPower(random([2, 2]), 0.5)).toThrow(ArgumentError);
    expect(() => matrixPower(random([2, 3]), 2)).toThrow(ShapeError);
  });
});
