import type { FunctionBuilder, FunctionHandle, Label, Local, Module } from '../assembler.ts';
import { vectors } from './vectors.ts';

/** Pushes a float64 number, which both lanes of the register hold. */
export type Value = () => void;

/** A number that can be set: a variable, or an element of a matrix. */
export type Place = Value & { readonly set: (value: Value) => void };

/** A position, a count or an address. */
export type Index = number | Local<'i32'> | (() => void);

/** Pushes an i32 that is not 0 where it holds. */
export type Condition = () => void;

/**
 * Writes algorithms on matrices as books do: numbers are formulas (`add(mul(a, b), c)`), places are read by naming them
 * and written by `set`, loops are `each`. All numbers are float64.
 */
export class Notation {
  readonly module: Module;
  readonly f: FunctionBuilder;

  constructor(module: Module, f: FunctionBuilder) {
    this.module = module;
    this.f = f;
  }

  // ---- numbers

  readonly number = (value: number): Value => {
    return () => this.f.v128.const(Float64Array.of(value, value));
  };

  readonly add = (...terms: readonly Value[]): Value => this.folded('add', terms);
  readonly mul = (...factors: readonly Value[]): Value => this.folded('mul', factors);
  readonly sub = (a: Value, b: Value): Value => this.folded('sub', [a, b]);
  readonly div = (a: Value, b: Value): Value => this.folded('div', [a, b]);
  readonly neg = (a: Value): Value => this.applied('neg', a);
  readonly abs = (a: Value): Value => this.applied('abs', a);
  readonly sqrt = (a: Value): Value => this.applied('sqrt', a);

  /** The magnitude of `a` with the sign of `b`; zero has a sign too. */
  readonly withSign = (a: Value, b: Value): Value => {
    return () => {
      a();
      b();
      this.f.v128.const(BigUint64Array.of(signBit - 1n, signBit - 1n));
      // Bits of the first where the mask is set, of the second elsewhere.
      this.f.v128.bitselect();
    };
  };

  /** The largest power of two in a positive normal number. */
  readonly powerOfTwo = (a: Value): Value => {
    return () => {
      a();
      this.f.v128.const(BigUint64Array.of(exponentBits, exponentBits));
      this.f.v128.and();
    };
  };

  readonly choose = (condition: Condition, a: Value, b: Value): Value => {
    return () => {
      a();
      b();
      condition();
      this.f.select();
    };
  };

  private folded(name: 'add' | 'sub' | 'mul' | 'div', values: readonly Value[]): Value {
    return () =>
      values.forEach((value, i) => {
        value();
        if (i > 0) this.f.f64x2[name]();
      });
  }

  private applied(name: 'neg' | 'abs' | 'sqrt', a: Value): Value {
    return () => {
      a();
      this.f.f64x2[name]();
    };
  }

  // ---- places

  /** A variable that starts as `value`, computed here. */
  readonly variable = (value: Value): Place => {
    const local = this.f.local('v128');
    const place = this.place(
      () => this.f.local.get(local),
      (next) => {
        next();
        this.f.local.set(local);
      },
    );
    place.set(value);
    return place;
  };

  /** The element at an address. */
  readonly at = (address: Index): Place => {
    return this.place(
      () => {
        this.push(address);
        this.f.v128.load64_splat();
      },
      (value) => {
        this.push(address);
        value();
        this.f.v128.store64_lane(0);
      },
    );
  };

  private place(read: Value, set: Place['set']): Place {
    return Object.assign(read, { set });
  }

  // ---- conditions

  readonly less = (a: Value, b: Value): Condition => this.compared(a, b, 'lt');
  /** `a ≤ b`; false where one is NaN. */
  readonly atMost = (a: Value, b: Value): Condition => this.compared(a, b, 'le');
  readonly isZero = (a: Value): Condition => this.compared(a, this.number(0), 'eq');
  readonly before = (i: Index, j: Index): Condition => {
    return () => {
      this.push(i);
      this.push(j);
      this.f.i32.lt_s();
    };
  };
  readonly not = (condition: Condition): Condition => {
    return () => {
      condition();
      this.f.i32.eqz();
    };
  };

  private compared(a: Value, b: Value, name: 'lt' | 'le' | 'eq'): Condition {
    return () => {
      a();
      b();
      this.f.f64x2[name]();
      this.f.i32x4.extract_lane(0);
    };
  }

  // ---- positions

  readonly plus = (...terms: readonly Index[]): Index => {
    return () =>
      terms.forEach((term, i) => {
        this.push(term);
        if (i > 0) this.f.i32.add();
      });
  };

