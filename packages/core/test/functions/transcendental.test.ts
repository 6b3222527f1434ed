import { describe, expect, it } from 'vitest';
import {
  cos,
  DTypeError,
  erf,
  exp,
  expm1,
  log,
  log1p,
  rsqrt,
  sigmoid,
  sin,
  sqrt,
  type Tensor,
  type TensorLike,
  tanh,
  tensor,
} from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const f64 = { dtype: 'float64' } as const;
const rows: [string, (x: TensorLike) => Tensor, (x: number) => number, number[], number][] = [
  // 2 ulp is the budget of exp, log, tanh and sigmoid; 4 that of erf; 1 is for the rounding of the expectation itself.
  ['exp', exp, Math.exp, [-80, -1, -1e-7, 0, 0.5, 1, 10, 88], 3],
  ['expm1', expm1, Math.expm1, [-50, -1, -1e-7, 0, 1e-7, 0.5, 20], 3],
  ['log', log, Math.log, [1e-38, 0.5, 0.9999999, 1, 1.0000001, 2, 1e38], 3],
  ['log1p', log1p, Math.log1p, [-0.5, -1e-7, 0, 1e-7, 0.5, 1e10], 3],
  ['sqrt', sqrt, Math.sqrt, [0, 0.25, 2, 1e30], 1],
  ['rsqrt', rsqrt, (x) => 1 / Math.sqrt(x), [0.25, 2, 1e30], 2],
  ['sin', sin, Math.sin, [-1.5, -0.1, 0, 0.1, 1, 2], 3],
  ['cos', cos, Math.cos, [-1.5, -0.1, 0, 0.1, 1, 2], 3],
  ['tanh', tanh, Math.tanh, [-20, -1, -1e-5, 0, 1e-5, 0.5, 3, 20], 3],
  ['sigmoid', sigmoid, (x) => 1 / (1 + Math.exp(-x)), [-80, -5, -0.1, 0, 0.1, 5, 80], 3],
];

describe.each(rows)('%s', (name, f, meaning, points, ulps) => {
  it('agrees with JavaScript in float32 and float64', () => {
    const stored = points.map(Math.fround);
    expectClose(f(tensor(points)), stored.map(meaning), ulps);
    expectClose(f(tensor(points, f64)), points.map(meaning), ulps);
  });

  it('lets NaN through', () => {
    expect(f(tensor([Number.NaN])).toArray()).toEqual([Number.NaN]);
  });

  it('keeps shape and element type', () => {
    const y = f(tensor([[1], [1]], f64));
    expect([y.shape, y.dtype]).toEqual([[2, 1], 'float64']);
    expect(f(tensor([], { shape: [0, 2] })).shape).toEqual([0, 2]);
  });

  it('is for floats', () => {
    expect(() => f(tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => f(tensor([1], { dtype: 'int32' }))).toThrow(new RegExp(`^${name}: int32 is not supported`));
  });
});

describe('at the edges', () => {
  const edges: [(x: TensorLike) => Tensor, number[], number[]][] = [
    [exp, [-Infinity, Infinity, 1000, -1000], [0, Infinity, Infinity, 0]],
    [expm1, [-Infinity, Infinity], [-1, Infinity]],
    [log, [0, -1, Infinity], [-Infinity, Number.NaN, Infinity]],
    [log1p, [-1, -2, Infinity], [-Infinity, Number.NaN, Infinity]],
    [sqrt, [-1, Infinity], [Number.NaN, Infinity]],
    [rsqrt, [0, Infinity], [Infinity, 0]],
    [tanh, [-Infinity, Infinity], [-1, 1]],
    [sigmoid, [-Infinity, Infinity], [0, 1]],
    [erf, [-Infinity, Infinity, 0], [-1, 1, 0]],
  ];
  it.each(edges)('%o', (f, x, y) => {
    expect(f(tensor(x)).toArray()).toEqual(y);
  });
});

describe('erf', () => {
  it('has the values of Abramowitz and Stegun, table 7.1', () => {
    // Ten digits are printed.
    const points = [0.1, 0.5, 1, 1.5, 2];
    const table = [0.112462916, 0.5204998778, 0.8427007929, 0.9661051465, 0.995322265];
    const computed = erf(tensor(points, f64)).dataSync();
    computed.forEach((y, i) => {
      expect(Math.abs(y - (table[i] as number))).toBeLessThanOrEqual(0.5e-9);
    });
  });

  it('is odd', () => {
    const x = tensor([0.3, 1.7, 4]);
    expect(erf(x.neg()).toArray()).toEqual(erf(x).neg().toArray());
  });
});
