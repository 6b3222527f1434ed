import { describe, expect, it } from 'vitest';
import { Module } from '../../src/wasm/assembler.ts';
import type { LaneType } from '../../src/wasm/math/lanes.ts';
import { codes } from '../codes.ts';

type Unary = 'exp' | 'expm1' | 'log' | 'log1p' | 'sin' | 'cos' | 'tanh' | 'sigmoid' | 'erf' | 'normalProbability';
type MathOp = Unary | 'pow';

const infinity = Number.POSITIVE_INFINITY;
const nan = Number.NaN;

/** Applies a function to lists of numbers, vector by vector. */
function apply(op: MathOp, lanes: LaneType, ...inputs: number[][]): Float32Array | Float64Array {
  const Lanes = lanes === 'f32x4' ? Float32Array : Float64Array;
  const length = inputs[0].length;
  const bytes = Math.ceil((length * Lanes.BYTES_PER_ELEMENT) / 16) * 16;
  const module = new Module();
  module.importMemory('env', 'memory', 1);
  module.export(
    'run',
    module.function([], [], (f) => {
      const i = f.local('i32');
      f.for(i, { to: bytes, step: 16 }, () => {
        f.local.get(i);
        inputs.forEach((_, position) => {
          f.local.get(i);
          f.v128.load((position + 1) * bytes);
        });
        codes[op].wasm({ f, module, width: lanes === 'f32x4' ? 4 : 2 }, lanes === 'f32x4' ? 'float32' : 'float64');
        f.v128.store();
      });
    }),
  );
  const memory = new WebAssembly.Memory({ initial: Math.ceil(((inputs.length + 1) * bytes) / 65536) });
  inputs.forEach((input, position) => {
    new Lanes(memory.buffer, (position + 1) * bytes, length).set(input);
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), { env: { memory } });
  (exports['run'] as () => void)();
  return new Lanes(memory.buffer, 0, length);
}

/** Numbers between 0 and 1 that are the same in every run (linear congruential generator of Numerical Recipes). */
function generator(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = generator();

function uniform(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, () => from + (to - from) * random());
}

/** Positive numbers whose exponents run from `from` to `to`. */
function swept(from: number, to: number, count: number): number[] {
  return uniform(from, to, count).map((exponent) => 2 ** Math.floor(exponent) * (1 + random()));
}

function bothSigns(numbers: number[]): number[] {
  return numbers.map((x, index) => (index % 2 === 0 ? x : -x));
}

describe('special values', () => {
  const formats = [
    { lanes: 'f32x4', tiny: 2 ** -149, round: Math.fround },
    { lanes: 'f64x2', tiny: 2 ** -1074, round: Number },
  ] as const;

  const expected: Record<Exclude<Unary, 'sin' | 'cos'>, (tiny: number) => number[]> = {
    exp: () => [1, 1, 1, 1, infinity, 0, infinity, 0, nan],
    expm1: (tiny) => [0, -0, tiny, -tiny, infinity, -1, infinity, -1, nan],
    log: (tiny) => [-infinity, -infinity, Math.log(tiny), nan, Math.log(1e30), nan, infinity, nan, nan],
    log1p: (tiny) => [0, -0, tiny, -tiny, Math.log(1e30), nan, infinity, nan, nan],
    tanh: (tiny) => [0, -0, tiny, -tiny, 1, -1, 1, -1, nan],
    sigmoid: () => [0.5, 0.5, 0.5, 0.5, 1, 0, 1, 0, nan],
    erf: (tiny) => [0, -0, tiny, -tiny, 1, -1, 1, -1, nan],
    normalProbability: () => [0.5, 0.5, 0.5, 0.5, 1, 0, 1, 0, nan],
  };

  it.each(formats)('are right in $lanes', ({ lanes, tiny, round }) => {
    const inputs = [0, -0, tiny, -tiny, 1e30, -1e30, infinity, -infinity, nan];
    for (const [op, values] of Object.entries(expected)) {
      // The logarithms of `tiny` and 1e30 are correctly rounded too, as it happens.
      expect([op, ...apply(op as MathOp, lanes, inputs)]).toEqual([op, ...values(tiny).map(round)]);
    }
    expect([...apply('log1p', lanes, [-1, -2, -infinity])]).toEqual([-infinity, nan, nan]);
    expect([...apply('log', lanes, [1])]).toEqual([0]);
  });

  it.each(formats)('of sin and cos are right in $lanes', ({ lanes, tiny }) => {
    const inputs = [0, -0, tiny, -tiny, infinity, -infinity, nan];
    expect([...apply('sin', lanes, inputs)]).toEqual([0, -0, tiny, -tiny, nan, nan, nan]);
    expect([...apply('cos', lanes, inputs)]).toEqual([1, 1, 1, 1, nan, nan, nan]);
  });

  it.each(formats)('of pow are those of C99 in $lanes', ({ lanes, tiny, round }) => {
    const values = [0, tiny, 0.5, 1, 2, 2.5, 3, 1e30, infinity].flatMap((x) => [x, -x]).concat(nan);
    const pairs = values.flatMap((x) => values.map((y) => [round(x), round(y)] as const));
    const actual = apply(
      'pow',
      lanes,
      pairs.map(([x]) => x),
      pairs.map(([, y]) => y),
    );
    const wrong = pairs.filter(([x, y], index) => {
      // JavaScript differs from C99 only where |x| = 1.
      const wanted = x === 1 || (x === -1 && Math.abs(y) === infinity) ? 1 : round(x ** y);
      // Ordinary results are the business of the other tests.
      return !Object.is(actual[index], wanted) && !(Math.abs(actual[index] / wanted - 1) < 1e-6);
    });
    expect(wrong).toEqual([]);
  });
});

