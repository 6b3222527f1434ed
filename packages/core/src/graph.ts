import { type DType, dtypes, type TypedArray } from './dtype.ts';
import { DTypeError, ShapeError } from './errors.ts';
import type { ArrayType, Attributes, Op, Operation } from './ops/operation.ts';
import { operations } from './ops/table.ts';
import { ambient } from './origin.ts';
import { extentLimit, formatShape, type Shape } from './shape.ts';

/**
 * One operation applied to other nodes. Nodes never change meaning and may be shared freely: an expression is its
 * node, and so is everything that was needed to compute it.
 */
export interface Node<O extends Op = Op> extends ArrayType {
  readonly op: O;
  readonly inputs: readonly Node[];
  readonly attributes: Attributes[O];
  /** Creation order: every input has a smaller number. */
  readonly id: number;
  /** On whose behalf it was made, for profiles: a layer, a parameter's update; not part of the meaning. */
  readonly origin: string;
  /** Nodes between this one and what is already computed, along the longest path; at most, as computing goes on. */
  depth: number;
  /** Nodes that led to this one, along the longest path, with the weight of what is kept of them. */
  history: number;
  /** The values, once a read has computed them: a memo, not part of the meaning. */
  values?: TypedArray;
}

/** Any node, with `op` telling which attributes it has. */
export type AnyNode = { [O in Op]: Node<O> }[Op];

const order = { next: 0 };

/** Throws unless the operation takes elements of this type. */
function checkSupported(where: string, op: Op, dtype: DType): void {
  const allowed = operations[op].dtypes;
  if (!allowed.includes(dtype)) {
    throw new DTypeError(`${where}: ${dtype} is not supported, only ${allowed.join(', ')}. Use cast().`);
  }
}

/** Throws unless both arrays have one element type that the operation takes. */
export function checkPair(where: string, op: Op, a: ArrayType, b: ArrayType): void {
  if (a.dtype !== b.dtype) {
    throw new DTypeError(`${where}: element types differ: ${a.dtype} and ${b.dtype}. Use cast() on one of them.`);
  }
  checkSupported(where, op, a.dtype);
}

/** Applies an operation: checks the inputs, computes nothing. */
export function node<O extends Op>(op: O, inputs: readonly Node[], attributes: Attributes[O]): Node<O> {
  const row = operations[op] as Operation<O>;
  const first = inputs[0];
  if (first !== undefined) checkSupported(op, op, first.dtype);
  const result = row.infer(inputs, attributes);
  if (typeof result === 'string') {
    const types = inputs.map((input) => `${input.dtype}${formatShape(input.shape)}`).join(', ');
    throw new (result === 'shape-mismatch' ? ShapeError : DTypeError)(
      `${op}: ${types} do not fit ${exactText(attributes)}.`,
    );
  }
  const { shape, dtype } = result;
  if (shape.some((extent) => extent >= extentLimit)) {
    throw new ShapeError(`${op}: an axis of ${formatShape(shape)} has 2^31 elements or more.`);
  }
  let depth = 0;
  let history = 0;
  for (const input of inputs) {
    if (input.values === undefined && input.depth >= depth) depth = input.depth + 1;
    if (input.history >= history) history = input.history + 1;
  }
  return { op, inputs, attributes, shape, dtype, id: order.next++, origin: ambient.origin, depth, history };
}

/** Whether a node is an application of `op`. */
export function is<O extends Op>(op: O, candidate: Node): candidate is Node<O> {
  return candidate.op === op;
}

/** All nodes that the roots need, inputs before users. Nodes for which `stop` holds are included, their inputs not. */
export function topological(roots: readonly Node[], stop: (node: Node) => boolean = () => false): Node[] {
  const seen = new Set<Node>(roots);
  const stack = [...seen];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (stop(top)) continue;
    for (const input of top.inputs) {
      if (seen.has(input)) continue;
      seen.add(input);
      stack.push(input);
    }
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** Constants as text, exactly: JSON has no negative zero, infinity or not-a-number. */
export function exactText(constants: unknown): string {
  if (typeof constants === 'number') return Object.is(constants, -0) ? '-0' : String(constants);
  if (Array.isArray(constants)) return `[${constants.map(exactText).join()}]`;
  if (typeof constants !== 'object' || constants === null || 'toJSON' in constants) return JSON.stringify(constants);
  let text = '';
  for (const [key, value] of Object.entries(constants)) {
    if (typeof value !== 'function') text += `${text && ','}"${key}":${exactText(value)}`;
  }
  return `{${text}}`;
}

/** The graph as text, one node a line, for explanations and tests. */
export function printGraph(roots: readonly Node[]): string {
  const nodes = topological(roots);
  const names = new Map(nodes.map((n, i) => [n, `%${i}`]));
  const lines = nodes.map((n) => {
    const attributes = Object.entries(n.attributes as object)
      .filter(([key]) => key !== 'shape' && key !== 'dtype' && key !== 'source' && key !== 'code')
      .map(([key, value]) => ` ${key}=${exactText(value)}`);
    return `${names.get(n)} = ${n.op}(${n.inputs.map((i) => names.get(i)).join(', ')})${attributes.join('')} : ${n.dtype}${formatShape(n.shape)}`;
  });
  return [...lines, `return ${roots.map((r) => names.get(r)).join(', ')}`].join('\n');
}

/** A node whose elements are all `value`, rounded to what the element type can hold. */
export function literal(value: number, dtype: DType, shape: Shape = []): Node<'literal'> {
  return node('literal', [], { value: dtypes[dtype].wrap(value), dtype, shape });
}

/** Floating-point numbers are read at run time, except those that programs are made for. */
export function isRunTime({ dtype, attributes: { value } }: Node<'literal'>): boolean {
  return dtypes[dtype].float && Number.isFinite(value) && ![0, 1, -1, 0.5, 2].includes(value);
}
