import { anything, numbers, type Operation } from './operation.ts';

/** Operations without inputs. */
export type LeafOp = 'literal' | 'input' | 'iota';

export const leaf: { readonly [O in LeafOp]: Operation<O> } = {
  literal: { family: 'leaf', dtypes: anything, infer: (_, { shape, dtype }) => ({ shape, dtype }), cost: 0 },
  input: { family: 'leaf', dtypes: anything, infer: (_, { shape, dtype }) => ({ shape, dtype }), cost: 0 },
  iota: { family: 'leaf', dtypes: numbers, infer: (_, { shape, dtype }) => ({ shape, dtype }), cost: 1 },
};
