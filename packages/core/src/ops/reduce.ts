import { ShapeError } from '../errors.ts';
import { dropAxes, formatShape } from '../shape.ts';
import { type ArrayType, anything, type DTypeList, numbers, type Operation } from './operation.ts';

/** Operations that fold axes away. */
export type ReduceOp = 'reduceSum' | 'reduceProd' | 'reduceMax' | 'reduceMin' | 'argmax';

function checkAxes(op: ReduceOp, { shape }: ArrayType, axes: readonly number[]): void {
  if (axes.some((axis) => axis < 0 || axis >= shape.length)) {
    throw new ShapeError(`${op}: axes [${axes.join(', ')}] are outside ${formatShape(shape)}.`);
  }
}

/** Reductions that repeat one binary operation. */
export type FoldOp = Exclude<ReduceOp, 'argmax'>;

const fold = <O extends FoldOp>(op: O, dtypes: DTypeList): Operation<O> => ({
  family: 'reduce',
  arity: 1,
  dtypes,
  infer: ([x], { axes }) => {
    checkAxes(op, x as ArrayType, axes);
    return { shape: dropAxes((x as ArrayType).shape, axes), dtype: (x as ArrayType).dtype };
  },
  cost: 1,
});

export const reduce: { readonly [O in ReduceOp]: Operation<O> } = {
  reduceSum: fold('reduceSum', numbers),
  reduceProd: fold('reduceProd', numbers),
  reduceMax: fold('reduceMax', anything),
  reduceMin: fold('reduceMin', anything),
  argmax: {
    family: 'reduce',
    arity: 1,
    dtypes: anything,
    infer: ([x], { axis }) => {
      checkAxes('argmax', x as ArrayType, [axis]);
      return { shape: dropAxes((x as ArrayType).shape, [axis]), dtype: 'int32' };
    },
    cost: 2,
  },
};
