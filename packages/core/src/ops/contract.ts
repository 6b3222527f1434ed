import { DTypeError, ShapeError } from '../errors.ts';
import { equalShapes, formatShape } from '../shape.ts';
import { type ArrayType, floats, type Operation, words } from './operation.ts';

/** Sums of products over shared axes. */
export type ContractOp = 'dot';

export const contract: { readonly [O in ContractOp]: Operation<O> } = {
  dot: {
    family: 'contract',
    arity: 2,
    dtypes: [...floats, ...words],
    infer: ([left, right], { batch, contract: inner }) => {
      const a = left as ArrayType;
      const b = right as ArrayType;
      if (a.dtype !== b.dtype) {
        throw new DTypeError(`dot: element types differ: ${a.dtype}, ${b.dtype}. Use cast().`);
      }
      const fits =
        a.shape.length >= batch + inner &&
        b.shape.length >= batch + inner &&
        equalShapes(a.shape.slice(0, batch), b.shape.slice(0, batch)) &&
        equalShapes(a.shape.slice(a.shape.length - inner), b.shape.slice(batch, batch + inner));
      if (!fits) {
        throw new ShapeError(
          `dot: ${formatShape(a.shape)} and ${formatShape(b.shape)} do not share ${batch} batch and ${inner} inner axes.`,
        );
      }
      return {
        shape: [...a.shape.slice(0, a.shape.length - inner), ...b.shape.slice(batch + inner)],
        dtype: a.dtype,
      };
    },
    cost: 100,
  },
};
