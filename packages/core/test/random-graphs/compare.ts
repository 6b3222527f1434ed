import type { TypedArray } from '../../src/dtype.ts';
import { type Node, printGraph, topological } from '../../src/graph.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import { formatShape, sizeOf } from '../../src/shape.ts';
import { intervalAt } from './bounds.ts';
import { enclose, type Known } from './enclosure.ts';
import type { Interval } from './interval.ts';

/** Removes the values that reading has left on computed nodes, so that the graph can be computed anew. */
export function forget(outputs: readonly Node[]): void {
  for (const n of topological(outputs)) if (n.op !== 'input') delete n.values;
}

/**
 * Throws unless every element of `actual` is one that a correct program may compute for `outputs`, and so is the
 * interpreter's. Values that reading has left on the nodes are forgotten.
 */
export function compare(outputs: readonly Node[], actual: readonly TypedArray[], known?: Known): void {
  forget(outputs);
  const allowed = enclose(outputs, known);
  const expected = evaluate(outputs, () => []);
  outputs.forEach((output, which) => {
    const values = actual[which] as TypedArray;
    const where = `output ${which}, ${output.op} ${output.dtype}${formatShape(output.shape)}`;
    if (values.length !== sizeOf(output.shape)) {
      throw new Error(`${where}: got ${values.length} elements\n${printGraph([output])}`);
    }
    const enclosure = allowed[which] as (typeof allowed)[number];
    const reference = expected[which] as Float64Array;
    const wrong: string[] = [];
    let count = 0;
    values.forEach((value, i) => {
      const interval = intervalAt(enclosure, i);
      const mistaken = isIn(interval, value) ? (isIn(interval, reference[i] as number) ? '' : ' (interpreter)') : ' ';
      if (mistaken === '') return;
      if (count++ < 5) {
        const place = formatShape(coordinates(i, output.shape));
        wrong.push(`  at ${place}: got ${value}, interpreter ${reference[i]}, allowed ${format(interval)}${mistaken}`);
      }
    });
    if (count > 0) {
      throw new Error(
        `${where}: ${count} of ${values.length} elements are wrong\n${wrong.join('\n')}\n${printGraph([output])}`,
      );
    }
  });
}

const isIn = ({ lo, hi, nan }: Interval, value: number): boolean =>
  Number.isNaN(value) ? nan === 1 : value >= lo && value <= hi;

const format = ({ lo, hi, nan }: Interval): string =>
  Number.isNaN(lo) ? 'NaN' : `${lo === hi ? lo : `${lo} to ${hi}`}${nan === 1 ? ' or NaN' : ''}`;

function coordinates(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((extent) => {
      const at = rest % extent;
      rest = (rest - at) / extent;
      return at;
    })
    .reverse();
}
