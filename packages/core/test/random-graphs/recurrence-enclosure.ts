import { isFloat } from '../../src/dtype.ts';
import { literal, node } from '../../src/graph.ts';
import { eachRow } from '../../src/reference/along-axis.ts';
import { sizeOf } from '../../src/shape.ts';
import { type Enclosure, intervalAt, type Rule } from './bounds.ts';
import { elementRule } from './elementwise-enclosure.ts';
import { type Interval, rounded } from './interval.ts';

/** Step by step, in float64 for float32 too: only what is stored is rounded to it. */
export const recurrence: Rule<'recurrence'> = ({ shape, dtype, attributes: { axis, reverse } }, [a, b]) => {
  const wide = literal(1, isFloat(dtype) ? 'float64' : dtype);
  const times = elementRule(node('mul', [wide, wide], {}));
  const plus = elementRule(node('add', [wide, wide], {}));
  const size = sizeOf(shape);
  const result: Enclosure = { lo: new Float64Array(size), hi: new Float64Array(size), nan: new Float64Array(size) };
  eachRow(shape, axis, (places) => {
    let y: Interval | undefined;
    for (const place of reverse ? places.toReversed() : places) {
      const term = intervalAt(b as Enclosure, place);
      y = y === undefined ? term : plus([times([intervalAt(a as Enclosure, place), y]), term]);
      const { lo, hi, nan } = dtype === 'float32' ? rounded(dtype, y, 0.5, false) : y;
      result.lo[place] = lo;
      result.hi[place] = hi;
      result.nan[place] = nan;
    }
  });
  return result;
};
