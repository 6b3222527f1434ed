/** Element types that occur in the suites. */
export type RecordedType = 'float32' | 'float64' | 'int8' | 'uint8' | 'int32' | 'uint32' | 'int64' | 'bool';

/** A tensor as the suites hold it: `data` is flat, in row-major order. */
export interface RecordedTensor {
  readonly dtype: RecordedType;
  readonly shape: readonly number[];
  /** Text stands for NaN, infinities, and integers that a number cannot hold. */
  readonly data: readonly (number | string)[];
}

/** The value of an attribute. */
export type Attribute = number | string | boolean | readonly (number | string)[] | RecordedTensor;

/** What decides whether a result is right. */
export type Tolerance =
  /** As NumPy's `allclose`: `|got − expected| ≤ absolute + relative · |expected|`. */
  | { readonly metric: 'close'; readonly relative: number; readonly absolute: number }
  /** The largest difference. */
  | { readonly metric: 'ATOL'; readonly value: number }
  /** The largest number of steps between neighbouring numbers of the element type. */
  | { readonly metric: 'ULP'; readonly value: number };

/** One operator within a case. Names of operands connect the operators of a graph. */
export interface RecordedOperator {
  readonly operator: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Which operand an argument is; a list of operands for arguments that are lists. */
  readonly inputs: Readonly<Record<string, string | readonly string[]>>;
  /** The operands that it makes; undefined for those that the case does not ask for. */
  readonly outputs: readonly (string | undefined)[];
}

/** One test: operands that are given, operators, and operands that are expected. */
export interface Case {
  readonly name: string;
  /** Under which operator it is counted. */
  readonly operator: string;
  readonly operators: readonly RecordedOperator[];
  readonly inputs: Readonly<Record<string, RecordedTensor>>;
  readonly outputs: Readonly<Record<string, RecordedTensor>>;
  readonly tolerance: Tolerance;
}

/** The number that an element stands for, or undefined for an integer that a number cannot hold. */
export function numberOf(element: number | string): number | undefined {
  if (typeof element === 'number') return element;
  if (element === 'NaN') return Number.NaN;
  const value = Number(element);
  return Number.isSafeInteger(value) || !Number.isFinite(value) ? value : undefined;
}
