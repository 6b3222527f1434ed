/** Indices from 0 to `count - 1`, at most about `most`, evenly on a log scale of index + 1: what a curve over such an axis needs. */
export function sparseIndices(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  const found = new Set<number>();
  for (let i = 0; i < most; i++) found.add(Math.round(count ** (i / (most - 1))) - 1);
  return [...found];
}
