import { node } from '../graph.ts';
import type { Batched, Brought } from '../ops/brought.ts';
import type { ArrayType } from '../ops/operation.ts';
import { planArgsort } from '../wasm/emit/argsort.ts';

/** Sorting positions. They do not vary with the elements; what is read at them does. */
export const argsortCode: Brought<'argsort'> = {
  infer: ([x], { axis }) => {
    const { shape } = x as ArrayType;
    return axis in shape ? { shape, dtype: 'int32' } : 'shape-mismatch';
  },
  plan: planArgsort,
  derivative: { push: () => [undefined], pull: () => [undefined] },
  batch: (ys, [x]) =>
    ys.map(({ attributes }) => node('argsort', [(x as Batched).node], { ...attributes, axis: attributes.axis + 1 })),
};
