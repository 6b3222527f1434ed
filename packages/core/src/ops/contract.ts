import { equalShapes } from '../shape.ts';
import { type ArrayType, arithmetic, broughtWhole, type Operation } from './operation.ts';

/** Sums of products over shared axes. */
export type ContractOp = 'dot' | 'conv';

export const contract: { readonly [O in ContractOp]: Operation<O> } = {
  dot: {
    family: 'contract',
    dtypes: arithmetic,
    infer: ([left, right], { batch, contract: inner }) => {
      const a = left as ArrayType;
      const b = right as ArrayType;
      if (a.dtype !== b.dtype) return 'dtype-mismatch';
      const kept = a.shape.length - inner;
      const fits =
        kept >= batch &&
        b.shape.length >= batch + inner &&
        equalShapes(a.shape.slice(0, batch), b.shape.slice(0, batch)) &&
        equalShapes(a.shape.slice(kept), b.shape.slice(batch, batch + inner));
      return fits
        ? { shape: [...a.shape.slice(0, kept), ...b.shape.slice(batch + inner)], dtype: a.dtype }
        : 'shape-mismatch';
    },
    cost: 100,
  },
  conv: broughtWhole('contract', arithmetic, 100),
};
