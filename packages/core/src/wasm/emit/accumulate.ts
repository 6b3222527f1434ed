import type { Reduction } from '../../compile/kernel.ts';
import { type DType, dtypes } from '../../dtype.ts';
import type { FoldOp } from '../../ops/reduce.ts';
import type { Local } from '../assembler.ts';
import type { Nest } from './nest.ts';
import { emitOperation, type PlainOp, pushConstant } from './registers.ts';

/** A reduction in progress. */
export interface Accumulation {
  readonly reduction: Reduction;
  /** Whether `flush` does anything: single-precision sums that are long. */
  readonly needsFlush: boolean;
  /** Takes in the reduction's value at the present position. */
  add(): void;
  /** Moves a partial sum into double precision. */
  flush(): void;
  /** Combines the lanes where they hold parts of one row, and remembers the result. */
  finish(): void;
}

export interface Extent {
  /** Whether the lanes hold parts of one result, rather than one result each. */
  readonly acrossLanes: boolean;
  /** Additions into one lane. */
  readonly additions: number;
}

const combine: Readonly<Record<FoldOp, PlainOp>> = {
  reduceSum: 'add',
  reduceProd: 'mul',
  reduceMax: 'max',
  reduceMin: 'min',
};

/** What an empty reduction gives. */
function identityOf(op: FoldOp, dtype: DType): number {
  if (op === 'reduceSum') return 0;
  if (op === 'reduceProd') return 1;
  return op === 'reduceMin' ? dtypes[dtype].highest : dtypes[dtype].lowest;
}

/** Sums with more additions than this into one lane go through double precision. */
const exactRun = 16;

export function accumulate(nest: Nest, reduction: Reduction, extent: Extent): Accumulation {
  const { code, op } = reduction;
  return code === undefined ? fold(nest, reduction, op as FoldOp, extent) : code.wasm(nest, reduction, extent);
}

function fold(nest: Nest, reduction: Reduction, op: FoldOp, extent: Extent): Accumulation {
  const { f, width } = nest;
  const { dtype } = reduction;
  const identity = identityOf(op, dtype);
  const partial = f.local('v128');
  const isWide = op === 'reduceSum' && dtype === 'float32' && extent.additions > exactRun;
  const wide = isWide ? [f.local('v128'), f.local('v128')].slice(0, width / 2) : [];
  const reset = (): void => {
    pushConstant(nest, identity, dtype);
    f.local.set(partial);
  };
  const merge = (): void => emitOperation(nest, combine[op], dtype, dtype);
  reset();
  for (const half of wide) {
    pushConstant(nest, 0, 'float64');
    f.local.set(half);
  }

  const flush = (): void => {
    wide.forEach((half, i) => {
      f.local.get(half);
      f.local.get(partial);
      if (i === 1) pushSwapped(nest, 8);
      f.f64x2.promote_low_f32x4();
      f.f64x2.add();
      f.local.set(half);
    });
    if (isWide) reset();
  };

  return {
    reduction,
    needsFlush: isWide,
    add() {
      f.local.get(partial);
      f.local.get(nest.keep(reduction.value));
      if (extent.acrossLanes && nest.lanes.active === 1) {
        // At the end of an uneven extent only the first lane counts.
        pushConstant(nest, identity, dtype);
        pushFirstLane(nest, dtype);
        f.v128.bitselect();
      }
      merge();
      f.local.set(partial);
    },
    flush,
    finish() {
      if (isWide) {
        flush();
        finishWide(nest, wide, extent.acrossLanes);
      } else {
        f.local.get(partial);
        if (extent.acrossLanes) {
          const distances = dtype === 'float64' ? [8] : width === 2 ? [4] : [8, 4];
          for (const distance of distances) {
            const whole = f.local('v128');
            f.local.tee(whole);
            f.local.get(whole);
            pushSwapped(nest, distance);
            merge();
          }
        }
      }
      const result = f.local('v128');
      f.local.set(result);
      nest.remember(reduction, result);
    },
  };
}

function finishWide(nest: Nest, wide: readonly Local[], acrossLanes: boolean): void {
  const { f } = nest;
  const [low, high] = wide as [Local, Local | undefined];
  if (acrossLanes) {
    f.local.get(low);
    if (high !== undefined) {
      f.local.get(high);
      f.f64x2.add();
    }
    const sum = f.local('v128');
    f.local.tee(sum);
    f.local.get(sum);
    pushSwapped(nest, 8);
    f.f64x2.add();
    f.f32x4.demote_f64x2_zero();
    f.f32x4.extract_lane(0);
    f.f32x4.splat();
    return;
  }
  f.local.get(low);
  f.f32x4.demote_f64x2_zero();
  if (high === undefined) return;
  f.local.get(high);
  f.f32x4.demote_f64x2_zero();
  f.i8x16.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]);
}

/** Exchanges neighbouring groups of 8 or 4 bytes of the register on the stack. */
function pushSwapped({ f }: Nest, distance: number): void {
  const x = f.local('v128');
  f.local.tee(x);
  f.local.get(x);
  f.i8x16.shuffle(Array.from({ length: 16 }, (_, i) => i ^ distance));
}

/** Pushes a mask of the first lane. */
export function pushFirstLane({ f }: Nest, dtype: DType): void {
  f.v128.const(Int32Array.from(dtype === 'float64' ? [-1, -1, 0, 0] : [-1, 0, 0, 0]));
}
