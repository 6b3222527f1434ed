import { ArgumentError, checkOptions, type DType, describe, type Tensor } from '@gradkit/core';
import { checkLayer } from '../check-layer.ts';
import type { Layer } from '../layer.ts';
import type { AnyLayer } from '../model.ts';
import type { Values } from '../values.ts';

/** A tensor that a model will have: the name for a place in a graph, before there are numbers or even shapes. */
export interface SymbolicTensor {
  /** What gives it: an input, or a layer at one place. */
  readonly source: SymbolicInput | Connection;
  /** Which output of its layer it is; 0 unless the layer gives a list. */
  readonly index: number;
}

/** What a model is given. */
export interface SymbolicInput {
  /** Default: `input`, numbered in its model. */
  readonly name: string | undefined;
  /** Without the batch axis; `null` is any extent, and no shape at all is any shape. */
  readonly shape: readonly (number | null)[] | undefined;
  /** Absent: the layers decide. */
  readonly dtype: DType | undefined;
}

/** A layer at one place of a graph. */
export interface Connection {
  readonly layer: AnyLayer;
  readonly inputs: readonly SymbolicTensor[];
  /** Whether the layer takes a list; else it has one input. */
  readonly takesList: boolean;
  readonly outputs: readonly SymbolicTensor[];
  /** Whether the layer gives a list; else it has one output. */
  readonly givesList: boolean;
}

/** The symbolic values for tensors, or for a list of them. */
export type SymbolicOf<V extends Values> = V extends Tensor
  ? SymbolicTensor
  : { readonly [K in keyof V]: SymbolicTensor };

/** The tensors for symbolic values. */
export type ValuesOf<S extends SymbolicTensor | readonly SymbolicTensor[]> = S extends readonly SymbolicTensor[]
  ? { readonly [K in keyof S]: Tensor }
  : Tensor;

/** Options of {@link input}. */
export interface InputOptions {
  /**
   * Shape without the batch axis, `null` for an extent that may change from batch to batch. Default: whatever comes. A
   * model whose inputs have complete shapes has its variables before any data.
   */
  readonly shape?: readonly (number | null)[] | undefined;
  /** The field of the data that it takes, where a model has several inputs. Default: `input`, numbered in its model. */
  readonly name?: string | undefined;
  /** Element type, such as `int32` for the indices of an embedding. Default: what the layers accept. */
  readonly dtype?: DType | undefined;
}

/**
 * An input of a graph model: a symbolic value to connect layers to.
 *
 * @throws ArgumentError when an extent of the shape is neither a positive integer nor `null`
 * @example
 * ```ts
 * import { connect, dense, graphModel, input } from '@gradkit/layers';
 *
 * const x = input({ shape: [4], name: 'measurements' });
 * const model = graphModel({ inputs: x, outputs: connect(dense({ units: 2 }), x) });
 * console.log(model.parameters.map(({ variable }) => variable.shape)); // [[4, 2], [2]]
 * ```
 */
export function input(options: InputOptions = {}): SymbolicTensor {
  checkOptions('input', options, ['shape', 'name', 'dtype']);
  const { shape, name, dtype } = options;
  if (shape !== undefined && !(Array.isArray(shape) && shape.every(isExtent))) {
    throw new ArgumentError(
      `input: shape is a list of positive integers, or null where any extent fits, got ${describe(shape)}.`,
    );
  }
  if (name === '') throw new ArgumentError('input: name is empty.');
  return { source: { name, shape, dtype }, index: 0 };
}

const isExtent = (extent: unknown): boolean => extent === null || (Number.isInteger(extent) && (extent as number) > 0);

/**
 * What a layer gives for symbolic values: puts it at a place in a graph.
 *
 * Nothing is computed, and the layer stays as it is: a layer connected several times has its variables once. A layer
 * that takes a list is connected to a list, and one that gives a list gives a list here.
 *
 * @param layer a layer or a model
 * @throws ArgumentError when it is not a layer, or something is not a symbolic value
 * @example
 * ```ts
 * import { connect, dense, graphModel, input } from '@gradkit/layers';
 *
 * const embed = dense({ units: 3 }); // shared: both inputs go through the same weights
 * const [left, right] = [input({ shape: [5], name: 'left' }), input({ shape: [5], name: 'right' })];
 * const model = graphModel({ inputs: [left, right], outputs: [connect(embed, left), connect(embed, right)] });
 * console.log(model.parameters.length); // 2
 * ```
 */
export function connect<I extends Values, O extends Values>(layer: Layer<I, O>, x: SymbolicOf<I>): SymbolicOf<O> {
  checkLayer('connect: layer', layer);
  const inputs = symbolicList(`connect: ${layer.name || (layer.kind ?? 'layer')}`, x);
  const givesList = layer.outputs !== undefined;
  const outputs: SymbolicTensor[] = [];
  const source: Connection = { layer: layer as AnyLayer, inputs, takesList: Array.isArray(x), outputs, givesList };
  for (let index = 0; index < (layer.outputs ?? 1); index++) outputs.push({ source, index });
  return (givesList ? outputs : outputs[0]) as SymbolicOf<O>;
}

/** Symbolic values as a list. Throws when there is none, or something else. */
export function symbolicList(where: string, values: unknown): readonly SymbolicTensor[] {
  const list: readonly unknown[] = Array.isArray(values) ? [...values] : [values];
  if (list.length === 0) throw new ArgumentError(`${where}: expected at least one symbolic value, got an empty list.`);
  for (const value of list) {
    if (typeof value === 'object' && value !== null && 'source' in value && 'index' in value) continue;
    throw new ArgumentError(
      `${where}: expected what input() or connect() gives, got ${describe(value)}. A model is applied to tensors.`,
    );
  }
  return list as readonly SymbolicTensor[];
}

/** Whether a layer gives it; else it is an input. */
export function isConnection(source: SymbolicInput | Connection): source is Connection {
  return 'layer' in source;
}
