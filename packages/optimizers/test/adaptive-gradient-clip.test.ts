import { tensor, variable } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { adaptiveGradientClip, type GradientClip, sgd } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import { parameter } from './training.ts';

const f64 = { dtype: 'float64' } as const;

// The values of Optax are among those that sgd follows.
describe('adaptiveGradientClip', () => {
  it('shortens the columns of a matrix that are long for their weights, each by itself', () => {
    const weights = tensor(
      [
        [3, 30],
        [4, 40],
      ],
      f64,
    );
    const gradient = tensor(
      [
        [6, 6],
        [8, 8],
      ],
      f64,
    );
    const clip = adaptiveGradientClip({ clipping: 1 });
    const [clipped] = clip([gradient], [{ name: 'w', variable: variable(weights) }]);
    // Norms 10 and 10, limits 5 and 50.
    expectClose(clipped?.dataSync() ?? [], [3, 6, 4, 8], float64);
  });

  it('takes scalars, vectors and filters as units, and weights of 0 as epsilon', () => {
    const clip = adaptiveGradientClip({ clipping: 0.5, epsilon: 2 });
    const filter = { name: 'f', variable: variable(tensor([[[0, 10]], [[0, 0]]], f64)) };
    const scalar = { name: 's', variable: variable(tensor(0, f64)) };
    const gradients = [tensor(7, f64), tensor([3, 4], f64), tensor([[[3, 3]], [[4, 4]]], f64)];
    const clipped = clip(gradients, [scalar, parameter([0, 0]), filter]);
    expectClose(
      clipped.flatMap((each) => [...each.dataSync()]),
      [1, 0.6, 0.8, 0.6, 3, 0.8, 4],
      float64,
    );
  });

  it('leaves zeros and what is short exactly as it is, and NaN to be found', () => {
    const clip = adaptiveGradientClip();
    const w = parameter([100, 100]);
    expect(clip([tensor([0, 0.3], f64)], [w])[0]?.toArray()).toEqual([0, 0.3]);
    expect(clip([tensor([Number.NaN, 1], f64)], [w])[0]?.toArray()).toEqual([Number.NaN, Number.NaN]);
  });

  it('rejects a way of its own that loses gradients, or their shapes', () => {
    const w = parameter([1, 2]);
    const update = (gradientClip: GradientClip) => () =>
      sgd({ gradientClip }).apply([tensor([1, 1], { dtype: 'float64' })], [w]);
    expect(update(() => [])).toThrow(/sgd: gradientClip: got 0 gradients for 1 parameters/);
    expect(update(() => undefined as never)).toThrow(/sgd: gradientClip: takes a list of gradients/);
    expect(update(() => [tensor(1, { dtype: 'float64' })])).toThrow(/sgd: gradientClip: the gradient of "w" has shape/);
  });

  it('rejects options out of range, and an option gradientClip that is no function', () => {
    expect(() => adaptiveGradientClip({ clipping: 0 })).toThrow(
      /adaptiveGradientClip: clipping must be a number above 0/,
    );
    expect(() => adaptiveGradientClip({ epsilon: -1 })).toThrow(/adaptiveGradientClip: epsilon must be/);
    expect(() => adaptiveGradientClip({ cliping: 1 } as object)).toThrow(/Did you mean "clipping"/);
    expect(() => sgd({ gradientClip: 1 as never })).toThrow(
      /sgd: gradientClip is a function such as adaptiveGradientClip/,
    );
    const both = { clipNorm: 1, gradientClip: adaptiveGradientClip() };
    expect(() => sgd(both as never)).toThrow(/sgd: clipNorm and gradientClip exclude each other/);
  });
});
