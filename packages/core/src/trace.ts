import type { Cell } from './cell.ts';
import type { Node } from './graph.ts';
import { literal, node } from './graph.ts';

/**
 * What a function being traced has done to variables. While a trace is active, reading a variable gives a node of the
 * trace, and assigning one only records the new node.
 */
export interface Trace {
  /** Nodes with smaller numbers were made outside: they are inputs to the program, not part of it. */
  readonly start: number;
  readonly reads: Map<Cell, Node>;
  readonly writes: Map<Cell, Node>;
}

// The one piece of ambient state: user code reads variables without being handed a context.
const stack: Trace[] = [];

/** The innermost active trace. */
export function activeTrace(): Trace | undefined {
  return stack[stack.length - 1];
}

/** Runs `body` under a new trace and returns the trace with its result. */
export function tracing<R>(body: () => R): { readonly trace: Trace; readonly result: R } {
  const trace: Trace = { start: literal(0, 'float32').id, reads: new Map(), writes: new Map() };
  stack.push(trace);
  try {
    return { result: body(), trace };
  } finally {
    stack.pop();
  }
}

/** Runs `body` as if no trace were active: for what must happen now, such as a variable's first value. */
export function untraced<R>(body: () => R): R {
  const suspended = stack.splice(0);
  try {
    return body();
  } finally {
    stack.push(...suspended);
  }
}

// While a function is differentiated, compiled functions inside it are expressions like any other.
const inlining = { depth: 0 };

/** Runs `body` with functions made by `jit` called as they are, so that what they compute keeps its history. */
export function inlined<R>(body: () => R): R {
  inlining.depth++;
  try {
    return body();
  } finally {
    inlining.depth--;
  }
}

/** Whether functions made by `jit` become part of a larger expression. */
export function isInlined(): boolean {
  return inlining.depth > 0 || stack.length > 0;
}

const recorders: string[] = [];

/**
 * Runs `body` on placeholders for values that are not known yet: what it makes is a record, to be used in another form.
 * So variables may be read but not assigned, and nothing is computed meanwhile.
 * @param where the public function that records
 */
export function recorded<R>(where: string, body: () => R): R {
  recorders.push(where);
  try {
    return inlined(body);
  } finally {
    recorders.pop();
  }
}

/** The function that records what happens now. */
export function activeRecorder(): string | undefined {
  return recorders.at(-1);
}

/** The content of a variable, seen from where the program stands. */
export function readCell(cell: Cell): Node {
  const trace = activeTrace();
  if (trace === undefined) return cell.read();
  const known = trace.writes.get(cell) ?? trace.reads.get(cell);
  if (known !== undefined) return known;
  const { shape, dtype } = cell;
  const fresh = node('input', [], { source: { kind: 'variable', cell }, shape, dtype });
  trace.reads.set(cell, fresh);
  return fresh;
}
