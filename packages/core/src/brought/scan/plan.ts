import { flatten, pointsOf, sameForm } from '../../compile/affine.ts';
import type { Buffer, Expression, Kernel } from '../../compile/kernel.ts';
import type { OwnKernel, Planner, Planning } from '../../compile/own-kernel.ts';
import { dtypes } from '../../dtype.ts';
import { is, type Node } from '../../graph.ts';
import { type Shape, sizeOf } from '../../shape.ts';
import { emitScan, type LoopProgram, type Moving, type Place } from '../../wasm/emit/scan.ts';
import { type Body, planBody } from './body.ts';
import { type Loop, type OpenLoop, opened } from './loop.ts';

/** A loop is one kernel, whichever of its results are asked for, with the program of its body inside. */
export const planScan: Planner<'scan'> = (first, planning) => {
  const ys: Node<'scan'>[] = [];
  const take = (root: Node): boolean => {
    if (!is('scan', root) || !isSameLoop(root, first)) return false;
    planning.stored(root);
    ys.push(root);
    return true;
  };
  take(first);
  return {
    description: 'loop',
    values: [],
    writes: [],
    emit: () => [],
    take,
    complete: () => {
      const open = opened(ys);
      return kernelOf(open, planBody(open, planning.fuse), ys.map(planning.stored), planning);
    },
  };
};

function isSameLoop(a: Node<'scan'>, b: Node<'scan'>): boolean {
  if (a.inputs.length !== b.inputs.length || a.inputs.some((input, i) => input !== b.inputs[i])) return false;
  return a.attributes.loop === b.attributes.loop || keyOf(a.attributes.loop) === keyOf(b.attributes.loop);
}

const keyOf = ({ body, ...rest }: Loop): string => `${body.toJSON()}${JSON.stringify(rest)}`;

/** @param results where the results of the loop are stored, in order */
function kernelOf(
  { loop, inputs, parameters, outputs }: OpenLoop,
  body: Body,
  results: readonly Buffer[],
  planning: Planning,
): OwnKernel {
  const { length, reverse, gated } = loop;
  const table = planning.scratch('int32', body.entries, 'addresses');
  const arena = planning.scratch('uint8', body.bytes, 'arena');
  const reads: Expression[] = [];
  const starts: Kernel[] = [];
  const written = [...results, table, arena];

  const moving: Moving[] = [];
  const constants: { entry: number; place: Place }[] = [];
  for (const [i, { index: entry }] of body.reads) {
    const { place, load } = inMemory(inputs[i] as Node, planning);
    reads.push(load);
    const isSlice = i < loop.carries + loop.slices;
    if (isSlice) moving.push({ entry, place, step: bytesIn(parameters[i] as Node) });
    else constants.push({ entry, place });
  }

  const kept = outputs.flatMap((output, i) =>
    typeof output === 'number' ? [] : [{ output, buffer: results[i] as Buffer }],
  );
  kept.forEach(({ output, buffer }, i) => {
    const { index: entry } = body.kept[i] as Buffer;
    moving.push({ entry, place: { buffer, offset: 0 }, step: bytesIn(output) });
    // A loop that does not run has kept nothing.
    if (gated)
      starts.push(startOf(buffer, [length, ...output.shape], { kind: 'constant', dtype: output.dtype, value: 0 }));
  });

  const carries = [...body.carries].map(([i, { read, written: target, inPlace }]) => {
    const initial = inputs[i] as Node;
    const { shape, dtype } = initial;
    const own = (): Buffer => {
      const buffer = planning.scratch(dtype, sizeOf(shape), 'carry');
      written.push(buffer);
      return buffer;
    };
    const last = results[outputs.indexOf(i)] ?? own();
    const other = inPlace ? undefined : own();
    // The last step must write the result; the places take turns.
    const first = other !== undefined && length % 2 === 1 ? other : last;
    const value = planning.lowered(initial, pointsOf(shape), shape);
    reads.push(value);
    starts.push(startOf(first, shape, value));
    const bytes = bytesIn(initial);
    return { read: read?.index, written: target.index, first, second: first === last ? other : last, last, bytes };
  });

  let gate: Place | undefined;
  if (gated) {
    const { place, load } = inMemory(inputs[loop.carries + loop.slices] as Node, planning);
    reads.push(load);
    gate = place;
  }
  const program: LoopProgram = {
    length,
    gate,
    reverse,
    kernels: body.kernels,
    starts,
    table,
    arena,
    offsets: [...body.offsets].map(([{ index: entry }, offset]) => ({ entry, offset })),
    numbers: body.numbers.map(({ buffer, value }) => ({
      offset: body.offsets.get(buffer) as number,
      dtype: buffer.dtype,
      value,
    })),
    constants,
    moving,
    carries,
  };
  return {
    description: `${gated ? 'gated ' : ''}loop of ${length} steps${reverse ? ', from the last to the first' : ''}`,
    values: reads,
    writes: written,
    inner: body.kernels,
    emit: (module) => emitScan(module, program),
  };
}

const bytesIn = ({ shape, dtype }: Node): number => sizeOf(shape) * dtypes[dtype].bytes;

/** Where an array lies, row-major and whole: as it is, where that is so already. */
function inMemory(n: Node, planning: Planning): { readonly place: Place; readonly load: Expression } {
  const points = pointsOf(n.shape);
  const dense = flatten(points, n.shape, n.shape.length);
  const load = planning.lowered(n, points, n.shape);
  if (load.kind === 'load' && sameForm({ ...load.at, offset: 0 }, dense)) {
    return { place: { buffer: load.buffer, offset: load.at.offset * dtypes[n.dtype].bytes }, load };
  }
  const buffer = planning.materialized(n, 'a loop reads it step by step');
  return { place: { buffer, offset: 0 }, load: { kind: 'load', dtype: n.dtype, buffer, at: dense } };
}

/** Fills a buffer before the first step. */
function startOf(buffer: Buffer, shape: Shape, value: Expression): Kernel {
  const at = flatten(pointsOf(shape), shape, shape.length);
  const stages: Kernel['stages'] = [{ level: 'row', stores: [{ buffer, at, value }], reductions: [] }];
  return { name: 'start', extents: shape, rows: shape.map((_, axis) => axis), columns: [], stages, reasons: [] };
}