describe('float32', () => {
  /** Σ of the series below 2.5 and the continued fraction of erfc above; both to about 1e-15. */
  function erf(x: number): number {
    const a = Math.abs(x);
    if (a < 2.5) {
      // erf x = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!! has no cancellation.
      let [term, sum] = [x, x];
      for (let n = 1; n < 60; n++) sum += term *= (2 * a * a) / (2 * n + 1);
      return (2 / Math.sqrt(Math.PI)) * Math.exp(-a * a) * sum;
    }
    let fraction = 0;
    for (let n = 60; n >= 1; n--) fraction = n / 2 / (a + fraction);
    return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
  }

  /** Relatively accurate to about 1e-15: the continued fraction of the tail, whose exponential is that of an exact square. */
  function normalProbability(x: number): number {
    if (x > -3) return 0.5 + erf(x * Math.SQRT1_2) / 2;
    let fraction = 0;
    for (let n = 200; n >= 1; n--) fraction = n / (-x + fraction);
    // The square of a float32 number is exact in float64.
    return Math.exp((x * x) / -2) / Math.sqrt(2 * Math.PI) / (-x + fraction);
  }

  /** Distance in units in the last place of the float32 numbers around the reference; Infinity counts as 2¹²⁸. */
  function ulps(actual: number, reference: number): number {
    const [a, r] = [actual, reference].map((value) => Math.max(-(2 ** 128), Math.min(2 ** 128, value)));
    const exponent = Math.min(127, Math.max(-126, Math.floor(Math.log2(Math.abs(r)))));
    return Math.abs(a - r) / 2 ** (exponent - 23);
  }

  /** The largest error, and where it occurs. */
  function worst(actual: ArrayLike<number>, reference: (index: number) => number): { error: number; index: number } {
    let [error, index] = [0, 0];
    for (let i = 0; i < actual.length; i++) {
      const wanted = reference(i);
      // NaN and infinite errors count: they are not at most anything.
      const here = Number.isNaN(wanted) && Number.isNaN(actual[i]) ? 0 : ulps(actual[i], wanted);
      if (!(here <= error)) [error, index] = [here, i];
    }
    return { error, index };
  }

  /** 200,000 bit patterns in equal steps: every exponent, both signs, denormal numbers, infinities and NaN. */
  const everywhere = new Float32Array(Uint32Array.from({ length: 200_003 }, (_, i) => i * 21_474).buffer);

  /** The float32 numbers up to `count` steps away from `x` on both sides. */
  function neighbours(x: number, count: number): number[] {
    const bits = new Int32Array(new Float32Array([x]).buffer)[0];
    return [...new Float32Array(Int32Array.from({ length: 2 * count + 1 }, (_, i) => bits + i - count).buffer)];
  }
  /** Where formulas change or cancel: around 1, the edges of overflow and underflow, ln 2 / 2 and a million. */
  const edges = [
    ...[1, 0.5, 2, Math.LN2 / 2, 0.53, 0.8, 1.2, 2.5, 6, 9, 17.328, 88.7228, 87.3365, 103.972, 1e6, 2 ** 24],
    ...[2 ** -126, 2 ** -24, 2 ** -12],
  ].flatMap((x) => bothSigns(neighbours(x, 200).flatMap((y) => [y, y])));

  it.each<[Unary, number, (x: number) => number, [from: number, to: number]]>([
    ['exp', 1.1, Math.exp, [-104, 89]],
    ['expm1', 2, Math.expm1, [-2, 2]],
    ['log', 1, Math.log, [0.5, 2]],
    ['log1p', 1, Math.log1p, [-1, 1]],
    ['tanh', 1.6, Math.tanh, [-9, 9]],
    ['sigmoid', 2, (x) => 1 / (1 + Math.exp(-x)), [-104, 20]],
    ['erf', 1.8, erf, [-4, 4]],
    ['normalProbability', 3.5, normalProbability, [-15, 6]],
  ])('%s is within %d ulp', (op, budget, reference, [from, to]) => {
    const inputs = [...everywhere, ...edges, ...new Float32Array(uniform(from, to, 50_000))];
    const { error, index } = worst(apply(op, 'f32x4', inputs), (i) => reference(inputs[i]));
    expect(error, `${op}(${inputs[index]})`).toBeLessThanOrEqual(budget);
  });

  it.each<['sin' | 'cos', (x: number) => number]>([
    ['sin', Math.sin],
    ['cos', Math.cos],
  ])('%s is within 1 ulp up to 1e7 and bounded beyond', (op, reference) => {
    const turns = new Float32Array([...uniform(-1e5, 1e5, 50_000), ...uniform(9e5, 1.1e6, 20_000)]);
    const small = [...everywhere, ...edges, ...turns].filter((x) => Math.abs(x) <= 1e7);
    const { error, index } = worst(apply(op, 'f32x4', small), (i) => reference(small[i]));
    expect(error, `${op}(${small[index]})`).toBeLessThanOrEqual(1);
    const large = apply(op, 'f32x4', [...everywhere.filter((x) => Math.abs(x) > 1e7 && Math.abs(x) < infinity)]);
    expect(large.every((y) => Math.abs(y) <= 1)).toBe(true);
  });

  it('pow is within 1 ulp', () => {
    const bases = new Float32Array([...swept(-149, 127, 50_000), ...uniform(0.5, 2, 50_000)]);
    // The exponents reach from denormal results to infinite ones.
    const exponents = Float32Array.from(bases, (x) => (random() * 240 - 150) / Math.log2(x));
    const { error, index } = worst(apply('pow', 'f32x4', [...bases], [...exponents]), (i) => bases[i] ** exponents[i]);
    expect(error, `${bases[index]} ** ${exponents[index]}`).toBeLessThanOrEqual(1);
  });
});

