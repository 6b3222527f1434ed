import { expect, it } from 'vitest';
import { items } from '../src/items.ts';
import { startArrays } from '../src/start-arrays.ts';

const workOf = (name: string) => (items.find((item) => item.name === name) as (typeof items)[number]).work;

it('are the same numbers in every run', () => {
  expect(startArrays(workOf('d'))).toEqual(startArrays(workOf('d')));
});

it('have the shapes of the network, layer by layer', () => {
  const shapes = startArrays(workOf('e')).map(({ name, shape }) => `${name} ${shape.join('×')}`);
  expect(shapes).toEqual([
    'x 32×28×28×1',
    'y 32',
    '0/kernel 3×3×1×32',
    '0/bias 32',
    '2/kernel 3×3×32×64',
    '2/bias 64',
    '5/kernel 1600×128',
    '5/bias 128',
    '6/kernel 128×10',
    '6/bias 10',
  ]);
});
