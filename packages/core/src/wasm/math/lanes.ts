/**
 * Formulas over the lanes of a vector, in which the functions of this folder are written.
 *
 * `m.add(m.mul(x, x), 1)` is code that leaves a vector on the stack when it is run. Running it twice computes it twice:
 * what a formula uses more than once is first put into a local variable by `keep`.
 */
import type { FunctionBuilder, Module } from '../assembler.ts';

export type LaneType = 'f32x4' | 'f64x2';

/** Code that leaves a vector on the stack. */
export type Vector = () => void;

/** A vector, or a number for all lanes. */
type Operand = Vector | number;

type Operation<Names extends string, Operands extends unknown[]> = {
  readonly [Name in Names]: (...operands: Operands) => Vector;
};

/** Comparisons give a mask: all bits of a lane set or none. `pmin` and `pmax` return a NaN in their first operand. */
export interface Lanes
  extends Operation<'abs' | 'neg' | 'nearest' | 'not', [x: Operand]>,
    Operation<'add' | 'sub' | 'mul' | 'div' | 'pmin' | 'pmax', [a: Operand, b: Operand]>,
    Operation<'eq' | 'lt' | 'ge' | 'and' | 'andnot' | 'or' | 'xor', [a: Operand, b: Operand]>,
    /** The lanes as integers; a number stands for the bits of that floating-point number. */
    Operation<'integerAdd' | 'integerSub', [a: Operand, b: Operand]>,
    /** Shifts that fill with zeros. */
    Operation<'shiftLeft' | 'shiftRight', [a: Vector, bits: number]> {
  readonly type: LaneType;
  readonly mantissaBits: number;
  readonly exponentBias: number;
  /** ln 2 = high + low; the product of `high` and any exponent is exact. */
  readonly ln2: { readonly high: number; readonly low: number };
  /** The value of `code`: computed here, read from a local variable afterwards. */
  keep(code: Vector): Vector;
  /** An integer in every lane. */
  integer(value: number): Vector;
  /** `a` where `mask` is set, `b` elsewhere. */
  select(mask: Vector, a: Operand, b: Operand): Vector;
  /** c₀ + c₁ x + c₂ x² + … */
  polynomial(x: Vector, coefficients: readonly number[]): Vector;
}

const formats = {
  f32x4: {
    integers: 'i32x4',
    mantissaBits: 23,
    exponentBias: 127,
    ln2: { high: 0.693145751953125, low: 1.428606765330187e-6 },
  },
  f64x2: {
    integers: 'i64x2',
    mantissaBits: 52,
    exponentBias: 1023,
    ln2: { high: 0.693147180559663, low: 2.8235290563031577e-13 },
  },
} as const;

/** From this degree on, the even and the odd powers are summed side by side: each step of one sum waits for the last. */
const longChain = 5;

export function lanesOf(module: Module, f: FunctionBuilder, type: LaneType): Lanes {
  const { integers, ...format } = formats[type];
  const floats = f[type];
  const ints = f[integers];
  const Floats = type === 'f32x4' ? Float32Array : Float64Array;
  const lanes = 16 / Floats.BYTES_PER_ELEMENT;

  // Read from a global, a constant costs a load; as an instruction it is put together anew in every call.
  function constant(key: string, value: () => ArrayBufferView): void {
    f.global.get(module.once(`${type} ${key}`, () => module.global('v128', (i) => i.v128.const(value()))));
  }

  function push(operand: Operand): void {
    if (typeof operand === 'function') operand();
    // The reciprocal tells −0 from 0.
    else constant(`${operand} ${1 / operand}`, () => new Floats(lanes).fill(operand));
  }

  function operation(instruction: () => void): (...operands: Operand[]) => Vector {
    return (...operands) =>
      () => {
        operands.forEach(push);
        instruction();
      };
  }

  function shift(instruction: () => void): (a: Vector, bits: number) => Vector {
    return (a, bits) => () => {
      a();
      f.i32.const(bits);
      instruction();
    };
  }

  const m: Lanes = {
    type,
    ...format,
    abs: operation(floats.abs),
    neg: operation(floats.neg),
    nearest: operation(floats.nearest),
    add: operation(floats.add),
    sub: operation(floats.sub),
    mul: operation(floats.mul),
    div: operation(floats.div),
    pmin: operation(floats.pmin),
    pmax: operation(floats.pmax),
    eq: operation(floats.eq),
    lt: operation(floats.lt),
    ge: operation(floats.ge),
    and: operation(f.v128.and),
    andnot: operation(f.v128.andnot),
    or: operation(f.v128.or),
    xor: operation(f.v128.xor),
    not: operation(f.v128.not),
    integerAdd: operation(ints.add),
    integerSub: operation(ints.sub),
    shiftLeft: shift(ints.shl),
    shiftRight: shift(ints.shr_u),
    keep(code) {
      const local = f.local('v128');
      code();
      f.local.set(local);
      return () => f.local.get(local);
    },
    integer: (value) => () =>
      constant(`integer ${value}`, () =>
        type === 'f32x4' ? new Int32Array(lanes).fill(value) : new BigInt64Array(lanes).fill(BigInt(value)),
      ),
    select: (mask, a, b) => () => {
      push(a);
      push(b);
      mask();
      f.v128.bitselect();
    },
    polynomial(x, coefficients) {
      const [first, ...rest] = coefficients;
      if (rest.length === 0) return () => push(first);
      if (rest.length < longChain) return m.add(m.mul(m.polynomial(x, rest), x), first);
      const square = m.keep(m.mul(x, x));
      const [even, odd] = [0, 1].map((parity) => coefficients.filter((_, power) => power % 2 === parity));
      return m.add(m.mul(m.polynomial(square, odd), x), m.polynomial(square, even));
    },
  };
  return m;
}
