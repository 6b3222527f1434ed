import { type ArrayType, anything, type Operation } from './operation.ts';

/** Operations that say how others are differentiated or computed. */
export type StructureOp = 'stopGradient' | 'barrier';

const same = <O extends StructureOp>(arity: number): Operation<O> => ({
  family: 'structure',
  arity,
  dtypes: anything,
  infer: ([x]) => ({ shape: (x as ArrayType).shape, dtype: (x as ArrayType).dtype }),
  cost: 0,
});

export const structure: { readonly [O in StructureOp]: Operation<O> } = {
  stopGradient: same(1),
  barrier: same(2),
};
