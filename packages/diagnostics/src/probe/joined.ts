import { cast, concatenate, reshape, type Tensor } from '@gradkit/core';

/** Kernels that join read from all their parts: few at a time keep them small. */
const fanIn = 16;

/** Scalars and rows as one row of float64. */
export function joined(parts: readonly Tensor[]): Tensor {
  let rows = parts.map((part) => cast(reshape(part, [part.size]), 'float64'));
  while (rows.length > 1) {
    const next: Tensor[] = [];
    for (let i = 0; i < rows.length; i += fanIn) next.push(concatenate(rows.slice(i, i + fanIn)));
    rows = next;
  }
  return rows[0] as Tensor;
}
