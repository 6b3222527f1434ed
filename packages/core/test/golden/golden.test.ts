import { describe, expect, it, test } from 'vitest';
import * as core from '../../src/index.ts';
import { Tensor } from '../../src/index.ts';
import elementwise from './elementwise.json' with { type: 'json' };
import { type GoldenArray, goldenTensor, numberOf } from './numbers.ts';
import products from './products.json' with { type: 'json' };
import reductions from './reductions.json' with { type: 'json' };
import shaping from './shaping.json' with { type: 'json' };
import windows from './windows.json' with { type: 'json' };
import { without } from './without.ts';

/** A call of a function of core, and what NumPy or SciPy give for it. */
interface Case {
  readonly call: string;
  readonly arguments: readonly unknown[];
  readonly result: unknown;
  /** Largest error in units in the last place of the element type; 0 where there is none. */
  readonly ulps?: number;
  /** Largest absolute error, where results are small because larger terms cancel. */
  readonly atol?: number;
  /** Whether 0 and −0 differ. */
  readonly signedZeros?: boolean;
}

interface Golden {
  readonly program: string;
  readonly arrays: readonly GoldenArray[];
  readonly cases: readonly Case[];
}

const files: readonly Golden[] = [elementwise, reductions, shaping, products, windows];
const roundOff: Readonly<Record<string, number>> = { float32: 2 ** -23, float64: 2 ** -52 };
const smallest: Readonly<Record<string, number>> = { float32: 2 ** -149, float64: 2 ** -1074 };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Tensors for arrays, also inside of lists and options; `null` is an argument that is not there. */
function decoded(value: unknown, arrays: readonly GoldenArray[]): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((part) => decoded(part, arrays));
  if (!isObject(value)) return value;
  if (typeof value['array'] === 'number') return goldenTensor(arrays[value['array']] as GoldenArray);
  if ('values' in value) return goldenTensor(value as unknown as GoldenArray);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decoded(part, arrays)]));
}

function compare(actual: unknown, expected: unknown, row: Case): void {
  if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    expected.forEach((part, i) => {
      compare((actual as readonly unknown[])[i], part, row);
    });
    return;
  }
  const { ulps = 0, atol = 0, signedZeros = atol === 0 } = row;
  const { shape, dtype, values } = expected as GoldenArray;
  expect(actual).toBeInstanceOf(Tensor);
  const found = actual as Tensor;
  expect([found.shape, found.dtype]).toEqual([shape, dtype]);
  const numbers = found.dataSync();
  const rounded = dtype === 'float32' ? Math.fround : Number;
  const wrong = values.map(numberOf).flatMap((wanted, i) => {
    const got = numbers[i] as number;
    // What is too large for the element type is infinite, as it is rounded.
    if (Object.is(got, rounded(wanted))) return [];
    const unit = Math.max(Math.abs(wanted) * (roundOff[dtype] ?? 0), smallest[dtype] ?? 0);
    const near = Math.abs(got - wanted) <= ulps * unit + atol && (wanted !== 0 || !signedZeros);
    return near ? [] : [{ at: i, got, wanted }];
  });
  expect(wrong).toEqual([]);
}

const rows = files.flatMap(({ program, arrays, cases }) =>
  cases.map((row, i) => ({ name: `${row.call} (${program}, ${i})`, row, arrays })),
);

describe('values from outside', () => {
  test.each(rows)('$name', ({ row, arrays }) => {
    const of = (core as unknown as Record<string, (...args: unknown[]) => unknown>)[row.call];
    compare(of?.(...row.arguments.map((argument) => decoded(argument, arrays))), row.result, row);
  });

  it('exist for every function, or there is a reason', () => {
    const isFunction = (value: unknown): boolean => typeof value === 'function' && !/^class\b/.test(String(value));
    const functions = Object.entries(core).flatMap(([name, value]) => (isFunction(value) ? [name] : []));
    const compared = new Set(files.flatMap(({ cases }) => cases.map(({ call }) => call)));
    expect([...compared, ...Object.keys(without)].sort()).toEqual(functions.sort());
  });
});