  readonly minus = (i: Index, j: Index): Index => {
    return () => {
      this.push(i);
      this.push(j);
      this.f.i32.sub();
    };
  };

  readonly times = (i: Index, factor: number): Index => {
    return () => {
      this.push(i);
      this.f.i32.const(factor);
      this.f.i32.mul();
    };
  };

  /** A whole number as a position. */
  readonly truncated = (a: Value): Index => {
    return () => {
      a();
      this.f.i32x4.trunc_sat_f64x2_s_zero();
      this.f.i32x4.extract_lane(0);
    };
  };

  /** A position as a number. */
  readonly asNumber = (i: Index): Value => {
    return () => {
      this.push(i);
      this.f.i32x4.splat();
      this.f.f64x2.convert_low_i32x4_s();
    };
  };

  /** A position that can be set, starting as `value`. */
  readonly position = (value: Index): Local<'i32'> => {
    const local = this.f.local('i32');
    this.set(local, value);
    return local;
  };

  readonly set = (position: Local<'i32'>, value: Index): void => {
    this.push(value);
    this.f.local.set(position);
  };

  readonly push = (index: Index): void => {
    if (typeof index === 'number') this.f.i32.const(index);
    else if (typeof index === 'function') index();
    else this.f.local.get(index);
  };

  // ---- control

  /** `for (i = from; i < to; i++)`, with bounds computed before. */
  readonly each = (from: Index, to: Index, body: (i: Local<'i32'>) => void): void => {
    const bound = (index: Index): number | Local<'i32'> => (typeof index === 'function' ? this.position(index) : index);
    const [first, end] = [bound(from), bound(to)];
    const counter = this.f.local('i32');
    this.f.for(counter, { from: first, to: end }, () => body(counter));
  };

  /** `for (i = count − 1; i >= 0; i--)` */
  readonly eachDown = (count: Index, body: (i: Local<'i32'>) => void): void => {
    const start = this.position(this.minus(count, 1));
    this.each(0, count, (k) => body(this.position(this.minus(start, k))));
  };

  /** At most `limit` rounds; a branch to the label ends them. */
  readonly repeat = (limit: number, body: (done: Label) => void): void => {
    this.f.block((done) => this.each(0, limit, () => body(done)));
  };

  readonly when = (condition: Condition, then: () => void, otherwise?: () => void): void => {
    condition();
    this.f.if(then, otherwise);
  };

  readonly leaveWhen = (condition: Condition, label: Label): void => {
    condition();
    this.f.br_if(label);
  };

  // ---- vectors, by address and count of elements

  readonly dot = (x: Index, y: Index, count: Index): Value => {
    return () => this.call(vectors.dot(this.module), x, y, count);
  };
  readonly largest = (x: Index, count: Index): Value => {
    return () => this.call(vectors.largest(this.module), x, count);
  };
  /** `y ← y + a x` */
  readonly axpy = (a: Value, x: Index, y: Index, count: Index): void => {
    this.call(vectors.axpy(this.module), a, x, y, count);
  };
  readonly scale = (a: Value, x: Index, count: Index): void => this.call(vectors.scale(this.module), a, x, count);
  readonly fill = (a: Value, x: Index, count: Index): void => this.call(vectors.fill(this.module), a, x, count);
  readonly swap = (x: Index, y: Index, count: Index): void => this.call(vectors.swap(this.module), x, y, count);
  /** `(x, y) ← (c x + s y, c y − s x)` */
  readonly rotate = (c: Value, s: Value, x: Index, y: Index, count: Index): void => {
    this.call(vectors.rotate(this.module), c, s, x, y, count);
  };

  /** Values are functions as positions are: both push themselves. */
  private call(callee: FunctionHandle, ...values: readonly Index[]): void {
    for (const value of values) this.push(value);
    this.f.call(callee);
  }
}

const signBit = 1n << 63n;
const exponentBits = 0x7ffn << 52n;

/** A matrix in memory, row after row. */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  private readonly m: Notation;
  private readonly base: Local<'i32'>;

  constructor(m: Notation, base: Local<'i32'>, rows: number, columns: number) {
    this.m = m;
    this.base = base;
    this.rows = rows;
    this.columns = columns;
  }

  /** The address of an element: the rest of its row follows. */
  from(i: Index, j: Index): Index {
    const { base, m, columns } = this;
    return m.plus(base, m.times(i, 8 * columns), m.times(j, 8));
  }

  row(i: Index): Index {
    return this.m.plus(this.base, this.m.times(i, 8 * this.columns));
  }

  at(i: Index, j: Index): Place {
    return this.m.at(this.from(i, j));
  }
}
