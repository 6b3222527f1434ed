import { type DType, dtypeOfArray, dtypes, isDType, type TypedArray } from './dtype.ts';
import { ArgumentError, checkOptions, DTypeError, describe, ShapeError } from './errors.ts';
import { type Node, node } from './graph.ts';
import { checkShape, formatShape, type Shape, sizeOf } from './shape.ts';

/** Numbers or truth values nested as deep as the tensor has axes. */
export type NestedArray = number | boolean | readonly NestedArray[];

/** Options of {@link tensor}. */
export interface TensorOptions {
  /** Shape of a flat typed array; default: its length. */
  readonly shape?: Shape;
  /** Element type; default: that of a typed array, `bool` for truth values, else `float32`. */
  readonly dtype?: DType;
}

/** A node for values that exist. The array is kept, not copied: nobody else may write to it. */
export function valueNode(values: TypedArray, shape: Shape, dtype: DType): Node<'input'> {
  const made = node('input', [], { source: { kind: 'value', values }, shape, dtype });
  made.values = values;
  return made;
}

/** The node for user data: checked and copied. */
export function constantNode(
  data: NestedArray | TypedArray | Uint8ClampedArray,
  options: TensorOptions,
): Node<'input'> {
  checkOptions('tensor', options, ['shape', 'dtype']);
  if (options.dtype !== undefined) checkDType('tensor', options.dtype);
  if (options.shape !== undefined) checkShape('tensor', options.shape);
  return ArrayBuffer.isView(data) ? fromTypedArray(data, options) : fromNested(data, options);
}

/** Throws unless `dtype` is one of the element types. */
export function checkDType(where: string, dtype: unknown): asserts dtype is DType {
  if (!isDType(dtype)) {
    throw new DTypeError(
      `${where}: ${describe(dtype)} is not an element type. Use one of ${Object.keys(dtypes).join(', ')}.`,
    );
  }
}

function fromTypedArray(data: TypedArray | Uint8ClampedArray, options: TensorOptions): Node<'input'> {
  const own = dtypeOfArray(data);
  if (own === undefined) {
    throw new DTypeError(
      'tensor: this kind of array is not supported. Use Float32Array, Float64Array, Int32Array, Uint32Array or Uint8Array.',
    );
  }
  return filled(data, options.shape ?? [data.length], options.dtype ?? own);
}

/** A node for a copy of the elements. */
function filled(elements: ArrayLike<number | boolean>, shape: Shape, dtype: DType): Node<'input'> {
  if (sizeOf(shape) !== elements.length) {
    throw new ShapeError(
      `tensor: ${elements.length} elements do not fill shape ${formatShape(shape)} (${sizeOf(shape)} elements).`,
    );
  }
  const values = dtypes[dtype].allocate(elements.length);
  const truth = (x: number | boolean): number => (Number(x) === 0 ? 0 : 1);
  // Truth values become 0 and 1 as they are copied.
  values.set((dtype === 'bool' ? Array.from(elements, truth) : elements) as ArrayLike<number>);
  return valueNode(values, [...shape], dtype);
}

function fromNested(data: NestedArray, options: TensorOptions): Node<'input'> {
  const nested: number[] = [];
  for (let level: NestedArray | undefined = data; Array.isArray(level); level = level[0] as NestedArray | undefined) {
    nested.push(level.length);
  }
  const flat: (number | boolean)[] = [];
  collect(data, nested, 0, flat);
  const dtype = options.dtype ?? (flat.length > 0 && flat.every((x) => typeof x === 'boolean') ? 'bool' : 'float32');
  return filled(flat, options.shape ?? nested, dtype);
}

function collect(data: NestedArray, shape: Shape, axis: number, into: (number | boolean)[]): void {
  const isArray = Array.isArray(data);
  if (isArray !== axis < shape.length || (isArray && data.length !== shape[axis])) {
    throw new ShapeError(
      `tensor: nested arrays are ragged: expected ${axis < shape.length ? `an array of length ${shape[axis]}` : 'a number'} ` +
        `at depth ${axis}, got ${describe(data)}.`,
    );
  }
  if (isArray) {
    for (const item of data) collect(item, shape, axis + 1, into);
  } else if (typeof data === 'number' || typeof data === 'boolean') {
    into.push(data);
  } else {
    throw new ArgumentError(`tensor: elements are numbers or truth values, got ${describe(data)}.`);
  }
}
