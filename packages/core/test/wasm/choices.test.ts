import { describe, it } from 'vitest';
import type { DType } from '../../src/dtype.ts';
import { concatenate, flip, mul, pad, slice, sum, type Tensor, tensor } from '../../src/index.ts';
import { compile } from '../../src/wasm/runtime.ts';
import { compare } from '../random-graphs/compare.ts';

const filled = (shape: readonly number[], dtype: DType, start: number): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Array.from({ length: size }, (_, i) => ((start + i * 7) % 23) - 11),
    { dtype },
  ).reshape(shape);
};
const check = (...outputs: Tensor[]): void => {
  const nodes = outputs.map((t) => t.node);
  compare(nodes, compile({ outputs: nodes, updates: new Map() }).run([]));
};

describe('choices between arrays, across the lanes of registers', () => {
  for (const dtype of ['float32', 'float64', 'int32'] as const) {
    for (const widths of [
      [4, 8, 12],
      [8, 8, 16, 16, 16],
      [4, 6, 4],
      [2, 2, 4],
      [5, 3, 8, 16],
      [16, 12, 12, 1],
    ]) {
      it(`take parts of ${widths.join(', ')} columns of ${dtype} where they belong`, () => {
        const parts = widths.map((width, i) => filled([6, width], dtype, i * 5));
        const joined = concatenate(parts, { axis: 1 });
        check(mul(joined, 3), sum(joined, { axis: 0 }), sum(mul(joined, joined), { axis: 1 }));
        // Read from another place than where it begins: registers no longer begin where parts do.
        for (const start of [1, 2, 4]) check(mul(slice(joined, [0, start], [6, joined.shape[1] as number]), 3));
        check(mul(flip(joined, { axis: 1 }), 2), sum(flip(joined, { axis: 1 }), { axis: 0 }));
        check(
          sum(
            concatenate(
              parts.map((part) => part.transpose()),
              { axis: 0 },
            ),
            { axis: 1 },
          ),
        );
      });
    }
  }

  it('pad by whole registers and by parts of them', () => {
    for (const [low, high] of [
      [4, 4],
      [8, 0],
      [4, 3],
      [2, 2],
    ] as const) {
      const padded = pad(filled([5, 8], 'float32', 1), [
        [0, 0],
        [low, high],
      ]);
      check(mul(padded, 2), sum(padded, { axis: 0 }), sum(padded, { axis: 1 }));
      const blocks = pad(filled([2, 3, 4], 'float32', 1), [
        [0, 0],
        [1, 1],
        [low, high],
      ]);
      check(mul(blocks.reshape([2, 5 * (4 + low + high)]), 2));
    }
  });
});
