import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/rules/findings-of.ts';
import { recordOf, relu, sigmoid, tanh } from './records.ts';

const names = (...[setting]: Parameters<typeof recordOf>) =>
  findingsOf(recordOf(setting)).map(({ name, because }) => (because === undefined ? name : `${because} → ${name}`));

describe('a healthy record', () => {
  it.each([
    ['relu', relu],
    ['tanh', tanh],
    ['sigmoid', sigmoid],
  ])('of %s has no findings', (_, activation) => {
    expect(names({ activation })).toEqual([]);
  });

  it('has none where training has just begun', () => {
    expect(names({ steps: 2, loss: () => 1, epochs: 1 })).toEqual([]);
  });
});

it('names the cause, and what comes from it behind it', () => {
  const setting = {
    hidden: 6,
    activation: tanh,
    loss: () => 1,
    kernel: (place: number) => (place < 6 ? { weightNorm: 0.05, gradientNorm: 1e-7 } : {}),
    layer: () => ({ deviationOverSamples: 1e-4 }),
  };
  expect(names(setting)).toEqual([
    'initialization-too-small',
    'initialization-too-small → vanishing-gradient',
    'initialization-too-small → plateau',
  ]);
});
