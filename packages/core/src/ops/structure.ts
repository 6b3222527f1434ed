import { type ArrayType, anything, arithmetic, broughtWhole, type Operation } from './operation.ts';

/** Operations that say how others are differentiated or computed, or that go step by step. */
export type StructureOp = 'stopGradient' | 'barrier' | 'recurrence' | 'call' | 'custom' | 'scan';

const same = <O extends 'stopGradient' | 'barrier'>(): Operation<O> => ({
  family: 'structure',
  dtypes: anything,
  infer: ([x]) => ({ shape: (x as ArrayType).shape, dtype: (x as ArrayType).dtype }),
  cost: 0,
});

export const structure: { readonly [O in StructureOp]: Operation<O> } = {
  stopGradient: same(),
  barrier: same(),
  recurrence: broughtWhole('structure', arithmetic, 2),
  call: broughtWhole('structure', anything, 0),
  custom: broughtWhole('structure', anything, 0),
  scan: broughtWhole('structure', anything, 100),
};