describe('float64', () => {
  // The reference is fixed-point arithmetic on integers, with 256 bits behind the point, and the series of the textbooks.
  const places = 256n;
  const one = 1n << places;

  /** A number, exactly: mantissa · 2^exponent. */
  interface Exact {
    readonly mantissa: bigint;
    readonly exponent: number;
  }

  const shifted = (value: bigint, by: number): bigint => (by >= 0 ? value << BigInt(by) : value >> BigInt(-by));
  const lengthOf = (value: bigint): number => (value < 0n ? -value : value).toString(2).length;
  const exactly = (fixed: bigint): Exact => ({ mantissa: fixed, exponent: -Number(places) });
  const fixedPoint = ({ mantissa, exponent }: Exact): bigint => shifted(mantissa, exponent + Number(places));
  const times = (a: bigint, b: bigint): bigint => (a * b) >> places;

  function exact(x: number): Exact {
    const bits = new BigUint64Array(new Float64Array([x]).buffer)[0];
    const field = Number((bits >> 52n) & 0x7ffn);
    const fraction = bits & ((1n << 52n) - 1n);
    const magnitude = field === 0 ? fraction : fraction | (1n << 52n);
    return { mantissa: x < 0 ? -magnitude : magnitude, exponent: Math.max(field, 1) - 1075 };
  }

  function plus(a: Exact, b: Exact): Exact {
    const exponent = Math.min(a.exponent, b.exponent);
    const [inUnits, otherInUnits] = [a, b].map((term) => shifted(term.mantissa, term.exponent - exponent));
    return { mantissa: inUnits + otherInUnits, exponent };
  }

  function over(a: Exact, b: Exact): Exact {
    const shift = 256 + Math.max(0, lengthOf(b.mantissa) - lengthOf(a.mantissa));
    return { mantissa: (a.mantissa << BigInt(shift)) / b.mantissa, exponent: a.exponent - b.exponent - shift };
  }

  /** Σ termₙ / weight(n), until the terms vanish. */
  function series(
    first: bigint,
    next: (term: bigint, n: bigint) => bigint,
    weight = (_: bigint): bigint => 1n,
  ): bigint {
    let sum = 0n;
    let term = first;
    for (let n = 0n; term !== 0n && term !== -1n; term = next(term, n)) sum += term / weight(n++);
    return sum;
  }

  /** s + s³/3 + s⁵/5 + … */
  function artanh(s: bigint): bigint {
    const square = times(s, s);
    return series(
      s,
      (term) => times(term, square),
      (n) => 2n * n + 1n,
    );
  }

  const arctanOfInverse = (k: bigint): bigint =>
    series(
      one / k,
      (term) => -term / (k * k),
      (n) => 2n * n + 1n,
    );
  const ln2 = 2n * artanh(one / 3n);
  // Machin's formula
  const pi = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);
  const unit: Exact = { mantissa: 1n, exponent: 0 };
  const minusUnit: Exact = { mantissa: -1n, exponent: 0 };

  function exp(x: bigint): Exact {
    const n = x / ln2;
    const r = x - n * ln2;
    return { mantissa: series(one, (term, k) => times(term, r) / k), exponent: Number(n - places) };
  }

  function log({ mantissa, exponent }: Exact): bigint {
    const length = lengthOf(mantissa);
    const scaled = shifted(mantissa, Number(places) + 1 - length);
    return 2n * artanh(((scaled - one) << places) / (scaled + one)) + BigInt(exponent + length - 1) * ln2;
  }

  function sin(x: bigint): Exact {
    const turn = x % (2n * pi);
    const square = times(turn, turn);
    return exactly(series(turn, (term, n) => -times(term, square) / (2n * n * (2n * n + 1n))));
  }

  function erf(x: bigint): Exact {
    const square = times(x, x);
    const sum = series(x, (term, n) => (2n * times(term, square)) / (2n * n + 1n));
    const { mantissa, exponent } = exp(-square);
    // √π, with twice the places under the root
    return over({ mantissa: 2n * sum * mantissa, exponent: exponent - Number(places) }, exactly(root(pi << places)));
  }

  function normalProbability(x: bigint): Exact {
    // 1 + erf (x / √2), as long as enough digits are left
    if (x > -4n * one) {
      const both = plus(unit, erf(times(x, root(one << (places - 1n)))));
      return { ...both, exponent: both.exponent - 1 };
    }
    // e^(−x²/2) / √(2π) / (t + 1 / (t + 2 / (t + …))) at t = −x
    let fraction = -x;
    for (let n = 200n; n > 0n; n--) fraction = -x + ((n * one) << places) / fraction;
    return over(exp(times(x, x) / -2n), exactly(times(fraction, root((2n * pi) << places))));
  }

  function root(x: bigint): bigint {
    let guess = 1n << BigInt((lengthOf(x) + 1) >> 1);
    for (;;) {
      const better = (guess + x / guess) >> 1n;
      if (better >= guess) return guess;
      guess = better;
    }
  }

  /** Distance in units in the last place of the float64 numbers around the reference. */
  function ulps(actual: number, reference: Exact): number {
    if (!Number.isFinite(actual)) return infinity;
    const last = Math.max(reference.exponent + lengthOf(reference.mantissa) - 1, -1022) - 52;
    // In units of 2⁻⁴⁰ ulp.
    const difference = plus(exact(actual), { ...reference, mantissa: -reference.mantissa });
    return Math.abs(Number(shifted(difference.mantissa, difference.exponent - last + 40))) / 2 ** 40;
  }

  const fixed = (x: number): bigint => fixedPoint(exact(x));
  const references: Record<Unary, (x: number) => Exact> = {
    exp: (x) => exp(fixed(x)),
    expm1: (x) => plus(exp(fixed(x)), minusUnit),
    log: (x) => exactly(log(exact(x))),
    log1p: (x) => exactly(log(plus(exact(x), unit))),
    sin: (x) => sin(fixed(x)),
    cos: (x) => sin(fixed(x) + (pi >> 1n)),
    tanh(x) {
      const e = exp(2n * fixed(x));
      return over(plus(e, minusUnit), plus(e, unit));
    },
    sigmoid: (x) => over(unit, plus(unit, exp(-fixed(x)))),
    erf: (x) => erf(fixed(x)),
    normalProbability: (x) => normalProbability(fixed(x)),
  };

  it('is compared with references that know the constants', () => {
    const digits = (x: bigint): string => ((x * 10n ** 30n) >> places).toString();
    // OEIS A000796, A002162, A001113, A099286 (erf 1)
    expect(digits(pi)).toBe('3141592653589793238462643383279');
    expect(digits(ln2)).toBe('693147180559945309417232121458');
    expect(digits(fixedPoint(exp(one)))).toBe('2718281828459045235360287471352');
    expect(digits(fixedPoint(erf(one)))).toBe('842700792949714869341220635082');
    expect(digits(log({ mantissa: 10n, exponent: 0 }))).toBe('2302585092994045684017991454684');
  });

  /** Smaller numbers than 2⁻⁶⁰ are special values: the function is 1, ½ or x itself. */
  const small = bothSigns(swept(-60, -2, 1000));
  const turns = [
    ...small,
    ...uniform(-10, 10, 2000),
    ...uniform(-1e5, 1e5, 2000),
    // The numbers next to multiples of π/2, where almost all digits cancel.
    ...uniform(0, 63_000, 2000).map((k) => Math.floor(k) * (Math.PI / 2)),
  ];
  const samples: Record<Unary, [budget: number, inputs: number[]]> = {
    exp: [1, [...small, ...uniform(-20, 20, 2000), ...uniform(-744, 709.7, 2000), ...uniform(-745, -708, 1000)]],
    expm1: [2.4, [...small, ...uniform(-2, 2, 3000), ...uniform(-40, 709, 2000)]],
    log: [
      1,
      [...small.map((x) => 1 + x), ...uniform(0.5, 2, 2000), ...swept(-1022, 1023, 2000), ...swept(-1074, -1022, 1000)],
    ],
    log1p: [1, [...small, ...uniform(-1, 3, 2000), ...swept(-50, -2, 1000).map((x) => x - 1), ...swept(0, 1023, 1000)]],
    sin: [1.6, turns],
    cos: [1.6, turns],
    tanh: [2.5, [...small, ...uniform(-1, 1, 3000), ...uniform(-20, 20, 2000)]],
    sigmoid: [2, [...small, ...uniform(-40, 40, 3000), ...uniform(-745, -20, 2000)]],
    erf: [1.5, [...small, ...uniform(-1.2, 1.2, 2000), ...uniform(-6, 6, 1000)]],
    normalProbability: [3, [...small, ...uniform(-6, 6, 2000), ...uniform(-38.6, -4, 2000)]],
  };

  it.each(Object.entries(samples))('%s keeps its budget', (name, [budget, inputs]) => {
    const op = name as Unary;
    const actual = apply(op, 'f64x2', inputs);
    let [error, at] = [0, nan];
    inputs.forEach((x, index) => {
      const here = ulps(actual[index], references[op](x));
      if (!(here <= error)) [error, at] = [here, x];
    });
    expect(error, `${op}(${at})`).toBeLessThanOrEqual(budget);
  });

  it('pow is within 1.5 ulp, also close to overflow and underflow', () => {
    const bases = [...swept(-1000, 1000, 1500), ...uniform(0.5, 2, 1500), ...small.map((x) => 1 + x)].filter(
      (x) => x !== 1,
    );
    const exponents = bases.map((x) => ((random() < 0.5 ? -745 : 709.7) * Math.sqrt(random())) / Math.log(x));
    const actual = apply('pow', 'f64x2', bases, exponents);
    let [error, at] = [0, [nan, nan]];
    bases.forEach((x, index) => {
      const { mantissa, exponent } = exact(exponents[index]);
      const reference = exp(shifted(log(exact(x)) * mantissa, exponent));
      const here = ulps(actual[index], reference);
      if (!(here <= error)) [error, at] = [here, [x, exponents[index]]];
    });
    expect(error, at.join(' ** ')).toBeLessThanOrEqual(1.5);
  });
});

it('gives the same bits on every engine', () => {
  // Change these numbers together with a formula or a coefficient, and only then.
  const expected = { f32x4: 1241888388, f64x2: -49321596 };
  const steady = generator();
  const inputs = Array.from({ length: 1000 }, () => 10 * steady() - 3);
  const ops: MathOp[] = [
    'exp',
    'expm1',
    'log',
    'log1p',
    'sin',
    'cos',
    'tanh',
    'sigmoid',
    'erf',
    'normalProbability',
    'pow',
  ];
  for (const lanes of ['f32x4', 'f64x2'] as const) {
    let hash = 0;
    for (const op of ops) {
      const results = apply(op, lanes, ...(op === 'pow' ? [inputs.map(Math.abs), inputs] : [inputs]));
      // The bits of a NaN are left to the engine.
      const numbers = results.map((y) => (Number.isNaN(y) ? 0 : y));
      for (const word of new Int32Array(numbers.buffer)) hash = Math.imul(hash ^ word, 16777619);
    }
    expect(hash).toBe(expected[lanes]);
  }
});
