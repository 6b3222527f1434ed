import { sizeOf, type Tensor } from '@gradkit/core';
import type { Finding } from '../finding.ts';
import type { Examined } from './check.ts';

/** Times that the most frequent class may come for once that the rarest does. */
const tolerated = 10;

/** Finds classes that come much more rarely than others. */
export function checkClassBalance({ outputs, excerpt }: Examined): readonly Finding[] {
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) return [];
  const counts = classCountsOf(excerpt.truths(output.field), output.shape);
  const present = counts?.filter((count) => count > 0) ?? [];
  if (counts === undefined || present.length < 2) return [];
  const total = present.reduce((sum, count) => sum + count, 0);
  const [rarest, most] = [Math.min(...present), Math.max(...present)];
  if (most <= tolerated * rarest) return [];
  const weights = counts.map((count) => (count === 0 ? 0 : total / (present.length * count)));
  const listed = weights.map((weight, id) => `${id}: ${Number(weight.toPrecision(3))}`);
  return [
    {
      name: 'class-imbalance',
      severity: 'warning',
      layers: [],
      evidence: [
        { measure: 'class-ratio', value: most / rarest, limit: { above: tolerated } },
        { measure: 'rarest-share', value: rarest / total },
        { measure: 'classes', value: counts.length },
      ],
      remedies: [
        {
          name: 'class-weights',
          code: `classWeight: ${counts.length <= 10 ? `{ ${listed.join(', ')} }` : 'classWeights(train)'}`,
        },
      ],
      inventory: [],
    },
  ];
}

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
