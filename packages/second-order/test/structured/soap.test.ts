import {
  add,
  jit,
  key,
  matmul,
  mul,
  normal,
  type Parameter,
  type Tensor,
  tensor,
  transpose,
  variable,
  zeros,
} from '@gradkit/core';
import { eigvalsh, qr } from '@gradkit/core/linalg';
import { adam } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { soap } from '../../src/index.ts';
import { followsGolden } from './follows-golden.ts';
import { contentsAfter, distance } from './trajectories.ts';

const f64 = { dtype: 'float64' } as const;
const betas = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8 };

/** Gradients `U diag(s) Vᵀ` with the same singular vectors. */
const aligned = (u: Tensor, v: Tensor, count: number): { readonly s: Tensor; readonly g: Tensor }[] =>
  Array.from({ length: count }, (_, i) => {
    // The second is always the smaller one, so that the order of the eigenvalues is clear.
    const s = tensor(
      [
        [3 + Math.sin(i), 0],
        [0, Math.cos(2 * i)],
      ],
      f64,
    );
    return { s, g: matmul(matmul(u, s), transpose(v)) };
  });

describe('soap', () => {
  followsGolden('soap', soap);

  it('is Adam for what has no factor', () => {
    const gradients = Array.from({ length: 5 }, (_, i) => normal(key(i), [4, 3], f64));
    const options = { learningRate: 0.1, ...betas };
    const ours = contentsAfter(soap({ ...options, weightDecay: 0, maxPreconditionerDim: 2 }), gradients);
    expect(distance(ours, contentsAfter(adam(options), gradients))).toBeLessThan(1e-13);
  });

  it('is Adam from the second gradient on where the eigenvectors are the axes', () => {
    const unit = tensor(
      [
        [1, 0],
        [0, 1],
      ],
      f64,
    );
    const gradients = aligned(unit, unit, 8).map(({ s }) => s);
    const options = { learningRate: 0.1, ...betas };
    const ours = contentsAfter(soap({ ...options, weightDecay: 0, preconditionFrequency: 2 }), gradients);
    expect(distance(ours, contentsAfter(adam(options), gradients.slice(1)))).toBeLessThan(1e-12);
  });

  it('is Adam in whatever basis the gradients share', () => {
    const [u, v] = [1, 2].map((seed) => qr(normal(key(seed), [2, 2], f64)).q) as [Tensor, Tensor];
    const gradients = aligned(u, v, 8);
    const options = { learningRate: 0.1, ...betas };
    const ours = contentsAfter(
      soap({ ...options, weightDecay: 0, preconditionFrequency: 2 }),
      gradients.map(({ g }) => g),
    );
    const inBasis = contentsAfter(
      adam(options),
      gradients.slice(1).map(({ s }) => s),
    );
    expect(distance(ours, matmul(matmul(u, inBasis), transpose(v)))).toBeLessThan(1e-7);
  });

  it('finds the eigenvectors of the factors as time goes by, in the order of eigenvalues', () => {
    const optimizer = soap({ shampooBeta: 0.5, preconditionFrequency: 1 });
    const w = variable(zeros([3, 3], f64));
    const step = jit((gradient: Tensor) => optimizer.apply([gradient], [{ name: 'w', variable: w }]));
    step(normal(key(9), [3, 3], f64));
    const gradient = tensor(
      [
        [1, 0, 0],
        [2, 5, 0],
        [0, 1, 30],
      ],
      f64,
    );
    for (let i = 0; i < 60; i++) step(gradient);
    const state = Object.fromEntries(optimizer.namedState.map(({ name, variable: { value } }) => [name, value]));
    const [factor, basis] = [state['w/rowFactor'], state['w/rowBasis']].map((each) => (each as Tensor).reshape([3, 3]));
    const turned = matmul(matmul(transpose(basis as Tensor), factor as Tensor), basis as Tensor);
    const values = eigvalsh(factor as Tensor).toArray() as number[];
    const expected = tensor(
      [
        [values[2] as number, 0, 0],
        [0, values[1] as number, 0],
        [0, 0, values[0] as number],
      ],
      f64,
    );
    expect(distance(turned, expected)).toBeLessThan(1e-9);
  });

  it('only finds a basis in the first step, and lets weights decay', () => {
    const w = variable(
      [
        [2, 2],
        [2, 2],
      ],
      f64,
    );
    soap({ learningRate: 0.1, weightDecay: 0.5 }).apply([normal(key(3), [2, 2], f64)], [{ name: 'w', variable: w }]);
    expect(w.value.toArray()).toEqual([
      [1.9, 1.9],
      [1.9, 1.9],
    ]);
  });

  it('keeps factors of kernels, and of vectors if asked to', () => {
    const parameters = [
      ['kernel', [200, 4]],
      ['bias', [3]],
      ['scale', []],
    ].map(([name, shape]): Parameter => ({ name: name as string, variable: variable(zeros(shape as number[])) }));
    const factors = (optimizer: ReturnType<typeof soap>): string[] => {
      optimizer.build(parameters);
      const found = optimizer.namedState.filter(({ name }) => name.endsWith('Basis'));
      return found.map(({ name, variable: { shape } }) => `${name} ${shape}`);
    };
    expect(factors(soap())).toEqual(['kernel/rowBasis 2,100,100', 'kernel/columnBasis 1,4,4']);
    expect(factors(soap({ preconditionVectors: true, blockSize: 2 }))).toContain('bias/rowBasis 2,2,2');
  });

  it('moves nothing but by decay where there are no gradients', () => {
    const none = zeros([3, 2], f64);
    expect([...contentsAfter(soap({ preconditionFrequency: 1 }), [none, none, none]).dataSync()]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('takes a parameter that joins later', () => {
    const optimizer = soap({ learningRate: 0.1, preconditionFrequency: 2 });
    const [a, b] = [1, 2].map((i): Parameter => ({ name: `w${i}`, variable: variable(zeros([2, 2], f64)) })) as [
      Parameter,
      Parameter,
    ];
    const gradient = normal(key(4), [2, 2], f64);
    optimizer.apply([gradient], [a]);
    for (let i = 0; i < 4; i++) optimizer.apply([gradient, mul(gradient, 2)], [a, b]);
    expect([...add(b.variable.value, 0).dataSync()].every((x) => Number.isFinite(x) && x !== 0)).toBe(true);
  });

  it('has the learning rate 0.003 and the weight decay 0.01 unless told otherwise', () => {
    expect(soap().learningRate).toBe(0.003);
    expect(soap(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => soap({ beta1: 1 })).toThrow(/soap: beta1 must be a number in \[0, 1\), got 1/);
    expect(() => soap({ beta2: 1 })).toThrow(/soap: beta2 must be/);
    expect(() => soap({ shampooBeta: -1 })).toThrow(/soap: shampooBeta must be/);
    expect(() => soap({ epsilon: 0 })).toThrow(/soap: epsilon must be a number above 0/);
    expect(() => soap({ preconditionFrequency: 0 })).toThrow(/preconditionFrequency must be an integer of at least 1/);
    expect(() => soap({ blockSize: 1 })).toThrow(/blockSize must be an integer of at least 2/);
    expect(() => soap({ maxPreconditionerDim: 0.5 })).toThrow(/maxPreconditionerDim must be an integer of at least 0/);
    expect(() => soap({ preconditionVectors: 1 as never })).toThrow(
      /soap: preconditionVectors is true or false, got 1/,
    );
    expect(() => soap({ decay: 1 } as object)).toThrow(/soap: unknown option "decay"/);
  });
});
