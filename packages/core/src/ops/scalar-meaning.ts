import { convert, type DType, dtypes } from '../dtype.ts';
import type { BinaryOp, CompareOp, ElementwiseOp, UnaryOp } from './elementwise.ts';

type Scalar = (...x: number[]) => number;

const modulo32 = (count: number, bits: number): number => count & (bits - 1);

/** Abramowitz & Stegun 7.1.5 for small |x| and the continued fraction 7.1.14 otherwise: within 3 ulp of float64. */
export function erfScalar(x: number): number {
  if (Number.isNaN(x)) return x;
  const magnitude = Math.abs(x);
  if (magnitude > 6) return Math.sign(x);
  if (magnitude < 0.8) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = magnitude;
  for (let k = 400; k > 0; k--) fraction = magnitude + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction));
}

/** The continued fraction of Abramowitz & Stegun 26.2.14 where 1 + erf would cancel. */
function normalProbabilityScalar(x: number): number {
  if (!(x < -1.2)) return (1 + erfScalar(x * Math.SQRT1_2)) / 2;
  const t = Math.min(-x, 40);
  let fraction = t;
  for (let k = 400; k > 0; k--) fraction = t + k / fraction;
  // The square of a float32 number is exact.
  const upper = Math.fround(t);
  const power = Math.exp((upper * upper) / -2) * Math.exp(((t - upper) * (t + upper)) / -2);
  return power / (Math.sqrt(2 * Math.PI) * fraction);
}

/**
 * Threefry-2x32 with 20 rounds on the host: two random 32-bit words from the two words of a key and of a counter.
 * @see Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3, SC 2011
 * @example
 * ```ts
 * import { threefry2x32 } from '@gradkit/core';
 * console.log(threefry2x32(0, 0, 0, 0)); // [1797259609, 2579123966]
 * ```
 */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number): [number, number] {
  const keys = [key0, key1, key0 ^ key1 ^ threefryParity];
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let group = 0; group < 5; group++) {
    for (const rotation of threefryRotations[group % 2] as readonly number[]) {
      x0 = (x0 + x1) | 0;
      x1 = (x1 << rotation) | (x1 >>> (32 - rotation));
      x1 ^= x0;
    }
    x0 = (x0 + (keys[(group + 1) % 3] as number)) | 0;
    x1 = (x1 + (keys[(group + 2) % 3] as number) + group + 1) | 0;
  }
  return [x0 >>> 0, x1 >>> 0];
}
export const threefryParity = 0x1bd11bda;
export const threefryRotations: readonly (readonly number[])[] = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
];

const nanAware =
  (choose: Scalar): Scalar =>
  (a, b) =>
    Number.isNaN(a) || Number.isNaN(b) ? NaN : choose(a as number, b as number);

const forFloats: { readonly [O in UnaryOp | BinaryOp | CompareOp]?: Scalar } = {
  div: (a, b) => (a as number) / (b as number),
  rem: (a, b) => (a as number) % (b as number),
  sign: Math.sign,
  mul: (a, b) => (a as number) * (b as number),
};

/** Division by zero gives 0 in integers, and the one overflow wraps: no trap, the same on every target. */
const forIntegers: { readonly [O in UnaryOp | BinaryOp | CompareOp]?: Scalar } = {
  div: (a, b) => (b === 0 ? 0 : Math.trunc((a as number) / (b as number))),
  rem: (a, b) => (b === 0 ? 0 : (a as number) % (b as number)),
  sign: Math.sign,
  mul: (a, b) => Math.imul(a as number, b as number),
};

const forAll: { readonly [O in UnaryOp | BinaryOp | CompareOp]?: Scalar } = {
  neg: (x) => -(x as number),
  abs: Math.abs,
  floor: Math.floor,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  // For negative x the other form, whose small results do not underflow early.
  sigmoid: (x) =>
    (x as number) < 0 ? Math.exp(x as number) / (1 + Math.exp(x as number)) : 1 / (1 + Math.exp(-(x as number))),
  erf: (x) => erfScalar(x as number),
  normalProbability: (x) => normalProbabilityScalar(x as number),
  add: (a, b) => (a as number) + (b as number),
  sub: (a, b) => (a as number) - (b as number),
  // IEEE 754-2008 (and C): one to any power, and anything to the zeroth, is one; JavaScript differs for NaN.
  pow: (a, b) =>
    a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) ? 1 : (a as number) ** (b as number),
  max: /* @__PURE__ */ nanAware(Math.max),
  min: /* @__PURE__ */ nanAware(Math.min),
  and: (a, b) => (a as number) & (b as number),
  or: (a, b) => (a as number) | (b as number),
  xor: (a, b) => (a as number) ^ (b as number),
  eq: (a, b) => (a === b ? 1 : 0),
  lt: (a, b) => ((a as number) < (b as number) ? 1 : 0),
  le: (a, b) => ((a as number) <= (b as number) ? 1 : 0),
};

/**
 * The meaning of an elementwise operation on numbers: float64 for floats, wrapping for integers.
 * @param dtype the element type of the inputs (of the value, for `cast`)
 */
export function scalarMeaning(op: ElementwiseOp, dtype: DType, attributes: object): (...x: number[]) => number {
  const { wrap, float, bytes } = dtypes[dtype];
  const own = attributes as { readonly dtype: DType; readonly word: 0 | 1 | 'xor' };
  const finish = float ? (x: number) => x : wrap;
  switch (op) {
    case 'cast': {
      const to = own.dtype;
      return to === 'float32' || to === 'float64' ? (x) => x as number : (x) => convert(x as number, dtype, to);
    }
    case 'bitcast': {
      const from = dtypes[dtype].allocate(1);
      const to = dtypes[own.dtype].view(from.buffer, 0, 1);
      return (x) => {
        from[0] = x as number;
        return to[0] as number;
      };
    }
    case 'select':
      return (condition, a, b) => (condition !== 0 ? a : b) as number;
    case 'randomBits': {
      const { word } = own;
      return (k0, k1, c0, c1) => {
        const both = threefry2x32(k0 as number, k1 as number, c0 as number, c1 as number);
        return word === 'xor' ? (both[0] ^ both[1]) >>> 0 : both[word];
      };
    }
    case 'shl':
      return (a, b) => wrap((a as number) << modulo32(b as number, bytes * 8));
    case 'shr':
      return dtype === 'int32'
        ? (a, b) => (a as number) >> modulo32(b as number, 32)
        : (a, b) => (a as number) >>> modulo32(b as number, bytes * 8);
    default: {
      const meaning = (float ? forFloats : forIntegers)[op] ?? (forAll[op] as Scalar);
      return (...x) => finish(meaning(...x));
    }
  }
}
