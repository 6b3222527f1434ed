import { expect, it } from 'vitest';
import { reshape, sum, tanh, zeros } from '../../src/index.ts';
import { compile } from '../../src/wasm/runtime.ts';
import { poisoned } from '../random-graphs/poisoned.ts';

it('sums over axes without elements are zero for every row, of whatever shape the others are', () => {
  const x = zeros([3, 0, 2]).realize();
  const y = tanh(x);
  const sums = [sum(y, { axis: 1 }), sum(reshape(y, [5, 0]), { axis: 1 }), sum(reshape(y, [2, 2, 0]), { axis: 2 })];
  const program = compile({ outputs: sums.map(({ node }) => node), updates: new Map() });
  const results = poisoned(program).run([]);
  expect(results.map((values) => [...values])).toEqual(sums.map(({ size }) => Array(size).fill(0)));
});
