import { Cell } from '../../cell.ts';
import type { Buffer, Kernel } from '../../compile/kernel.ts';
import { bytesOf, planMemory } from '../../compile/memory-plan.ts';
import { schedule } from '../../compile/schedule.ts';
import { simplify } from '../../compile/simplify.ts';
import { type Node, node, topological } from '../../graph.ts';
import { substituted } from '../../subgraph.ts';
import type { OpenLoop } from './loop.ts';

/** One step of a loop as a program of its own, with its own table of addresses. */
export interface Body {
  readonly kernels: readonly Kernel[];
  /** Entries of the table. */
  readonly entries: number;
  /** Working memory, and what lies where in it. */
  readonly bytes: number;
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** Numbers that must be in the working memory before the first step. */
  readonly numbers: readonly { readonly buffer: Buffer; readonly value: number }[];
  /** Slices and constants that are read, by their position among the parameters of the loop. */
  readonly reads: ReadonlyMap<number, Buffer>;
  /** The carries that matter, by their position. */
  readonly carries: ReadonlyMap<number, BodyCarry>;
  /** What is kept of the step, in the order of the outputs that are no carries. */
  readonly kept: readonly Buffer[];
}

interface BodyCarry {
  /** Undefined where no kernel reads what the step before handed on. */
  readonly read: Buffer | undefined;
  readonly written: Buffer;
  /** Whether all that reads the old content has done so when the new one is written. */
  readonly inPlace: boolean;
}

/** Carries are the variables of a program that is repeated: what reads one comes before what overwrites it. */
export function planBody({ loop, parameters, next, outputs }: OpenLoop, fuse: boolean): Body {
  const kept = outputs.filter((output) => typeof output !== 'number');
  const needed = neededCarries(parameters.slice(0, loop.carries), next, outputs);
  const cells = needed.map((i) => new Cell((next[i] as Node).shape, (next[i] as Node).dtype, 'carry'));
  const contents = cells.map((cell) => {
    const { shape, dtype } = cell;
    return node('input', [], { source: { kind: 'variable', cell }, shape, dtype });
  });
  const roots = simplify(
    substituted(
      [...needed.map((i) => next[i] as Node), ...kept],
      new Map(needed.map((i, at) => [parameters[i] as Node, contents[at] as Node])),
    ),
  );
  const results = distinct(roots);
  const scheduled = schedule({
    outputs: results.slice(needed.length),
    updates: new Map(cells.map((cell, at) => [cell, results[at] as Node])),
    fuse,
  });
  const memory = planMemory(scheduled, [...scheduled.outputs, ...scheduled.updates.map(({ from }) => from)]);
  const offsets = new Map(memory.offsets);
  let bytes = memory.size;
  const numbers = [...scheduled.literals].map(([n, buffer]) => {
    offsets.set(buffer, bytes);
    bytes += bytesOf(buffer);
    return { buffer, value: (n as Node<'literal'>).attributes.value };
  });
  const bufferOf = (n: Node): Buffer | undefined => scheduled.inputs.get(n);
  return {
    kernels: scheduled.kernels,
    entries: scheduled.buffers.length,
    bytes,
    offsets,
    numbers,
    reads: new Map(
      parameters.flatMap((parameter, i) => {
        const buffer = bufferOf(parameter);
        return buffer === undefined ? [] : [[i, buffer] as const];
      }),
    ),
    carries: new Map(
      scheduled.updates.map(({ from, inPlace }, at) => [
        needed[at] as number,
        { read: bufferOf(contents[at] as Node), written: from, inPlace },
      ]),
    ),
    kept: scheduled.outputs,
  };
}

/** The carries that are asked for, or that what is asked for depends on in some later step. */
function neededCarries(parameters: readonly Node[], next: readonly Node[], outputs: OpenLoop['outputs']): number[] {
  const needed = new Set<number>(outputs.filter((output) => typeof output === 'number'));
  const addReads = (root: Node): void => {
    for (const n of topological([root])) {
      const i = parameters.indexOf(n);
      if (i >= 0) needed.add(i);
    }
  };
  for (const output of outputs) if (typeof output !== 'number') addReads(output);
  // The set grows while it is walked.
  for (const i of needed) addReads(next[i] as Node);
  return [...needed].sort((a, b) => a - b);
}

/** Every result gets a place of its own: what is handed through, or is there already, is copied by a kernel. */
function distinct(roots: readonly Node[]): Node[] {
  const taken = new Set<Node>();
  return roots.map((root) => {
    const isTaken = root.op === 'input' || taken.has(root);
    taken.add(root);
    return isTaken ? node('reshape', [root], { shape: root.shape }) : root;
  });
}
