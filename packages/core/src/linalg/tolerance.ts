import { sizeOfMatrix } from '../brought/linear-algebra/matrices.ts';
import { ArgumentError, checkOptions } from '../errors.ts';
import type { Node } from '../graph.ts';

/** Options of {@link lstsq}, {@link pinv} and {@link matrixRank}. */
export interface ToleranceOptions {
  /** Singular values up to `rtol` times the largest count as zero; at least 0, default `ε max(m, n)`. */
  readonly rtol?: number | undefined;
}

/** The relative bound below which singular values count as zero. */
export function toleranceOf(where: string, x: Node, options: ToleranceOptions): number {
  checkOptions(where, options, ['rtol']);
  const { rtol = Math.max(...sizeOfMatrix(x)) * (x.dtype === 'float64' ? 2 ** -52 : 2 ** -23) } = options;
  if (typeof rtol === 'number' && rtol >= 0) return rtol;
  throw new ArgumentError(`${where}: rtol is at least 0, got ${String(rtol)}.`);
}
