import { constantForm, flatten } from '../../compile/affine.ts';
import type { Affine, Expression, Gather } from '../../compile/kernel.ts';
import { type Boundary, lower, NeedsStorage } from '../../compile/lower.ts';
import { dtypes } from '../../dtype.ts';
import type { Node } from '../../graph.ts';
import type { IndexingCode } from '../../ops/operation.ts';
import { sizeOf } from '../../shape.ts';
import { loadLane } from './access.ts';
import { pushClamped } from './index-arithmetic.ts';
import type { Nest } from './nest.ts';
import { planScatter } from './scatter.ts';

export const indexingCode: IndexingCode = { plan: planScatter, lower: lowerGather, wasm: { gather } };

function lowerGather(n: Node<'gather'>, index: readonly Affine[], boundary: Boundary): Expression {
  const [operand, indices] = n.inputs as [Node, Node];
  const { batch, axis, code } = n.attributes;
  const buffer = boundary.bufferOf(operand);
  if (buffer === undefined) throw new NeedsStorage(operand, 'it is read at computed positions');
  const count = boundary.extents.length;
  const extra = indices.shape.length - batch;
  const at = [...index.slice(0, axis), constantForm(0, count), ...index.slice(axis + extra)];
  return {
    kind: 'gather',
    dtype: n.dtype,
    buffer,
    at: flatten(at, operand.shape, count),
    index: lower(indices, [...index.slice(0, batch), ...index.slice(axis, axis + extra)], boundary),
    extent: operand.shape[axis] as number,
    stride: sizeOf(operand.shape.slice(axis + 1)),
    code,
  };
}

/** Lane by lane: each has a position of its own. */
function gather(nest: Nest, e: Gather): void {
  const { f } = nest;
  const index = nest.keep(e.index);
  const stride = nest.strideAcross(e.at);
  const address = f.local('i32');
  const offset = nest.pushPosition(e.buffer, e.at);
  f.local.set(address);
  const lanes = f.local('v128');
  const { bytes } = dtypes[e.dtype];
  // An index that is the same in all lanes still fills all of them.
  for (let lane = 0; lane < nest.width; lane++) {
    f.local.get(index);
    f.i32x4.extract_lane(lane);
    pushClamped(f, e.extent);
    f.i32.const(e.stride * bytes);
    f.i32.mul();
    f.local.get(address);
    f.i32.add();
    f.i32.const(offset + (lane < nest.lanes.active ? lane * stride * bytes : 0));
    f.i32.add();
    loadLane(nest, e.dtype, lanes, lane);
  }
  f.local.get(lanes);
}
