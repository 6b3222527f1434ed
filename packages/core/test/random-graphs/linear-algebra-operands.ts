import type { DType } from '../../src/dtype.ts';
import { literal, type Node, node } from '../../src/graph.ts';

/**
 * A matrix of which something can be said after it is factorized: elements are brought between −4 and 4, and to the
 * diagonal is added 10 N, 20 N, 30 N, …, where N is the larger extent. By Gershgorin's theorem the symmetric matrix of a
 * triangle of a square one then is positive definite, and its eigenvalues are apart; so are singular values.
 */
export function conditioned(x: Node): Node {
  const { shape } = x;
  const dtype = x.dtype as DType;
  const fill = (value: number): Node => literal(value, dtype, shape);
  const index = (back: number, type: DType): Node =>
    node('iota', [], { axis: shape.length - back, shape, dtype: type });
  const clipped = node('max', [node('min', [x, fill(4)], {}), fill(-4)], {});
  const step = 10 * Math.max(1, ...shape.slice(-2));
  const raised = node('add', [node('mul', [index(1, dtype), fill(step)], {}), fill(step)], {});
  const onDiagonal = node('eq', [index(1, 'int32'), index(2, 'int32')], {});
  return node('add', [clipped, node('select', [onDiagonal, raised, fill(0)], {})], {});
}
