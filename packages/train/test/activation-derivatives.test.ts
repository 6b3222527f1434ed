import * as activations from '@gradkit/activations';
import { checkGradients, grad, vjp } from '@gradkit/autograd';
import { sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import golden from './golden/activation-derivatives.json' with { type: 'json' };

type Function = (x: Tensor, options?: object) => Tensor;

const functions = activations as unknown as Readonly<Record<string, Function>>;
const bind =
  (name: string, options: object) =>
  (x: Tensor): Tensor => {
    const f = functions[name] as Function;
    return Object.keys(options).length === 0 ? f(x) : f(x, options);
  };

/** Derivatives of a function of single numbers: the gradient of the sum, and of the sum of the gradient. */
const slopeOf = (f: (x: Tensor) => Tensor) => grad((x: Tensor) => sum(f(x)));
const curvatureOf = (f: (x: Tensor) => Tensor) => grad((x: Tensor) => sum(slopeOf(f)(x)));

const titled = <Row extends { readonly name: string; readonly options: object }>(rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, title: `${row.name} ${JSON.stringify(row.options)}` }));

describe('derivatives of activations', () => {
  it.each(titled(golden.derivatives))('of $title are those of mpmath, confirmed by JAX', (row) => {
    const f = bind(row.name, row.options);
    // A derivative is a sum of products of numbers of size 1, which may cancel. In the approximations of gelu, 1 − sigmoid(u)
    // is multiplied by the square of the slope of u and by x: 250 at 5, where it still counts.
    const squares = 'approximate' in row.options ? 512 : 64;
    for (const [dtype, unit] of [
      ['float32', 2 ** -23],
      ['float64', 2 ** -52],
    ] as const) {
      const x = tensor(row.x, { dtype });
      const first = slopeOf(f)(x).dataSync();
      const second = curvatureOf(f)(x).dataSync();
      row.x.forEach((at, i) => {
        const [d, dd] = [row.first[i] as number, row.second[i] as number];
        expect(Math.abs((first[i] as number) - d), `${dtype} f'(${at}) = ${first[i]}, not ${d}`).toBeLessThanOrEqual(
          16 * unit * Math.max(1, Math.abs(d)),
        );
        expect(
          Math.abs((second[i] as number) - dd),
          `${dtype} f''(${at}) = ${second[i]}, not ${dd}`,
        ).toBeLessThanOrEqual(squares * unit * Math.max(1, Math.abs(dd)));
      });
    }
  });

  it.each(titled(golden.derivatives))(
    'of $title agree with finite differences, in both modes and to second order',
    (row) => {
      // Far enough from kinks and branch points for the step of the differences, on both sides of them.
      const x = [-7.3, -3.4, -2.7, -1.4, -0.8, -0.3, 0.2, 0.4, 0.9, 1.7, 2.8, 3.3, 6.4];
      // The differences of second order are those of a gradient of size 1, known to 10⁻¹⁶, over 10⁻⁵.
      checkGradients(bind(row.name, row.options), [tensor(x, { dtype: 'float64' })], { order: 2, tolerance: 1e-6 });
    },
  );

  it.each(titled(golden.alongAxis))('of $title are those of JAX', ({ name, options, x, cotangent, gradient }) => {
    const of = ({ shape, values }: { readonly shape: number[]; readonly values: number[] }): Tensor =>
      tensor(values, { shape, dtype: 'float64' });
    const [, pullback] = vjp(bind(name, options), of(x));
    const [found] = pullback(of(cotangent)) as readonly Tensor[];
    expect(found?.shape).toEqual(gradient.shape);
    found?.dataSync().forEach((each, i) => {
      // Sums of five products of numbers below 4.
      expect(Math.abs(each - (gradient.values[i] as number))).toBeLessThanOrEqual(1e-14);
    });
    // All different, so that none is on the border of what sparsemax keeps.
    const calm = tensor(
      Array.from({ length: 8 }, (_, i) => Math.sin(i * i + 1)),
      { shape: [2, 4], dtype: 'float64' },
    );
    checkGradients(bind(name, options), [calm], { order: 2 });
  });
});

describe('derivatives at kinks are those of the flatter side', () => {
  const { relu, relu6, leakyRelu, elu, hardSigmoid, hardSilu, hardTanh, hardShrink, softShrink, sparseSigmoid } =
    activations;

  it.each([
    ['relu', relu, [0], [0]],
    ['relu6', relu6, [0, 6], [0, 0]],
    ['leakyRelu', (x: Tensor) => leakyRelu(x, { negativeSlope: 0.25 }), [0], [0.25]],
    ['elu', (x: Tensor) => elu(x, { alpha: 0.5 }), [0], [0.5]],
    ['hardSigmoid', hardSigmoid, [-3, 3], [0, 0]],
    ['hardSilu', hardSilu, [-3, 3], [0, 1]],
    ['hardTanh', hardTanh, [-1, 1], [0, 0]],
    ['hardShrink', hardShrink, [-0.5, 0.5], [0, 0]],
    ['softShrink', softShrink, [-0.5, 0.5], [0, 0]],
    ['sparseSigmoid', sparseSigmoid, [-1, 1], [0, 0]],
    ['sparsePlus', activations.sparsePlus, [-1, 1], [0, 1]],
    ['softsign', activations.softsign, [0], [1]],
  ] as const)('%s', (_, f, at, expected) => {
    expect(slopeOf(f)(tensor(at)).toArray()).toEqual(expected);
  });

  it('and step has none anywhere', () => {
    expect(slopeOf(activations.step)(tensor([-2, -1e-30, 0, 1e-30, 5])).toArray()).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('derivatives far out', () => {
  it('are finite, and those of the asymptotes', () => {
    const { threshold, glu: _, ...plain } = activations;
    const skipped = new Set(['exp', 'softmax', 'logSoftmax', 'sparsemax']);
    const named = { ...plain, threshold: (x: Tensor) => threshold(x, { threshold: 1, defaultValue: 0 }) };
    for (const [name, f] of Object.entries(named)) {
      if (skipped.has(name)) continue;
      for (const dtype of ['float32', 'float64'] as const) {
        const x = tensor([-1e4, -50, 50, 1e4], { dtype });
        for (const derivative of [slopeOf(f), curvatureOf(f)]) {
          expect([...derivative(x).dataSync()].every(Number.isFinite), `${name} ${dtype}`).toBe(true);
        }
      }
      // All are straight far out, and softsign nearly: the slope is that of the secant.
      const [a, b, c, d] = f(tensor([-2e4, -1e4, 1e4, 2e4], { dtype: 'float64' })).dataSync() as unknown as number[];
      const [low, high] = slopeOf(f)(tensor([-1e4, 1e4], { dtype: 'float64' })).dataSync() as unknown as number[];
      expect(Math.abs((low as number) - ((b as number) - (a as number)) / 1e4), name).toBeLessThan(1e-8);
      expect(Math.abs((high as number) - ((d as number) - (c as number)) / 1e4), name).toBeLessThan(1e-8);
    }
  });

  it('of gelu keep their relative accuracy where 1 + erf would have lost it', () => {
    const x = [-6, -5, -4, -3, -2];
    const row = golden.derivatives.find(({ name }) => name === 'gelu');
    const slopes = slopeOf(activations.gelu)(tensor(x)).dataSync();
    x.forEach((at, i) => {
      const expected = row?.first[row.x.indexOf(at)] as number;
      // The exponential of x²/2 = 18 in float32: 18 units of 6 · 10⁻⁸, and a few more.
      expect(Math.abs((slopes[i] as number) / expected - 1)).toBeLessThan(2e-6);
    });
  });
});
