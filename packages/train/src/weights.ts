import { ArgumentError, assign, checkFlags, checkOptions, DataError, formatShape, tensor } from '@gradkit/core';
import { type NamedVariable, variablesOf } from '@gradkit/layers';
import { readSafetensors, type StoredArray } from './safetensors.ts';
import { checkSeal, sealed } from './seal.ts';

/** What has weights: a model or a layer. */
export type Weighted = Parameters<typeof variablesOf>[0];

/** Options of {@link weightsFromBytes}. */
export interface WeightsOptions {
  /**
   * Whether what does not fit by name, shape and type is left as it is, as for a model that takes only some layers from
   * another; default false: everything must fit.
   */
  readonly partial?: boolean | undefined;
}

/** What became of the arrays of a file and the variables of a model. */
export interface LoadedWeights {
  /** Names of the variables that were replaced. */
  readonly loaded: readonly string[];
  /** Variables that the file has no array for. */
  readonly missing: readonly string[];
  /** Arrays that the model has no variable for. */
  readonly extra: readonly string[];
  /** Names that both have, but with another shape or element type: `dense/kernel: float32[3, 2], not float32[3, 4]`. */
  readonly unfit: readonly string[];
}

/**
 * All variables of a model as the bytes of a safetensors file, with a checksum: for `localStorage`, a download, a request.
 *
 * Arrays are named as the variables: `dense/kernel`, `batchNormalization/movingMean`.
 *
 * @throws ArgumentError when the model has no variables yet, or two of them have the same name
 * @see Hugging Face, safetensors: format, 2022
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { weightsFromBytes, weightsToBytes } from '@gradkit/train';
 *
 * const make = (seed: number) => sequential([dense({ units: 2, inputShape: [3] })], { seed });
 * const [trained, other] = [make(1), make(2)];
 * weightsFromBytes(other, weightsToBytes(trained));
 * console.log(other.getWeights()[0]?.[0] === trained.getWeights()[0]?.[0]); // true
 * ```
 */
export function weightsToBytes(model: Weighted): Uint8Array {
  return sealed(storedVariables('weightsToBytes', variablesOf(model)), { format: 'gradkit-weights' });
}

/**
 * Replaces the variables of a model by the arrays of a safetensors file, from `weightsToBytes` or from elsewhere.
 *
 * Names, shapes and types are all checked before anything is assigned.
 *
 * @returns what was loaded, and with `partial` what was left
 * @throws DataError when the bytes are no such file, are damaged, or do not fit the model: it lists what is missing, what
 * is too much, and what differs; then nothing is changed
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { weightsFromBytes, weightsToBytes } from '@gradkit/train';
 *
 * const digits = sequential([dense({ units: 8, inputShape: [4] }), dense({ units: 10, name: 'digits' })]);
 * const letters = sequential([dense({ units: 8, inputShape: [4] }), dense({ units: 26, name: 'letters' })]);
 * console.log(weightsFromBytes(letters, weightsToBytes(digits), { partial: true }).loaded); // dense/kernel, dense/bias
 * ```
 */
export function weightsFromBytes(model: Weighted, bytes: Uint8Array, options: WeightsOptions = {}): LoadedWeights {
  return readWeights('weightsFromBytes', model, bytes, options);
}

/** As {@link weightsFromBytes}, in the name of another function. */
export function readWeights(
  where: string,
  model: Weighted,
  bytes: Uint8Array,
  options: WeightsOptions = {},
): LoadedWeights {
  checkOptions(where, options, ['partial']);
  const { partial = false } = options;
  checkFlags(where, { partial });
  const variables = variablesOf(model);
  if (bytes instanceof Uint8Array) checkSeal(where, bytes);
  const { arrays } = readSafetensors(where, bytes);
  const report = compare(variables, arrays);
  const problems = differences(report);
  if (partial ? report.loaded.length === 0 : problems !== '') {
    const way = partial ? ' Nothing in it fits.' : ' With { partial: true } what fits is loaded.';
    throw new DataError(`${where}: the file does not fit the model.${problems}${way}`);
  }
  const loaded = new Set(report.loaded);
  assignArrays(
    variables.filter(({ name }) => loaded.has(name)),
    arrays,
  );
  return report;
}

/** The contents of variables, by name. */
export function storedVariables(where: string, variables: readonly NamedVariable[]): Record<string, StoredArray> {
  const arrays = new Map<string, StoredArray>();
  for (const { name, variable } of variables) {
    if (arrays.has(name)) throw new ArgumentError(`${where}: two variables are called "${name}".`);
    const { shape, dtype } = variable;
    arrays.set(name, { shape, dtype, data: variable.value.dataSync() });
  }
  return Object.fromEntries(arrays);
}

/** Gives variables, all at once, the arrays of their names, which fit them. */
function assignArrays(variables: readonly NamedVariable[], arrays: Readonly<Record<string, StoredArray>>): void {
  assign(
    variables.map(({ name, variable }) => {
      const { data, shape, dtype } = arrays[name] as StoredArray;
      return [variable, tensor(data, { shape, dtype })];
    }),
  );
}

/** Which variables have an array of their name, shape and type. */
export function compare(
  variables: readonly NamedVariable[],
  arrays: Readonly<Record<string, StoredArray>>,
): LoadedWeights {
  const loaded: string[] = [];
  const missing: string[] = [];
  const unfit: string[] = [];
  const type = ({ dtype, shape }: Pick<StoredArray, 'dtype' | 'shape'>): string => `${dtype}${formatShape(shape)}`;
  for (const { name, variable } of variables) {
    const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (array === undefined) missing.push(name);
    else if (type(array) === type(variable)) loaded.push(name);
    else unfit.push(`${name}: ${type(array)}, not ${type(variable)}`);
  }
  const names = new Set(variables.map(({ name }) => name));
  return { loaded, missing, extra: Object.keys(arrays).filter((name) => !names.has(name)), unfit };
}

/** What does not fit, in words; empty when everything does. */
export function differences({ missing, extra, unfit }: LoadedWeights): string {
  const list = (what: string, names: readonly string[]): string => {
    if (names.length === 0) return '';
    const more = names.length > 6 ? ` and ${names.length - 6} more` : '';
    return ` ${what}: ${names.slice(0, 6).join(', ')}${more}.`;
  };
  return list('Missing', missing) + list('Too much', extra) + list('Different', unfit);
}
