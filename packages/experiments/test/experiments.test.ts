import { memory } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { Config, Control, Frame } from '../src/experiment.ts';
import { experiments } from '../src/experiments.ts';
import type { Label } from '../src/label.ts';
import { runOf } from '../src/runs.ts';
import type { Numbers, View } from '../src/view.ts';
import { smallConfigurations } from './small-configurations.ts';

const languages = ['en', 'ko'] as const;
const said = (label: Label, language: 'en' | 'ko'): string => (typeof label === 'string' ? label : label[language]);
const hangul = /\p{Script=Hangul}/u;

/** Texts in both languages; the Korean one is Korean, unless one name serves both. */
function expectWritten(label: Label): void {
  for (const language of languages) expect(said(label, language).trim()).not.toBe('');
  if (typeof label !== 'string') expect(said(label, 'ko')).toMatch(hangul);
  for (const language of languages) expect(said(label, language)).not.toMatch(/undefined|\[object/);
}

/** The same of texts that are computed: they may not be made of numbers that are none. */
function expectTold(label: Label): void {
  expectWritten(label);
  for (const language of languages) expect(said(label, language)).not.toMatch(/\bNaN\b/);
}

/** What is wrong with the value of a control; undefined where nothing is. */
function wrongWith(control: Control, value: unknown): string | undefined {
  if (control.kind === 'switch') return typeof value === 'boolean' ? undefined : `${control.key} is no switch`;
  if (control.kind === 'choice') {
    return control.choices.some((choice) => choice.value === value) ? undefined : `${control.key} has no "${value}"`;
  }
  const inside = typeof value === 'number' && value >= control.least && value <= control.most;
  return inside ? undefined : `${control.key}: ${value} lies outside`;
}

const wrong = (controls: readonly Control[], config: Config): readonly string[] =>
  controls.flatMap((control) => wrongWith(control, config[control.key]) ?? []);

async function framesOf(id: string, config: Config): Promise<readonly Frame[]> {
  const run = await runOf(id);
  const frames: Frame[] = [];
  // What a page gets: a copy of each frame at its time.
  for await (const frame of run(config)) frames.push(structuredClone(frame));
  return frames;
}

/** A frame as text: equal frames have equal texts, and texts are compared quickly. */
const written = (frame: Frame): string =>
  JSON.stringify(frame, (_, value: unknown) =>
    ArrayBuffer.isView(value) || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value,
  );

/** What variables and programs hold on the device. */
function bytes(): number {
  const { variables, programs } = memory();
  return variables + programs;
}

/** Lets the engine collect what is forgotten. */
async function collected(): Promise<number> {
  const { gc, setTimeout } = globalThis as unknown as { gc(): void; setTimeout(run: () => void): void };
  for (let turn = 0; turn < 4; turn++) {
    gc();
    await new Promise<void>((resolve) => setTimeout(resolve));
  }
  return bytes();
}

describe('experiments', () => {
  it('have names of their own', () => {
    const ids = experiments.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('that do not exist are not run', async () => {
    await expect(runOf('no-such-thing')).rejects.toThrow('there is no experiment "no-such-thing"');
  });
});

describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))('%s', (id, experiment) => {
  const { controls, defaults } = experiment;
  const small = { ...defaults, ...smallConfigurations[id] };

  it('is told in both languages', () => {
    const { title, question, claim, explanation } = experiment;
    for (const label of [title, question, claim, ...explanation]) expectWritten(label);
    for (const { en, ko } of [question, claim, ...explanation].filter((label) => typeof label !== 'string')) {
      expect(en).not.toBe(ko);
    }
    expect(explanation.length).toBeGreaterThan(0);
    for (const control of controls) {
      expectTold(control.label);
      if (control.hint !== undefined) expectTold(control.hint);
      if (control.kind === 'choice') for (const { label } of control.choices) expectTold(label);
    }
    for (const line of experiment.inventory) expect(line).toMatch(/^1\.\d\.\d+$/);
    expect(experiment.inventory.length).toBeGreaterThan(0);
  });

  it('has a control for each word and number, and defaults within their ranges', () => {
    expect(controls.map(({ key }) => key).sort()).toEqual(Object.keys(defaults).sort());
    expect(wrong(controls, defaults)).toEqual([]);
    expect(wrong(controls, small)).toEqual([]);
    for (const control of controls) {
      if (control.kind === 'number') {
        expect(control.least).toBeLessThan(control.most);
        expect(control.step).toBeGreaterThan(control.scale === 'log' ? 1 : 0);
        if (control.scale === 'log') expect(control.least).toBeGreaterThan(0);
      }
      if (control.kind === 'choice') {
        expect(new Set(control.choices.map(({ value }) => value)).size).toBe(control.choices.length);
        for (const { value, sets } of control.choices) {
          expect(wrong(controls, { ...defaults, [control.key]: value, ...sets })).toEqual([]);
        }
      }
    }
  });

  it('has cures that change something, to something that can be set', () => {
    const cures = experiment.cures(defaults);
    expect(new Set(cures.map((cure) => cure.id)).size).toBe(cures.length);
    for (const { label, config } of cures) {
      expectTold(label);
      const cured = { ...defaults, ...config };
      expect(Object.keys(cured).sort()).toEqual(Object.keys(defaults).sort());
      expect(wrong(controls, cured)).toEqual([]);
      expect(cured).not.toEqual(defaults);
    }
  });

  it('gives frames that progress to the end, the same for the same configuration', async () => {
    const frames = await framesOf(id, small);
    const progress = frames.map((frame) => frame.progress);
    expect(progress.at(-1)).toBe(1);
    for (const [i, value] of progress.entries()) {
      expect(value).toBeGreaterThanOrEqual(progress[i - 1] ?? 0);
      expect(value).toBeLessThanOrEqual(1);
    }
    const again = (await framesOf(id, small)).map(written);
    expect(again.length).toBe(frames.length);
    expect(frames.findIndex((frame, i) => written(frame) !== again[i])).toBe(-1);

    const last = frames.at(-1) as Frame;
    const ids = last.views.map((view) => view.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { views } of frames) {
      // Pictures may come later; they keep their ids, and their order.
      const present = views.map((view) => view.id);
      expect(ids.filter((each) => present.includes(each))).toEqual(present);
      for (const view of views) expectComplete(view);
    }
    expectTold(experiment.sees(last.measures, small));
    expect(typeof experiment.holds(last.measures, small)).toBe('boolean');
  });

  it('leaves no memory behind when it is stopped', async () => {
    let held = 0;
    const stopEarly = async (): Promise<void> => {
      const before = bytes();
      const frames = (await runOf(id))(small);
      for (let i = 0; i < 3; i++) await frames.next();
      held = Math.max(held, bytes() - before);
      await frames.return();
    };
    await stopEarly();
    const before = await collected();
    for (let i = 0; i < 3; i++) await stopEarly();
    // The engine may keep the last run alive for a while, but not all three.
    expect(await collected()).toBeLessThanOrEqual(before + held);
  });
});

/** As many numbers as a picture says that it has. */
function expectComplete(view: View): void {
  const labels: Label[] = [view.title];
  const sizes: [number, number][] = [];
  const same = (numbers: Numbers, size: number): void => void sizes.push([numbers.length, size]);
  if (view.kind === 'curves') {
    labels.push(view.x.label, view.y.label, ...view.series.map(({ name }) => name));
    for (const { x, y } of view.series) same(y, x.length);
  }
  if (view.kind === 'histograms') {
    labels.push(view.x.label, ...view.rows, ...view.columns);
    sizes.push([view.cells.length, view.rows.length * view.columns.length]);
  }
  if (view.kind === 'heatmap') {
    labels.push(view.x.label, view.y.label, view.color.label);
    same(view.values, view.rows * view.columns);
  }
  if (view.kind === 'surface' || view.kind === 'boundary') {
    labels.push(view.x.label, view.y.label);
    same(view.values, view.rows * view.columns);
  }
  if (view.kind === 'surface') for (const { points } of view.paths) sizes.push([points.length % 2, 0]);
  if (view.kind === 'boundary') for (const each of Object.values(view.points)) same(each, view.points.x.length);
  if (view.kind === 'bars') {
    labels.push(view.y.label, ...view.names, ...view.series.map(({ name }) => name));
    for (const { values } of view.series) same(values, view.names.length);
  }
  if (view.kind === 'images') {
    for (const { pixels, caption } of view.images) {
      labels.push(caption);
      same(pixels, view.width * view.height);
    }
  }
  if (view.kind === 'network') {
    labels.push(...view.layers.map(({ name }) => name));
    for (const edge of view.edges ?? []) {
      for (const [layer, unit] of [edge.from, edge.to]) {
        expect(view.layers[layer]?.units[unit], `${view.id}: ${layer}, ${unit}`).toBeDefined();
      }
    }
  }
  if (view.kind === 'table') {
    labels.push(...view.columns);
    for (const row of view.rows) sizes.push([row.length, view.columns.length]);
  }
  for (const label of labels) expectTold(label);
  expect(sizes.filter(([found, expected]) => found !== expected)).toEqual([]);
}
