import { jacobian, vmap } from '@gradkit/autograd';
import { stack, type Tensor, tensor } from '@gradkit/core';
import { describe, test } from 'vitest';
import { type Case, differentiable, locallyConstant, sampled } from '../function-cases.ts';
import { expectClose } from './expect-close.ts';

const rowsOf = (cases: Readonly<Record<string, readonly Case[]>>): { name: string; row: Case }[] =>
  Object.entries(cases).flatMap(([name, list]) => list.map((row, i) => ({ name: `${name} ${i}`, row })));

const positions = 3;

/** The input at one position: its elements in another order, and floats a little smaller, so that it stays where the function is defined. */
function variant(t: Tensor, position: number): Tensor {
  const values = t.dataSync();
  const isFloat = t.dtype === 'float32' || t.dtype === 'float64';
  const at = (i: number): number => values[(i + position) % values.length] as number;
  return tensor(
    values.map((_, i) => (isFloat ? at(i) * (1 - position / 16) : at(i))),
    { shape: t.shape, dtype: t.dtype },
  );
}

/** All ways to choose which of `count` arguments are mapped, but for none. */
function subsets(count: number): boolean[][] {
  return Array.from({ length: 2 ** count - 1 }, (_, bits) =>
    Array.from({ length: count }, (_, i) => (((bits + 1) >> i) & 1) === 1),
  );
}

describe('vmap of every function equals a loop', () => {
  test.each(rowsOf({ ...differentiable, ...locallyConstant, ...sampled }))('$name', ({ row: [of, ...at] }) => {
    const variants = at.map((t) => Array.from({ length: positions }, (_, i) => variant(t, i)));
    for (const isMapped of subsets(at.length)) {
      const loop = Array.from({ length: positions }, (_, i) =>
        of(...at.map((t, k) => (isMapped[k] === true ? (variants[k]?.[i] as Tensor) : t))),
      );
      for (const wanted of [0, 1]) {
        const inAxes = at.map((t, k) => (isMapped[k] === true ? Math.min(wanted, t.rank) : null));
        const inputs = at.map((t, k) =>
          inAxes[k] === null ? t : stack(variants[k] as Tensor[], { axis: inAxes[k] ?? 0 }),
        );
        const outAxes = Math.min(wanted, (loop[0] as Tensor).rank);
        expectClose(vmap(of, { inAxes, outAxes })(...inputs), stack(loop, { axis: outAxes }));
      }
    }
  });
});

describe('jacobian of every function', () => {
  test.each(rowsOf({ ...differentiable, ...sampled }))('$name: forward equals reverse', ({ row: [of, ...at] }) => {
    const [x, ...rest] = at as [Tensor, ...Tensor[]];
    const [forward, reverse] = (['forward', 'reverse'] as const).map((mode) => jacobian(of, { mode })(x, ...rest));
    expectClose(forward as Tensor, reverse as Tensor);
  });
});
