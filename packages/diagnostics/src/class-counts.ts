import { sizeOf, type Tensor } from '@gradkit/core';

/**
 * How many samples of each class there are: of class ids, of rows with one 1, or of 0 and 1 for one output.
 *
 * @param output the shape of the model's output, with the batch axis
 * @returns undefined where the truths are none of these
 */
export function classCountsOf(truths: Tensor, output: readonly number[]): readonly number[] | undefined {
  const values = truths.dataSync();
  const classes = output.length > 1 ? (output.at(-1) as number) : 1;
  const sameShape = truths.shape.slice(1).join() === output.slice(1).join();
  if (classes > 1 && sameShape && sizeOf(truths.shape.slice(1)) === classes) {
    const counts = Array.from({ length: classes }, () => 0);
    for (let row = 0; row < values.length; row += classes) {
      const each = values.subarray(row, row + classes);
      const at = each.indexOf(1);
      if (at < 0 || each.some((value, i) => value !== (i === at ? 1 : 0))) return undefined;
      counts[at] = (counts[at] as number) + 1;
    }
    return counts;
  }
  if (classes > 1 && sameShape) return undefined;
  const expected = classes > 1 ? classes : 2;
  const counts = Array.from({ length: expected }, () => 0);
  for (const id of values) {
    if (!(Number.isInteger(id) && id >= 0 && id < expected)) return undefined;
    counts[id] = (counts[id] as number) + 1;
  }
  return counts;
}
