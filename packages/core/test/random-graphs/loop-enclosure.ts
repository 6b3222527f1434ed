import type { Node } from '../../src/graph.ts';
import { sizeOf } from '../../src/shape.ts';
import type { Subgraph } from '../../src/subgraph.ts';
import { type Enclosure, enclosureOf, type Rule } from './bounds.ts';
import { enclose } from './enclosure.ts';

/** What a loop may compute: its body enclosed step by step. */
export const scan: Rule<'scan'> = ({ attributes: { loop, output }, shape }, inputs) => {
  const { body, carries, slices, length, reverse, gated } = loop;
  const gate = gated ? (inputs[carries + slices] as Enclosure) : undefined;
  if (gate !== undefined && gate.lo[0] !== gate.hi[0]) {
    return enclosureOf(sizeOf(shape), () => ({ lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY, nan: 1 }));
  }
  const runs = gate === undefined || gate.lo[0] !== 0;
  let carried = inputs.slice(0, carries);
  const stacked = enclosureOf(sizeOf(shape), () => ({ lo: 0, hi: 0, nan: 0 }));
  for (let step = 0; runs && step < length; step++) {
    const at = reverse ? length - 1 - step : step;
    const given = inputs.map((x, i) => {
      if (i < carries) return carried[i] as Enclosure;
      return i < carries + slices ? sliceOf(x, at, length) : x;
    });
    const within = ({ parameters, results }: Subgraph): Enclosure[] =>
      enclose(results, new WeakMap(parameters.map((n, i): [Node, Enclosure] => [n, given[i] as Enclosure])));
    if (typeof output !== 'number') {
      const [kept] = within(output) as [Enclosure];
      for (const key of ['lo', 'hi', 'nan'] as const) stacked[key].set(kept[key], at * kept.lo.length);
    }
    carried = within(body);
  }
  return typeof output === 'number' ? (carried[output] as Enclosure) : stacked;
};

function sliceOf({ lo, hi, nan }: Enclosure, at: number, length: number): Enclosure {
  const size = lo.length / length;
  const part = (x: Float64Array): Float64Array => x.slice(at * size, (at + 1) * size);
  return { lo: part(lo), hi: part(hi), nan: part(nan) };
}
