import { valueNode } from './constant.ts';
import type { TypedArray } from './dtype.ts';
import { ArgumentError } from './errors.ts';
import { capture, type Program, prepare } from './execute.ts';
import type { Node } from './graph.ts';
import type { ArrayType } from './ops/operation.ts';
import { equalShapes } from './shape.ts';
import { parametersOf } from './subgraph.ts';
import { Tensor } from './tensor.ts';
import { isInlined, tracing } from './trace.ts';
import { flatten, type TreeStructure } from './tree.ts';

/** A function compiled at its first call with arguments of each shape. */
export interface Jitted<Arguments extends readonly unknown[], Result> {
  (...args: Arguments): Result;
  /** The program for arguments like these, recorded if it is not known yet: what `explain()` asks for. */
  programFor(...args: Arguments): Program;
}

interface Entry {
  /** The arguments are tensors and nothing else. */
  readonly isFlat: boolean;
  readonly types: readonly ArrayType[];
  readonly program: Program;
  readonly structure: TreeStructure;
  readonly outputs: readonly Node[];
}

/** A variable is no leaf but a constant by identity: the function reads and assigns that very cell. */
const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'node' in value && !('cell' in value);

/** Compiled signatures kept for one function; the least recently used goes first. */
const maximumSignatures = 32;

/**
 * Compiles a function of tensors into one program. The function runs once for each new combination of argument shapes,
 * element types and non-tensor arguments, to record what it computes; later calls only run the program. Variables that
 * the function reads and assigns become hidden inputs and outputs.
 *
 * Arguments and results are tensors, or arrays and plain objects of them. Other arguments (numbers, strings, functions)
 * are constants: a new value records the function again. Pass a tensor for what changes at every call.
 *
 * @throws ArgumentError when `fn` is not a function or is asynchronous; TracingError when it reads the value of a tensor
 * @example
 * ```ts
 * import { jit, tensor, type Tensor } from '@gradkit/core';
 * const double = jit((x: Tensor) => x.mul(2));
 * console.log(double(tensor([1, 2, 3])).toArray()); // [2, 4, 6]
 * ```
 */
export function jit<Arguments extends readonly unknown[] = Tensor[], Result = unknown>(
  fn: (...args: Arguments) => Result,
): Jitted<Arguments, Result> {
  if (typeof fn !== 'function') throw new ArgumentError('jit: expected a function of tensors.');
  const entries = new Map<string, Entry>();

  let latest: Entry | undefined;

  const lookUp = (args: Arguments): { entry: Entry; leaves: readonly Tensor[] } => {
    // A loop calls with the same types again and again: no key is made for that.
    if (latest?.isFlat === true && matches(latest.types, args)) return { entry: latest, leaves: args };
    const { leaves, structure } = flatten(args, isTensor);
    const tensors = leaves as Tensor[];
    let key = structure.key;
    for (const leaf of tensors) key += `;${leaf.dtype}${leaf.shape.join(',')}`;
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = record(fn, structure, tensors);
      if (entries.size >= maximumSignatures) entries.delete(entries.keys().next().value as string);
    } else {
      entries.delete(key);
    }
    entries.set(key, entry);
    latest = entry;
    return { entry, leaves: tensors };
  };

  const jitted = (...args: Arguments): Result => {
    // Called while another function is recorded or differentiated, this one becomes a part of it.
    if (isInlined()) return fn(...args);
    const { entry, leaves } = lookUp(args);
    const values = entry.program.run(leaves);
    const tensors = entry.outputs.map((out, i) => new Tensor(valueNode(values[i] as TypedArray, out.shape, out.dtype)));
    return entry.structure.rebuild(tensors) as Result;
  };
  return Object.assign(jitted, { programFor: (...args: Arguments) => lookUp(args).entry.program });
}

function matches(types: readonly ArrayType[], args: readonly unknown[]): args is readonly Tensor[] {
  return (
    args.length === types.length &&
    args.every((arg, i) => {
      const { shape, dtype } = types[i] as ArrayType;
      return isTensor(arg) && arg.dtype === dtype && equalShapes(arg.shape, shape);
    })
  );
}

function record<Arguments extends readonly unknown[]>(
  fn: (...args: Arguments) => unknown,
  structure: TreeStructure,
  leaves: readonly Tensor[],
): Entry {
  let parameters: readonly Node[] = [];
  const { result, trace } = tracing(() => {
    parameters = parametersOf(leaves);
    return fn(...(structure.rebuild(parameters.map((parameter) => new Tensor(parameter))) as unknown as Arguments));
  });
  if (result instanceof Promise) {
    throw new ArgumentError(
      'jit: the function is asynchronous, and only what runs before its first await can be recorded.',
    );
  }
  const out = flatten(result, isTensor);
  const outputs = (out.leaves as Tensor[]).map((t) => t.node);
  return {
    isFlat: structure.key === `[${leaves.map(() => '*').join(',')}]`,
    types: leaves.map(({ shape, dtype }) => ({ shape, dtype })),
    program: prepare(capture(outputs, trace, parameters)),
    structure: out.structure,
    outputs,
  };
}
