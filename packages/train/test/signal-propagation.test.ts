import { relu, sigmoid, tanh } from '@gradkit/activations';
import { grad } from '@gradkit/autograd';
import { foldIn, jit, key, matmul, mean, mul, normal, square, stack, sum, type Tensor } from '@gradkit/core';
import {
  glorotNormal,
  heNormal,
  type Initializer,
  lecunNormal,
  randomNormal,
  varianceScaling,
} from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';

const depth = 10;
const width = 100;
const batch = 4;
const schemes = {
  'N(0, 1)': { initializer: randomNormal({ stddev: 1 }), deviation: 1 },
  'N(0, 0.01²)': { initializer: randomNormal({ stddev: 0.01 }), deviation: 0.01 },
  LeCun: { initializer: lecunNormal(), deviation: Math.sqrt(1 / width) },
  // With as many inputs as outputs Glorot's variance is LeCun's.
  Glorot: { initializer: glorotNormal(), deviation: Math.sqrt(2 / (width + width)) },
  He: { initializer: heNormal(), deviation: Math.sqrt(2 / width) },
} as const;

const activations = {
  tanh: { ours: tanh, plain: Math.tanh, networks: 100 },
  sigmoid: { ours: sigmoid, plain: (x: number) => 1 / (1 + Math.exp(-x)), networks: 40 },
  // Most networks are averaged where one differs most from another: the mean square by e^±√(5 · depth / width).
  relu: { ours: relu, plain: (x: number) => Math.max(0, x), networks: 200 },
} as const;

/** What the outputs of each layer are like, over all networks, samples and units. */
interface Signal {
  readonly deviation: number;
  /** The root of the mean square. */
  readonly strength: number;
}

const signalsOf = (means: readonly number[], squares: readonly number[], networks: number): Signal[] =>
  means.map((total, layer) => {
    const square = (squares[layer] as number) / networks;
    return { deviation: Math.sqrt(square - (total / networks) ** 2), strength: Math.sqrt(square) };
  });

const none = (): number[] => new Array<number>(depth).fill(0);

/** Ours: initializers and activations of the library, in float32. */
function measured(initializer: Initializer, name: keyof typeof activations): Signal[] {
  const { ours, networks } = activations[name];
  const network = jit((from: Tensor) => {
    let x = normal(foldIn(from, depth), [batch, width]);
    const statistics: Tensor[] = [];
    for (let layer = 0; layer < depth; layer++) {
      x = ours(matmul(x, initializer([width, width], 'float32', foldIn(from, layer))));
      statistics.push(mean(x), mean(square(x)));
    }
    return stack(statistics);
  });
  const [means, squares] = [none(), none()];
  for (let n = 0; n < networks; n++) {
    const found = network(key(n)).dataSync();
    for (let layer = 0; layer < depth; layer++) {
      means[layer] = (means[layer] as number) + (found[2 * layer] as number);
      squares[layer] = (squares[layer] as number) + (found[2 * layer + 1] as number);
    }
  }
  return signalsOf(means, squares, networks);
}

/** A generator of normal numbers that has nothing in common with ours: xorshift128 and the polar method of Marsaglia. */
function normalNumbers(seed: number): () => number {
  const state = Uint32Array.of(seed, 362436069, 521288629, 88675123);
  const uniform = (): number => {
    const [x, y, z, w] = state as unknown as [number, number, number, number];
    const t = x ^ (x << 11);
    state.set([y, z, w, w ^ (w >>> 19) ^ t ^ (t >>> 8)]);
    return (state[3] as number) / 2 ** 31 - 1;
  };
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const [u, v] = [uniform(), uniform()];
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}

/** Theirs: plain loops in float64. One set of standard normal weights serves several deviations. */
function simulated(name: keyof typeof activations, deviations: readonly number[]): Map<number, Signal[]> {
  const { plain, networks } = activations[name];
  const next = normalNumbers(20_261_126);
  const [means, squares] = [deviations.map(none), deviations.map(none)];
  const weights = new Float64Array(width * width);
  for (let n = 0; n < networks; n++) {
    const input = Float64Array.from({ length: batch * width }, next);
    const signals = deviations.map(() => input);
    for (let layer = 0; layer < depth; layer++) {
      for (let i = 0; i < weights.length; i++) weights[i] = next();
      deviations.forEach((deviation, c) => {
        const y = product(signals[c] as Float64Array, weights, deviation).map(plain);
        signals[c] = y;
        const [m, s] = [means[c] as number[], squares[c] as number[]];
        m[layer] = (m[layer] as number) + y.reduce((a, b) => a + b) / y.length;
        s[layer] = (s[layer] as number) + y.reduce((a, b) => a + b * b, 0) / y.length;
      });
    }
  }
  return new Map(deviations.map((d, c) => [d, signalsOf(means[c] as number[], squares[c] as number[], networks)]));
}

