import * as core from '@gradkit/core';
import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { Config } from '../src/experiment.ts';
import { newtonStep } from '../src/newton-step/about.ts';
import { derivativesOf } from '../src/newton-step/derivatives.ts';
import { descent, endOf, orderOf } from '../src/newton-step/descents.ts';
import { run } from '../src/newton-step/run.ts';
import { type CurveName, curves } from '../src/newton-step/step-settings.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const last = async (changes: Config) => {
  const config = { ...newtonStep.defaults, ...changes };
  const frame = await lastFrame(run, config);
  return { frame, measures: frame.measures, holds: newtonStep.holds(frame.measures, config) };
};

describe('the claim', () => {
  // Nothing is drawn at random: starts take the place of seeds.
  it.each([0.1, 0.3, 0.4])(
    'plain steps from %d, where the curvature is negative, end at the maximum',
    async (start) => {
      const { measures, holds } = await last({ start });
      expect(holds).toBe(true);
      expect([measures['maximum'], measures['uphill']]).toEqual([1, 1]);
      expect(Math.abs(measures['x'] as number)).toBeLessThan(1e-6);
      for (const { config } of newtonStep.cures({ ...newtonStep.defaults, start })) {
        const cured = await last(config);
        expect(cured.holds).toBe(true);
        expect(Math.abs(cured.measures['x'] as number)).toBeCloseTo(1, 6);
      }
    },
  );

  it.each([-1, 1.5, 3])('from %d digits double at each step on a convex function', async (start) => {
    const { measures, holds } = await last({ f: 'exponential', start });
    expect(holds).toBe(true);
    expect(measures['x']).toBeCloseTo(Math.LN2, 12);
    expect(measures['order'] as number).toBeGreaterThan(1.7);
    expect(measures['order'] as number).toBeLessThan(2.3);
  });

  it.each([1.2, -2, 3.5])('from %d plain steps fly out of the bowl, and cures keep them in', async (start) => {
    const { measures, holds } = await last({ f: 'bowl', start });
    expect(holds).toBe(true);
    expect(measures['minimum']).toBe(0);
    for (const { config } of newtonStep.cures({ ...newtonStep.defaults, f: 'bowl', start })) {
      const cured = await last(config);
      expect(cured.holds).toBe(true);
      expect(cured.measures['minimum']).toBe(1);
    }
  });
});

describe('steps, against closed forms', () => {
  it('a parabola takes one', () => {
    const places = descent(derivativesOf('parabola'), 'plain', -1.5, 1);
    expect(places.map(({ x }) => x)).toEqual([-1.5, 1]);
  });

  it('√(1 + x²): x becomes −x³', () => {
    const places = descent(derivativesOf('bowl'), 'plain', 0.8, 1);
    for (const [k, { x }] of places.slice(0, 4).entries()) expect(x).toBeCloseTo((-1) ** k * 0.8 ** (3 ** k), 12);
    expect(orderOf(places.slice(0, 5))).toBeCloseTo(3, 0);
  });

  it('eˣ − 2x: x becomes x − 1 + 2e⁻ˣ', () => {
    const places = descent(derivativesOf('exponential'), 'plain', 2, 1);
    for (const [k, { x }] of places.slice(1).entries()) {
      const before = places[k]?.x as number;
      expect(x).toBeCloseTo(before - 1 + 2 * Math.exp(-before), 12);
    }
    expect(endOf(places)).toBe('minimum');
  });

  it('x⁴/4 − x²/2: damped by μ', () => {
    const [first, second] = descent(derivativesOf('double-well'), 'damped', 0.4, 2);
    // f″ = 3·0.16 − 1 < 0 is made up for: the step is −f′/μ.
    expect(second?.x).toBeCloseTo(0.4 - (0.4 ** 3 - 0.4) / 2, 12);
    expect(first?.curvature).toBeCloseTo(-0.52, 12);
  });

  it.each(Object.keys(curves) as CurveName[])('%s is what a program writes', (name) => {
    const { code, needs } = curves[name];
    const parts: Readonly<Record<string, unknown>> = { ...core };
    const program = new Function(...needs, 'x', `return ${code};`);
    for (const x of [-1.3, 0.2, 1.7]) {
      const printed: core.Tensor = program(...needs.map((each) => parts[each]), tensor(x, { dtype: 'float64' }));
      expect(printed.item()).toBeCloseTo(derivativesOf(name)(x).value, 12);
    }
  });
});

it('draws models that touch the function where they are made', async () => {
  const { frame } = await last({ f: 'exponential', start: 3, shown: 2 });
  const view = viewOf(frame, 'curves', 'models');
  const [f, linear, quadratic] = [0, 1, 2].map((i) => lineOf(view, i)) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const x = view.series[0]?.x as Float64Array;
  // The second step begins where the first led.
  const at = view.marks?.[0]?.x as number;
  expect(at).toBeCloseTo(2 + 2 * Math.exp(-3), 12);
  const near = x.findIndex((each) => each > at);
  const away = (x[near] as number) - at;
  const e = Math.exp(at);
  expect((f[near] as number) - (linear[near] as number)).toBeCloseTo(e * (Math.exp(away) - 1 - away), 9);
  expect((f[near] as number) - (quadratic[near] as number)).toBeCloseTo(
    e * (Math.exp(away) - 1 - away - away ** 2 / 2),
    9,
  );
});
