import { describe, expect, it } from 'vitest';
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cosh,
  exp2,
  hypot,
  log2,
  log10,
  sinh,
  type Tensor,
  tan,
  tensor,
} from '../../src/index.ts';

/** Numbers between 0 and 1 that are the same in every run (linear congruential generator of Numerical Recipes). */
function generator(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = generator();

const count = 4000;
const uniform = (from: number, to: number): number[] =>
  Array.from({ length: count }, () => from + (to - from) * random());

/** Both signs, every exponent from `from` to `to`. */
const swept = (from: number, to: number): number[] =>
  uniform(from, to).map((exponent, i) => (i % 2 === 0 ? 1 : -1) * 2 ** Math.floor(exponent) * (1 + random()));

/** Numbers that come close to 1 from below. */
const nearOne = (): number[] => swept(-20, -1).map((x) => Math.sign(x) * (1 - Math.abs(x)));

type Format = 'float32' | 'float64';
const exponents = { float32: 126, float64: 1000 };

interface Row {
  readonly name: string;
  readonly of: (...x: Tensor[]) => Tensor;
  readonly meaning: (...x: number[]) => number;
  readonly inputs: (format: Format) => number[][];
  /** Largest errors in units in the last place, as the documentation says. */
  readonly ulps: { readonly [F in Format]: number };
}

const rows: readonly Row[] = [
  {
    name: 'asin',
    of: asin,
    meaning: Math.asin,
    inputs: () => [[...uniform(-1, 1), ...nearOne(), ...swept(-60, -1)]],
    ulps: { float32: 2.8, float64: 2.8 },
  },
  {
    name: 'acos',
    of: acos,
    meaning: Math.acos,
    inputs: () => [[...uniform(-1, 1), ...nearOne(), ...swept(-60, -1)]],
    ulps: { float32: 1.8, float64: 1.8 },
  },
  {
    name: 'atan',
    of: atan,
    meaning: Math.atan,
    inputs: (format) => [[...uniform(-3, 3), ...swept(-exponents[format], exponents[format])]],
    ulps: { float32: 2, float64: 1.5 },
  },
  {
    name: 'tan',
    of: tan,
    meaning: Math.tan,
    inputs: () => [[...uniform(-10, 10), ...uniform(-1e4, 1e4), ...swept(-60, 0)]],
    ulps: { float32: 1.9, float64: 2.7 },
  },
  {
    name: 'sinh',
    of: sinh,
    meaning: Math.sinh,
    inputs: (format) => [[...uniform(-3, 3), ...uniform(-25, 25), ...uniform(0, format === 'float32' ? 89.4 : 710.4)]],
    ulps: { float32: 2.5, float64: 2.6 },
  },
  {
    name: 'cosh',
    of: cosh,
    meaning: Math.cosh,
    inputs: (format) => [[...uniform(-3, 3), ...uniform(0, format === 'float32' ? 89.4 : 710.4)]],
    ulps: { float32: 2.8, float64: 2.7 },
  },
  {
    name: 'asinh',
    of: asinh,
    meaning: Math.asinh,
    inputs: (format) => [[...uniform(-4, 4), ...swept(-exponents[format], exponents[format]), ...swept(-20, 30)]],
    ulps: { float32: 1.8, float64: 2 },
  },
  {
    name: 'acosh',
    of: acosh,
    meaning: Math.acosh,
    inputs: (format) => [
      [...uniform(1, 4), ...swept(-22, 0).map((x) => 1 + Math.abs(x)), ...swept(0, exponents[format]).map(Math.abs)],
    ],
    ulps: { float32: 2.8, float64: 2.8 },
  },
  {
    name: 'atanh',
    of: atanh,
    meaning: Math.atanh,
    inputs: () => [[...uniform(-1, 1), ...nearOne(), ...swept(-60, -1)]],
    ulps: { float32: 1.4, float64: 1.4 },
  },
  {
    name: 'exp2',
    of: exp2,
    meaning: (x) => 2 ** x,
    inputs: (format) => [[...uniform(-2, 2), ...uniform(-exponents[format], exponents[format])]],
    ulps: { float32: 1, float64: 1 },
  },
  {
    name: 'log2',
    of: log2,
    meaning: Math.log2,
    inputs: (format) => [
      [...uniform(0.5, 2), ...nearOne().map(Math.abs), ...swept(-exponents[format], exponents[format]).map(Math.abs)],
    ],
    ulps: { float32: 1.5, float64: 1.6 },
  },
  {
    name: 'log10',
    of: log10,
    meaning: Math.log10,
    inputs: (format) => [
      [...uniform(0.1, 10), ...nearOne().map(Math.abs), ...swept(-exponents[format], exponents[format]).map(Math.abs)],
    ],
    ulps: { float32: 1.8, float64: 2.4 },
  },
  {
    name: 'cbrt',
    of: cbrt,
    meaning: Math.cbrt,
    inputs: (format) => [[...uniform(-8, 8), ...swept(-exponents[format], exponents[format])]],
    ulps: { float32: 0.8, float64: 0.8 },
  },
  {
    name: 'atan2',
    of: atan2,
    meaning: Math.atan2,
    inputs: (format) => {
      const y = [...uniform(-3, 3), ...swept(-exponents[format] + 4, exponents[format] - 4)];
      return [y, y.map((x, i) => (i < count ? 6 * random() - 3 : x * (8 * random() - 4)))];
    },
    ulps: { float32: 2.4, float64: 2.5 },
  },
  {
    name: 'hypot',
    of: hypot,
    meaning: Math.hypot,
    inputs: (format) => {
      const a = [...uniform(-3, 3), ...swept(-exponents[format] + 4, exponents[format] - 4)];
      return [a, a.map((x, i) => (i < count ? 6 * random() - 3 : x * (8 * random() - 4)))];
    },
    ulps: { float32: 1.2, float64: 1.2 },
  },
];

const formats = {
  float32: { Elements: Float32Array, bits: 24, lowest: -126 },
  float64: { Elements: Float64Array, bits: 53, lowest: -1022 },
} as const;

describe.each(rows)('$name', ({ of, meaning, inputs, ulps }) => {
  // Engines promise less than one unit for their own functions in float64, which hardly counts in float32.
  it.each([
    { format: 'float32', reference: 0 },
    { format: 'float64', reference: 1 },
  ] as const)('is as accurate in $format as its documentation says', ({ format, reference }) => {
    const { Elements, bits, lowest } = formats[format];
    const arrays = inputs(format).map((list) => new Elements(list));
    const found = of(...arrays.map((array) => tensor(array))).dataSync();
    let worst = { error: 0, at: arrays.map((array) => array[0]) };
    found.forEach((y, i) => {
      const at = arrays.map((array) => array[i] as number);
      const wanted = meaning(...at);
      const exponent = Math.max(lowest, Math.floor(Math.log2(Math.abs(wanted))));
      const error = y === wanted ? 0 : Math.abs(y - wanted) / 2 ** (exponent - bits + 1);
      // NaN and infinite errors count: they are not at most anything.
      if (!(error <= worst.error)) worst = { error, at };
    });
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(ulps[format] + reference);
  });
});
