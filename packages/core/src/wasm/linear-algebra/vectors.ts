import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';

/**
 * Functions on vectors of float64 that lie in memory without gaps: what the algorithms on matrices spend their time in.
 * Each exists once in a module, and takes addresses and a count of elements.
 */
export const vectors = {
  /** `Σ xᵢ yᵢ`, in both lanes. */
  dot(module: Module): FunctionHandle {
    return module.once('linalg dot', () =>
      module.function(['i32', 'i32', 'i32'], ['v128'], (f, x, y, count) => {
        const sums = [0, 1, 2, 3].map(() => f.local('v128'));
        sweep(f, [x, y], count, sums.length, (load, _, which) => {
          const sum = sums[which] as Local;
          load(x);
          load(y);
          f.f64x2.mul();
          f.local.get(sum);
          f.f64x2.add();
          f.local.set(sum);
        });
        sums.forEach((sum, i) => {
          f.local.get(sum);
          if (i > 0) f.f64x2.add();
        });
        foldLanes(f, () => f.f64x2.add());
      }),
    );
  },

  /** The largest `|xᵢ|`, in both lanes; NaN if there is one, 0 of nothing. */
  largest(module: Module): FunctionHandle {
    return module.once('linalg largest', () =>
      module.function(['i32', 'i32'], ['v128'], (f, x, count) => {
        const found = f.local('v128');
        sweep(f, [x], count, 1, (load) => {
          load(x);
          f.f64x2.abs();
          f.local.get(found);
          f.f64x2.max();
          f.local.set(found);
        });
        f.local.get(found);
        foldLanes(f, () => f.f64x2.max());
      }),
    );
  },

  /** `y ← y + a x` */
  axpy(module: Module): FunctionHandle {
    return module.once('linalg axpy', () =>
      module.function(['v128', 'i32', 'i32', 'i32'], [], (f, a, x, y, count) => {
        sweep(f, [x, y], count, 2, (load, store) => {
          store(y, () => {
            load(x);
            f.local.get(a);
            f.f64x2.mul();
            load(y);
            f.f64x2.add();
          });
        });
      }),
    );
  },

  /** `x ← a x` */
  scale(module: Module): FunctionHandle {
    return module.once('linalg scale', () =>
      module.function(['v128', 'i32', 'i32'], [], (f, a, x, count) => {
        sweep(f, [x], count, 1, (load, store) => {
          store(x, () => {
            load(x);
            f.local.get(a);
            f.f64x2.mul();
          });
        });
      }),
    );
  },

  /** `xᵢ ← a` */
  fill(module: Module): FunctionHandle {
    return module.once('linalg fill', () =>
      module.function(['v128', 'i32', 'i32'], [], (f, a, x, count) => {
        sweep(f, [x], count, 1, (_, store) => store(x, () => f.local.get(a)));
      }),
    );
  },

  /** `(x, y) ← (y, x)` */
  swap(module: Module): FunctionHandle {
    return module.once('linalg swap', () =>
      module.function(['i32', 'i32', 'i32'], [], (f, x, y, count) => {
        const held = f.local('v128');
        sweep(f, [x, y], count, 1, (load, store) => {
          load(x);
          f.local.set(held);
          store(x, () => load(y));
          store(y, () => f.local.get(held));
        });
      }),
    );
  },

  /** `(x, y) ← (c x + s y, c y − s x)` */
  rotate(module: Module): FunctionHandle {
    return module.once('linalg rotate', () =>
      module.function(['v128', 'v128', 'i32', 'i32', 'i32'], [], (f, c, s, x, y, count) => {
        const [first, second] = [f.local('v128'), f.local('v128')];
        const product = (factor: Local, of: Local): void => {
          f.local.get(factor);
          f.local.get(of);
          f.f64x2.mul();
        };
        sweep(f, [x, y], count, 2, (load, store) => {
          load(x);
          f.local.set(first);
          load(y);
          f.local.set(second);
          store(x, () => {
            product(c, first);
            product(s, second);
            f.f64x2.add();
          });
          store(y, () => {
            product(c, second);
            product(s, first);
            f.f64x2.sub();
          });
        });
      }),
    );
  },
};

/** Pushes what is at a pointer; a single element at the end has nothing beside it but 0. */
type Load = (pointer: Local<'i32'>) => void;
type Store = (pointer: Local<'i32'>, value: () => void) => void;

/** Two elements at a time, `unroll` times a round, then one by one what is left. Uses up pointers and count. */
function sweep(
  f: FunctionBuilder,
  pointers: readonly Local<'i32'>[],
  count: Local<'i32'>,
  unroll: number,
  body: (load: Load, store: Store, which: number) => void,
): void {
  const advance = (elements: number): void => {
    for (const pointer of pointers) {
      f.local.get(pointer);
      f.i32.const(8 * elements);
      f.i32.add();
      f.local.set(pointer);
    }
    f.local.get(count);
    f.i32.const(elements);
    f.i32.sub();
    f.local.set(count);
  };
  for (const steps of new Set([unroll, 1])) {
    f.block((done) => {
      f.loop((next) => {
        f.local.get(count);
        f.i32.const(2 * steps);
        f.i32.lt_s();
        f.br_if(done);
        for (let which = 0; which < steps; which++) {
          const load: Load = (pointer) => {
            f.local.get(pointer);
            f.v128.load(16 * which, 8);
          };
          const store: Store = (pointer, value) => {
            f.local.get(pointer);
            value();
            f.v128.store(16 * which, 8);
          };
          body(load, store, which);
        }
        advance(2 * steps);
        f.br(next);
      });
    });
  }
  f.local.get(count);
  f.if(() => {
    const load: Load = (pointer) => {
      f.local.get(pointer);
      f.v128.load64_zero();
    };
    const store: Store = (pointer, value) => {
      f.local.get(pointer);
      value();
      f.v128.store64_lane(0);
    };
    body(load, store, 0);
  });
}

/** Combines the two lanes of the register on the stack; both lanes then hold the result. */
function foldLanes(f: FunctionBuilder, combine: () => void): void {
  const both = f.local('v128');
  f.local.tee(both);
  f.local.get(both);
  f.local.get(both);
  f.i8x16.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]);
  combine();
}
