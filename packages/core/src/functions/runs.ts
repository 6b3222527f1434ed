import { type Node, node } from '../graph.ts';

/** Positions `start`, `start + step`, … along an axis, `length` of them. */
export interface Run {
  readonly start: number;
  readonly step: -1 | 0 | 1;
  readonly length: number;
}

/** Known positions along an axis as few runs. */
export function runsOf(positions: readonly number[]): Run[] {
  const runs: { start: number; step: -1 | 0 | 1; length: number }[] = [];
  for (const at of positions) {
    const run = runs.at(-1);
    const step = run === undefined ? Number.NaN : at - run.start - (run.length - 1) * run.step;
    if (run !== undefined && (run.length === 1 ? Math.abs(step) <= 1 : step === run.step)) {
      if (run.length === 1) run.step = step as Run['step'];
      run.length += 1;
    } else {
      runs.push({ start: at, step: 1, length: 1 });
    }
  }
  return runs;
}

/** The elements of those runs, one after the other: slices turned around or repeated, so that nothing is indexed. */
export function joinRuns(x: Node, axis: number, runs: readonly Run[]): Node {
  const parts = runs.map((run) => runNode(x, axis, run));
  if (parts.length === 1) return parts[0] as Node;
  return parts.length === 0 ? runNode(x, axis, { start: 0, step: 1, length: 0 }) : node('concat', parts, { axis });
}

function runNode(x: Node, axis: number, { start, step, length }: Run): Node {
  const part = sliceAlong(x, axis, step < 0 ? start - length + 1 : start, step === 0 ? 1 : length);
  if (step < 0) return node('reverse', [part], { axes: [axis] });
  return step === 0 ? spread(part, axis, length) : part;
}

/** `length` elements from `start` on along one axis. */
export function sliceAlong(x: Node, axis: number, start: number, length: number): Node {
  if (start === 0 && length === x.shape[axis]) return x;
  return node('slice', [x], {
    start: x.shape.map((_, i) => (i === axis ? start : 0)),
    stop: x.shape.with(axis, start + length),
  });
}

/** An axis of extent 1 repeated to `length`. */
function spread(x: Node, axis: number, length: number): Node {
  const axes = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const flat = node('reshape', [x], { shape: x.shape.toSpliced(axis, 1) });
  return node('broadcast', [flat], { shape: x.shape.with(axis, length), axes });
}
