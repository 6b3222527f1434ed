import type { Reduction } from '../../compile/kernel.ts';
import { dtypes } from '../../dtype.ts';
import type { ReductionCode } from '../../ops/operation.ts';
import type { Local } from '../assembler.ts';
import { type Accumulation, type Extent, pushFirstLane } from './accumulate.ts';
import type { Nest } from './nest.ts';
import { emitCast, emitOperation, floatShape, pushConstant } from './registers.ts';

export const largestPositionCode: ReductionCode = { wasm: largestPosition };

/** The position of the first largest value; not-a-number counts as largest. */
function largestPosition(nest: Nest, reduction: Reduction, extent: Extent): Accumulation {
  const { f, width } = nest;
  // Masks of truth are compared as the numbers 0 and 1.
  const dtype = reduction.value.dtype === 'bool' ? 'int32' : reduction.value.dtype;
  const isFloat = dtypes[dtype].float;
  const [best, position] = [f.local('v128'), f.local('v128')];
  pushConstant(nest, dtypes[dtype].lowest, dtype);
  f.local.set(best);
  pushConstant(nest, 0, 'int32');
  f.local.set(position);
  const at = { kind: 'index', dtype: 'int32', at: reduction.position ?? { offset: 0, strides: [] } } as const;

  /** Pushes the mask of lanes where `value` beats `best`. */
  const pushBetter = (value: Local, champion: Local): void => {
    f.local.get(champion);
    f.local.get(value);
    emitOperation(nest, 'lt', dtype, 'bool');
    if (!isFloat) return;
    const pushIsNaN = (x: Local): void => {
      f.local.get(x);
      f.local.get(x);
      emitOperation(nest, 'eq', dtype, 'bool');
      f.v128.not();
    };
    pushIsNaN(value);
    pushIsNaN(champion);
    f.v128.andnot();
    f.v128.or();
  };
  const take = (value: Local, where: Local, mask: Local): void => {
    f.local.get(value);
    f.local.get(best);
    f.local.get(mask);
    if (dtype === 'float64') f.i64x2.extend_low_i32x4_s();
    f.v128.bitselect();
    f.local.set(best);
    f.local.get(where);
    f.local.get(position);
    f.local.get(mask);
    f.v128.bitselect();
    f.local.set(position);
  };
  const kept = (push: () => void): Local => {
    push();
    const x = f.local('v128');
    f.local.set(x);
    return x;
  };

  return {
    reduction,
    needsFlush: false,
    add() {
      const value = kept(() => {
        nest.push(reduction.value);
        emitCast(nest, reduction.value.dtype, dtype);
      });
      const where = kept(() => nest.push(at));
      const mask = kept(() => {
        pushBetter(value, best);
        if (!extent.acrossLanes || nest.lanes.active !== 1) return;
        pushFirstLane(nest, 'int32');
        f.v128.and();
      });
      take(value, where, mask);
    },
    flush() {},
    finish() {
      if (extent.acrossLanes) {
        for (let lane = 1; lane < width; lane++) {
          const value = kept(() => {
            f.local.get(best);
            const lanes = f[isFloat ? floatShape(dtype) : 'i32x4'];
            lanes.extract_lane(lane);
            lanes.splat();
          });
          const where = kept(() => {
            f.local.get(position);
            f.i32x4.extract_lane(lane);
            f.i32x4.splat();
          });
          const mask = kept(() => {
            // Better, or as good and earlier: neither beats the other, and the position is smaller.
            pushBetter(value, best);
            f.local.get(where);
            f.local.get(position);
            f.i32x4.lt_s();
            pushBetter(best, value);
            f.v128.andnot();
            f.v128.or();
          });
          take(value, where, mask);
        }
        const first = kept(() => {
          f.local.get(position);
          f.i32x4.extract_lane(0);
          f.i32x4.splat();
        });
        nest.remember(reduction, first);
        return;
      }
      nest.remember(reduction, position);
    },
  };
}
