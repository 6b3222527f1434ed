import { experiments } from 'experiments';
import { expect, it } from 'vitest';
import { configOf, parametersOf, parsedValue } from '../../src/experiment/config.ts';

it('reads the words of an address as controls allow', () => {
  const number = { key: 'n', label: 'n', kind: 'number', least: 1, most: 10, step: 1 } as const;
  expect(parsedValue(number, '3')).toBe(3);
  expect(parsedValue(number, '300')).toBe(10);
  expect(parsedValue(number, '-1')).toBe(1);
  expect(parsedValue(number, '')).toBeUndefined();
  expect(parsedValue(number, 'NaN')).toBeUndefined();
  const choice = { key: 'c', label: 'c', kind: 'choice', choices: [{ value: 'relu', label: 'ReLU' }] } as const;
  expect(parsedValue(choice, 'relu')).toBe('relu');
  expect(parsedValue(choice, 'constructor')).toBeUndefined();
  expect(parsedValue({ key: 's', label: 's', kind: 'switch' }, 'true')).toBe(true);
  expect(parsedValue({ key: 's', label: 's', kind: 'switch' }, '1')).toBeUndefined();
});

it('gives the configuration again that it wrote, for each setting of each experiment', () => {
  expect(experiments.length).toBeGreaterThan(0);
  for (const experiment of experiments) {
    expect(configOf(experiment, new Map())).toEqual(experiment.defaults);
    for (const control of experiment.controls) {
      const { key } = control;
      const values =
        control.kind === 'choice'
          ? control.choices.map(({ value }) => value)
          : control.kind === 'switch'
            ? [true, false]
            : [control.least, control.most];
      for (const value of values) {
        const config = { ...experiment.defaults, [key]: value };
        expect(configOf(experiment, parametersOf(experiment, config)), `${experiment.id} ${key}`).toEqual(config);
      }
    }
    expect(parametersOf(experiment, experiment.defaults).size).toBe(0);
  }
});