/** `x · (deviation · weights)` for the rows of a batch. */
function product(x: Float64Array, weights: Float64Array, deviation: number): Float64Array {
  const y = new Float64Array(batch * width);
  for (let row = 0; row < batch; row++) {
    for (let i = 0; i < width; i++) {
      const value = (x[row * width + i] as number) * deviation;
      for (let j = 0; j < width; j++) {
        y[row * width + j] = (y[row * width + j] as number) + value * (weights[i * width + j] as number);
      }
    }
  }
  return y;
}

const close = (found: number, expected: number): void => {
  expect(Math.abs(found / expected - 1), `${found}, not ${expected}`).toBeLessThan(0.05);
};

describe('ten layers of 100 units', () => {
  for (const name of Object.keys(activations) as (keyof typeof activations)[]) {
    it(`of ${name} have the standard deviations of an independent simulation within 5 %, under every scheme`, () => {
      // Rectified units are homogeneous: one scale tells all.
      const homogeneous = name === 'relu';
      const deviations = [...new Set(Object.values(schemes).map(({ deviation }) => deviation))];
      const reference = simulated(name, homogeneous ? [1] : deviations);
      for (const { initializer, deviation } of Object.values(schemes)) {
        const expected = reference.get(homogeneous ? 1 : deviation) as Signal[];
        measured(initializer, name).forEach((signal, layer) => {
          const scale = homogeneous ? deviation ** (layer + 1) : 1;
          close(signal.deviation, scale * (expected[layer] as Signal).deviation);
          // He's analysis: the mean square changes by n·σ²/2 per layer, which is 1 under He.
          if (homogeneous) close(signal.strength, ((width * deviation ** 2) / 2) ** ((layer + 1) / 2));
        });
      }
    });
  }

  it('of tanh shrink by 10 per layer under N(0, 0.01²), where they are linear, and saturate under N(0, 1)', () => {
    measured(schemes['N(0, 0.01²)'].initializer, 'tanh').forEach(({ deviation }, layer) => {
      close(deviation, 0.1 ** (layer + 1));
    });
    for (const { deviation } of measured(schemes['N(0, 1)'].initializer, 'tanh'))
      expect(deviation).toBeGreaterThan(0.95);
  });

  it('of sigmoid keep one value for all units under N(0, 0.01²): ½, within √n · 0.01 · ½ · ¼', () => {
    for (const { deviation, strength } of measured(schemes['N(0, 0.01²)'].initializer, 'sigmoid').slice(1)) {
      close(strength, 0.5);
      close(deviation, 0.0125);
    }
  });
});

describe('gradients on their way back through ten layers', () => {
  /** By which factor the root mean square changes from the outputs to the inputs, and forward from inputs to outputs. */
  function factors(
    widths: readonly number[],
    initializer: Initializer,
    activation: (x: Tensor) => Tensor,
    networks: number,
  ) {
    const root = jit((from: Tensor) => {
      const kernels = widths.slice(1).map((units, layer) => {
        return initializer([widths[layer] as number, units], 'float32', foldIn(from, layer));
      });
      const network = (x: Tensor): Tensor => kernels.reduce((y, kernel) => activation(matmul(y, kernel)), x);
      const input = normal(foldIn(from, 100), [batch, widths[0] as number]);
      const cotangent = normal(foldIn(from, 101), [batch, widths.at(-1) as number]);
      const slope = grad((x: Tensor) => sum(mul(network(x), cotangent)))(input);
      return stack([mean(square(network(input))), mean(square(slope))]);
    });
    const [forward, backward] = [0, 1].map((which) => {
      let total = 0;
      for (let n = 0; n < networks; n++) total += root(key(n)).dataSync()[which] as number;
      return Math.sqrt(total / networks);
    });
    return { forward: forward as number, backward: backward as number };
  }

  const linear = (x: Tensor): Tensor => x;
  const alternating = [60, 140, 60, 140, 60, 140, 60, 140, 60, 140, 60];

  it('keep their strength when the variance is 1 / fanOut, while the signal keeps its own when it is 1 / fanIn', () => {
    const scaled = (mode: 'fanIn' | 'fanOut' | 'fanAvg') =>
      factors(alternating, varianceScaling({ mode }), linear, 200);
    close(scaled('fanIn').forward, 1);
    close(scaled('fanOut').backward, 1);
    // Glorot's compromise: both change by √(fan / mean fan) at each layer, which is 0.6 · 1.4 for each pair of layers here.
    const { forward, backward } = scaled('fanAvg');
    close(forward, Math.sqrt((0.6 * 1.4) ** 5));
    close(backward, Math.sqrt((0.6 * 1.4) ** 5));
  });

  it('keep their strength through relu under He', () => {
    const square = new Array<number>(11).fill(width);
    close(factors(square, heNormal(), relu, 300).backward, 1);
  });

  it('vanish through sigmoid, whose slope is at most ¼, and grow without bound under N(0, 1) without saturation', () => {
    const square = new Array<number>(11).fill(width);
    expect(factors(square, glorotNormal(), sigmoid, 10).backward).toBeLessThan(0.25 ** 10);
    expect(factors(square, randomNormal({ stddev: 1 }), relu, 10).backward).toBeGreaterThan(1e7);
  });
});
