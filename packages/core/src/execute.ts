import type { Cell } from './cell.ts';
import type { Plan } from './compile/compile.ts';
import { dtypes, type TypedArray } from './dtype.ts';
import { escaped, TracingError } from './errors.ts';
import { is, type Node, topological } from './graph.ts';
import { keepValues } from './history.ts';
import { sizeOf } from './shape.ts';
import { activeRecorder, activeTrace, type Trace, untraced } from './trace.ts';
import { compile, type Executable } from './wasm/runtime.ts';
import { write } from './wasm/slot.ts';

/**
 * What to compute: values for the host and new contents of variables, all from the contents at the start. Nodes that
 * carry values, and inputs, are where computing begins.
 */
export interface Computation {
  readonly outputs: readonly Node[];
  readonly updates: ReadonlyMap<Cell, Node>;
}

/** A computation made ready to run many times. */
export interface Program {
  /** Runs with the arguments in order; returns the values of the outputs, in memory the caller owns. */
  run(args: readonly { readonly node: Node }[]): TypedArray[];
  /** The kernels in order, and where everything lives. */
  readonly plan: Plan;
  /** The names of the variables that it assigns, in order. */
  readonly variables: readonly string[];
}

export function prepare(computation: Computation): Program {
  const executable: Executable = compile(computation);
  return {
    run(args) {
      const values: TypedArray[] = [];
      for (const { node } of args) {
        if (node.values === undefined) realize(args.map((arg) => arg.node));
        values.push((node.values ?? hostNumber(node)) as TypedArray);
      }
      return executable.run(values);
    },
    plan: executable.plan,
    variables: [...computation.updates.keys()].map(({ name }) => name),
  };
}

/** The values of a node: known, or computed now and kept. `where` names the function the user called. */
export function valuesOf(wanted: Node, where: string): TypedArray {
  if (wanted.values === undefined) {
    checkReadable(wanted, where);
    untraced(() => realize([wanted]));
  }
  return wanted.values ?? (hostNumber(wanted) as TypedArray);
}

const isHost = (n: Node): n is Node<'input'> => is('input', n) && n.attributes.source.kind === 'host';

/** The number of a host scalar, which is never kept: programs would take it for known. */
function hostNumber(n: Node): TypedArray | undefined {
  if (!is('input', n) || n.attributes.source.kind !== 'host') return undefined;
  const { allocate, wrap } = dtypes[n.dtype];
  return allocate(1).fill(wrap(n.attributes.source.evaluate()));
}

/** Computes the values of nodes now, all in one program, and keeps them on the nodes. */
export function realize(nodes: readonly Node[]): void {
  const missing = [...new Set(nodes)].filter((n) => {
    const values = known(n);
    if (values !== undefined) n.values = values;
    return values === undefined && !isHost(n);
  });
  if (missing.length === 0) return;
  const results = prepare({ outputs: missing, updates: new Map() }).run([]);
  missing.forEach((n, i) => {
    keepValues(n, results[i] as TypedArray);
  });
}

/** Values that need no program: those kept, one number everywhere, or the content of a variable. */
function known(n: Node): TypedArray | undefined {
  if (n.values !== undefined) return n.values;
  if (is('literal', n)) return dtypes[n.dtype].allocate(sizeOf(n.shape)).fill(n.attributes.value);
  if (!is('input', n) || n.attributes.source.kind !== 'variable') return undefined;
  return (n.attributes.source.cell as Cell).slot?.copy();
}

/** Computes new contents of variables now, from the contents before: those that need computing in one program. */
export function writeCells(updates: ReadonlyMap<Cell, Node>, where: string): void {
  const computed = new Map<Cell, Node>();
  const ready = new Map<Cell, TypedArray>();
  for (const [cell, next] of updates) {
    checkReadable(next, where);
    const values = known(next);
    if (values === undefined) computed.set(cell, next);
    else ready.set(cell, values);
  }
  if (computed.size > 0) prepare({ outputs: [], updates: computed }).run([]);
  for (const [cell, values] of ready) write(cell, values);
}

/**
 * The computation that a traced function describes. Whatever was expressed outside the trace is computed once, here,
 * and becomes an input.
 * @param parameters what stands for the arguments of the function
 * @throws TracingError when it uses what stands for an argument of another function
 */
export function capture(outputs: readonly Node[], trace: Trace, parameters: readonly Node[]): Computation {
  const isOutside = (n: Node): boolean => n.id < trace.start && n.op !== 'literal' && n.op !== 'iota';
  const roots = [...outputs, ...trace.writes.values()];
  const used = topological(roots, (n) => n.values !== undefined || isOutside(n));
  if (used.some((n) => isArgument(n) && !parameters.includes(n))) throw escaped('jit');
  const outside = used.filter(isOutside);
  untraced(() => realize(outside.filter((n) => !is('input', n) || n.attributes.source.kind === 'variable')));
  return { outputs, updates: trace.writes };
}

/** Whether the values can be computed now, and do not depend on what a function being recorded will be given. */
export function isReadable(wanted: Node): boolean {
  return !hasArguments(wanted) && !hasTracedReads(wanted);
}

function checkReadable(wanted: Node, where: string): void {
  if (!isReadable(wanted)) {
    const recorder = activeRecorder() ?? (activeTrace() && 'jit');
    if (recorder === undefined) throw escaped(where);
    throw new TracingError(
      `${where}: the value is not known while a function is being recorded by ${recorder}(), only its shape ` +
        'and element type. ' +
        'Return the tensor from the function and read it outside.',
    );
  }
}

function isArgument(n: Node): boolean {
  return is('input', n) && n.values === undefined && n.attributes.source.kind === 'argument';
}

function hasArguments(root: Node): boolean {
  return topological([root], (n) => n.values !== undefined).some(isArgument);
}

function hasTracedReads(root: Node): boolean {
  const trace = activeTrace();
  if (trace === undefined) return false;
  const reads = new Set(trace.reads.values());
  return topological([root], (n) => n.values !== undefined).some((n) => reads.has(n));
}
