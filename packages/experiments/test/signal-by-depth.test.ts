import { foldIn, key, normal } from '@gradkit/core';
import { glorotNormal, heNormal, type Initializer, randomNormal } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import type { Config, Frame } from '../src/experiment.ts';
import { signalByDepth } from '../src/signal-by-depth/about.ts';
import { type ComparedName, compared } from '../src/signal-by-depth/initializers.ts';
import { run } from '../src/signal-by-depth/run.ts';
import { lineOf as heightsOf, lastFrame, viewOf } from './frames.ts';

const { defaults } = signalByDepth;

const last = (changes: Config): Promise<Frame> => lastFrame(run, { ...defaults, ...changes });
const lineOf = (frame: Frame, id: string, name: ComparedName): readonly number[] =>
  heightsOf(
    viewOf(frame, 'curves', id),
    compared.findIndex(({ value }) => value === name),
  );

describe('signal-by-depth', () => {
  it.each([1, 2, 3])('bears its claim out under ReLU, tanh and sigmoid, and normalized (seed %i)', async (seed) => {
    for (const [activation, normalization] of [
      ['relu', false],
      ['tanh', false],
      ['sigmoid', false],
      ['relu', true],
    ] as const) {
      const config = { ...defaults, activation, normalization, seed };
      const { measures } = await last(config);
      expect(signalByDepth.holds(measures, config), `${activation}, normalized: ${normalization}`).toBe(true);
    }
  });

  it('does not call a signal kept that starves: Xavier’s weights under ReLU', async () => {
    const { measures } = await last({ initializer: 'glorotNormal' });
    // Half of the mean square is lost at each layer: √½⁹ = 0.044 of the deviation is left.
    expect((measures['last'] as number) / (measures['first'] as number)).toBeLessThan(0.1);
  });

  const activations = {
    relu: [(x: number) => Math.max(0, x), (_: number, y: number) => (y > 0 ? 1 : 0)],
    tanh: [Math.tanh, (_: number, y: number) => 1 - y * y],
    sigmoid: [(x: number) => 1 / (1 + Math.exp(-x)), (_: number, y: number) => y * (1 - y)],
  } as const;
  const initializers: readonly (readonly [ComparedName, Initializer])[] = [
    ['wide', randomNormal({ stddev: 1 })],
    ['glorotNormal', glorotNormal()],
    ['heNormal', heNormal()],
  ];

  it.each(Object.keys(activations) as (keyof typeof activations)[])(
    'shows the deviations and gradients of plain loops in float64, for the same weights (%s)',
    async (activation) => {
      const [depth, units, seed] = [4, 30, 5];
      const frame = await last({ activation, depth, units, seed });
      for (const [name, initializer] of initializers) {
        const expected = plainPassage(activations[activation], initializer, depth, units, seed);
        lineOf(frame, 'deviation', name).forEach((value, i) => {
          expect(Math.abs(value / (expected.deviations[i] as number) - 1)).toBeLessThan(1e-4);
        });
        lineOf(frame, 'gradient', name).forEach((value, i) => {
          // Slopes of saturated units are differences of nearly equal numbers in float32.
          expect(Math.abs(value / (expected.gradients[i] as number) - 1)).toBeLessThan(5e-3);
        });
      }
    },
  );

  it('follows theory where there is one', async () => {
    const relu = await last({ seed: 4 });
    // ReLU is homogeneous: the same numbers, scaled by 100 in each of ten layers.
    const [narrow, wide] = [lineOf(relu, 'deviation', 'narrow'), lineOf(relu, 'deviation', 'wide')];
    wide.forEach((value, i) => {
      expect(value / (narrow[i] as number) / 100 ** (i + 1)).toBeCloseTo(1, 4);
    });
    // Small weights leave tanh linear: √n · 0.01 = 0.1 per layer. Of one network of width 100 the mean square of layer l is
    // uncertain by √(2·l / n) at most: three times that.
    const tanh = await last({ activation: 'tanh', seed: 4 });
    lineOf(tanh, 'deviation', 'narrow').forEach((value, i) => {
      expect(Math.abs((value / 0.1 ** (i + 1)) ** 2 - 1)).toBeLessThan(3 * Math.sqrt((2 * (i + 1)) / 100));
    });
    // The sigmoid of small numbers is ½ for all units, and those of the next layer differ by √n · 0.01 · ½ · ¼, which the 100
    // units show to 1 / √200 of itself: three times that.
    const sigmoid = await last({ activation: 'sigmoid', seed: 4 });
    for (const value of lineOf(sigmoid, 'deviation', 'narrow').slice(1)) {
      expect(Math.abs(value / 0.0125 - 1)).toBeLessThan(3 / Math.sqrt(200));
    }
  });

  it('counts all outputs in the histograms', async () => {
    const frame = await last({ units: 30, depth: 3 });
    const { cells } = viewOf(frame, 'histograms', 'all');
    expect(cells.length).toBe(7 * 3);
    for (const { counts } of cells) expect([...counts].reduce((a, b) => a + b)).toBe(256 * 30);
    // Weights of 0 give outputs of 0, which lie in the first interval.
    expect(cells[0]?.counts[0]).toBe(256 * 30);
  });

  it('passes an orthogonal signal through linear layers as it is', async () => {
    const frame = await last({ activation: 'linear', units: 50, depth: 12 });
    const { 'first.orthogonal': first, 'last.orthogonal': end } = frame.measures;
    // Lengths of samples stay; the mean over all numbers, which the deviation is without, moves by 1 / √12800.
    expect((end as number) / (first as number)).toBeCloseTo(1, 3);
  });
});

/** The same in plain loops: forward, and the gradient back. */
function plainPassage(
  [bend, slope]: readonly [(x: number) => number, (x: number, y: number) => number],
  initializer: Initializer,
  depth: number,
  units: number,
  seed: number,
) {
  const samples = 256;
  const numbers = (seedOf: number) => Float64Array.from(normal(key(seedOf), [samples, units]).dataSync());
  const kernels = Array.from({ length: depth }, (_, i) =>
    initializer([units, units], 'float32', foldIn(key(seed), i)).dataSync(),
  );
  const passes: { readonly z: Float64Array; readonly y: Float64Array }[] = [];
  let y = numbers(seed + 100);
  for (const kernel of kernels) {
    const z = new Float64Array(samples * units);
    for (let row = 0; row < samples; row++) {
      for (let from = 0; from < units; from++) {
        for (let to = 0; to < units; to++) {
          z[row * units + to] =
            (z[row * units + to] as number) + (y[row * units + from] as number) * (kernel[from * units + to] as number);
        }
      }
    }
    y = z.map(bend);
    passes.push({ z, y });
  }
  let gradient = numbers(seed + 200);
  const strengths = [Math.hypot(...gradient)];
  for (let layer = depth - 1; layer > 0; layer--) {
    const { z, y: outputs } = passes[layer] as (typeof passes)[number];
    const back = new Float64Array(samples * units);
    for (let row = 0; row < samples; row++) {
      for (let to = 0; to < units; to++) {
        const at = row * units + to;
        const pulled = (gradient[at] as number) * slope(z[at] as number, outputs[at] as number);
        for (let from = 0; from < units; from++) {
          back[row * units + from] =
            (back[row * units + from] as number) +
            pulled * ((kernels[layer] as Float32Array)[from * units + to] as number);
        }
      }
    }
    gradient = back;
    strengths.unshift(Math.hypot(...gradient));
  }
  const last = strengths.at(-1) as number;
  return {
    deviations: passes.map(({ y: values }) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    }),
    gradients: strengths.map((value) => value / last),
  };
}
