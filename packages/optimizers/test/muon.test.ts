import { key, normal, type Parameter, tensor, variable, zeros } from '@gradkit/core';
import { svdvals } from '@gradkit/core/linalg';
import { describe, expect, it } from 'vitest';
import { muon, type Optimizer } from '../src/index.ts';
import { distanceOnQuadratic, distanceOnRosenbrock } from './convergence.ts';
import { followsGolden } from './follows-golden.ts';

const f64 = { dtype: 'float64' } as const;

describe('muon', () => {
  followsGolden('muon');

  it('reaches the minimum of an ill-conditioned quadratic and of Rosenbrock’s valley', () => {
    expect(
      distanceOnQuadratic(muon({ learningRate: (step) => 0.5 * 0.997 ** step, weightDecay: 0 }), 3000),
    ).toBeLessThan(1e-3);
    expect(
      distanceOnRosenbrock(muon({ learningRate: (step) => 0.05 * 0.9995 ** step, weightDecay: 0 }), 10_000),
    ).toBeLessThan(1e-3);
  });

  it('makes all singular values of an update nearly equal, tall, wide or square', () => {
    for (const shape of [
      [6, 3],
      [3, 6],
      [4, 4],
    ] as const) {
      const w = variable(zeros(shape, f64));
      const gradient = normal(key(1), shape, f64);
      const optimizer = muon({ learningRate: 1, weightDecay: 0, rmsRate: 1 / Math.sqrt(Math.max(...shape)) });
      optimizer.apply([gradient], [{ name: 'w', variable: w }]);
      const values = svdvals(w.value).dataSync();
      expect(Math.min(...values)).toBeGreaterThan(0.3);
      expect(Math.max(...values)).toBeLessThan(1.3);
    }
  });

  it('leaves scalars, vectors, embeddings and what is excluded to AdamW', () => {
    const named: [string, number[]][] = [
      ['scale', []],
      ['bias', [3]],
      ['token_Embedding/table', [4, 3]],
      ['head/kernel', [3, 2]],
      ['hidden/kernel', [3, 2]],
      ['conv/kernel', [3, 3, 1, 2]],
    ];
    const parameters = named.map(([name, shape]): Parameter => ({ name, variable: variable(zeros(shape)) }));
    const byAdam = (optimizer: Optimizer): string[] => {
      optimizer.build(parameters);
      const velocities = optimizer.namedState.filter(({ name }) => name.endsWith('/velocity'));
      return velocities.map(({ name }) => name.replace('/velocity', ''));
    };
    expect(byAdam(muon())).toEqual(['scale', 'bias', 'token_Embedding/table']);
    expect(byAdam(muon({ exclude: ['head'], excludeEmbeddings: false }))).toEqual(['scale', 'bias', 'head/kernel']);
    expect(byAdam(muon({ exclude: ({ variable: { shape } }) => shape.length > 2 }))).toContain('conv/kernel');
  });

  it('moves nothing but by decay where there are no gradients', () => {
    const w = variable([[3, 4]], f64);
    muon({ weightDecay: 0 }).apply([tensor([[0, 0]], f64)], [{ name: 'w', variable: w }]);
    expect(w.value.toArray()).toEqual([[3, 4]]);
  });

  it('has the learning rate 0.001 unless told otherwise', () => {
    expect(muon().learningRate).toBe(0.001);
    expect(muon({ learningRate: undefined }).learningRate).toBe(0.001);
    expect(muon(0.5).learningRate).toBe(0.5);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => muon({ momentum: 1 })).toThrow(/muon: momentum must be a number in \[0, 1\), got 1/);
    expect(() => muon({ nsSteps: 0 })).toThrow(/muon: nsSteps must be an integer of at least 1, got 0/);
    expect(() => muon({ nsCoefficients: [1, 2] as never })).toThrow(
      /muon: nsCoefficients must be three numbers, got an array of length 2/,
    );
    expect(() => muon({ rmsRate: 0 })).toThrow(/muon: rmsRate must be/);
    expect(() => muon({ exclude: 'head' as never })).toThrow(/muon: exclude is a list of parts of names.*got "head"/);
    expect(() => muon({ excludeEmbeddings: 1 as never })).toThrow(/muon: excludeEmbeddings is true or false, got 1/);
    expect(() => muon({ adamLearningRateRatio: 0 })).toThrow(/muon: adamLearningRateRatio must be/);
    expect(() => muon({ adamBeta1: 1 })).toThrow(/muon: adamBeta1 must be/);
    expect(() => muon({ adamBeta2: 1 })).toThrow(/muon: adamBeta2 must be/);
    expect(() => muon({ adamWeightDecay: -1 })).toThrow(/muon: adamWeightDecay must be/);
    expect(() => muon({ epsilon: 0 })).toThrow(/muon: epsilon must be/);
    expect(() => muon({ nesterov: 0 as never })).toThrow(/muon: nesterov is true or false, got 0/);
    expect(() => muon({ learningrate: 1 } as object)).toThrow(
      /muon: unknown option "learningrate". Did you mean "learningRate"/,
    );
  });
});
