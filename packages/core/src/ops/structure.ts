import { type ArrayType, anything, floats, type Operation, words } from './operation.ts';

/** Operations that say how others are differentiated or computed, or that go step by step. */
export type StructureOp = 'stopGradient' | 'barrier' | 'recurrence' | 'call' | 'custom' | 'scan';

const same = <O extends 'stopGradient' | 'barrier'>(arity: number): Operation<O> => ({
  family: 'structure',
  arity,
  dtypes: anything,
  infer: ([x]) => ({ shape: (x as ArrayType).shape, dtype: (x as ArrayType).dtype }),
  cost: 0,
});

/** They are what their graphs inside are, and are replaced by them before anything is computed. */
const nested = { family: 'structure', arity: -1, dtypes: anything, cost: 0 } as const;

export const structure: { readonly [O in StructureOp]: Operation<O> } = {
  stopGradient: same(1),
  barrier: same(2),
  recurrence: {
    family: 'structure',
    ownKernel: true,
    arity: 2,
    dtypes: [...floats, ...words],
    infer: (inputs, attributes) => attributes.code.infer(inputs, attributes),
    cost: 2,
  },
  call: { ...nested, infer: (inputs, attributes) => attributes.code.infer(inputs, attributes) },
  custom: { ...nested, infer: (inputs, attributes) => attributes.code.infer(inputs, attributes) },
  scan: {
    family: 'structure',
    ownKernel: true,
    arity: -1,
    dtypes: anything,
    infer: (inputs, attributes) => attributes.code.infer(inputs, attributes),
    cost: 100,
  },
};
