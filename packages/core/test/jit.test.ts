import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  add,
  arange,
  assign,
  explain,
  jit,
  matmul,
  mean,
  mul,
  ShapeError,
  scan,
  square,
  sub,
  sum,
  type Tensor,
  TracingError,
  tensor,
  type Variable,
  variable,
  zeros,
} from '../src/index.ts';

/** A function that counts how often it is recorded. */
function counted<A extends readonly unknown[], R>(fn: (...args: A) => R): ((...args: A) => R) & { times: number } {
  const counting = Object.assign(
    (...args: A): R => {
      counting.times++;
      return fn(...args);
    },
    { times: 0 },
  );
  return counting;
}

describe('jit: recording', () => {
  it('computes what the function computes', () => {
    const f = (x: Tensor, y: Tensor) => sum(square(sub(matmul(x, y), 1)));
    const [x, y] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([[1], [1]]),
    ];
    expect(jit(f)(x, y).item()).toBe(f(x, y).item());
  });

  it('records once for all values of one shape and element type', () => {
    const body = counted((x: Tensor) => mul(x, 2));
    const f = jit(body);
    expect(f(tensor([1, 2])).toArray()).toEqual([2, 4]);
    expect(f(tensor([3, 4])).toArray()).toEqual([6, 8]);
    expect(f(add(tensor([0, 0]), 5)).toArray()).toEqual([10, 10]);
    expect(body.times).toBe(1);
  });

  it('records again for another shape or element type, and remembers both', () => {
    const body = counted((x: Tensor) => mul(x, 2));
    const f = jit(body);
    const inputs = [tensor([1, 2]), tensor([[1, 2]]), tensor([1, 2, 3]), tensor([1, 2], { dtype: 'float64' })];
    for (let round = 0; round < 3; round++) {
      for (const x of inputs) {
        expect(f(x).toArray()).toEqual(mul(x, 2).toArray());
        expect([f(x).shape, f(x).dtype]).toEqual([x.shape, x.dtype]);
      }
    }
    expect(body.times).toBe(4);
  });

  it('does not confuse shapes of neighbouring arguments', () => {
    const f = jit((x: Tensor, y: Tensor) => add(sum(x), sum(y)));
    expect(f(zeros([1, 2]), zeros([3])).item()).toBe(0);
    expect(f(arange(1), arange(3).reshape([1, 3])).item()).toBe(3);
    expect(f(zeros([]), arange(3)).item()).toBe(3);
  });

  it('takes arguments that are not tensors for constants', () => {
    const body = counted((x: Tensor, factor: number, { shift, mode }: { shift: number; mode: string }) =>
      mode === 'up' ? add(mul(x, factor), shift) : sub(mul(x, factor), shift),
    );
    const f = jit(body);
    const x = tensor([1, 2]);
    expect(f(x, 2, { shift: 1, mode: 'up' }).toArray()).toEqual([3, 5]);
    expect(f(x, 2, { shift: 1, mode: 'up' }).toArray()).toEqual([3, 5]);
    expect(body.times).toBe(1);
    expect(f(x, 3, { shift: 1, mode: 'up' }).toArray()).toEqual([4, 7]);
    expect(f(x, 3, { shift: 1, mode: 'down' }).toArray()).toEqual([2, 5]);
    expect(body.times).toBe(3);
  });

  it('takes functions for constants by identity', () => {
    const body = counted((x: Tensor, activation: (x: Tensor) => Tensor) => activation(x));
    const f = jit(body);
    const double = (x: Tensor) => mul(x, 2);
    expect(f(tensor(3), double).item()).toBe(6);
    expect(f(tensor(4), double).item()).toBe(8);
    expect(f(tensor(3), square).item()).toBe(9);
    expect(body.times).toBe(2);
  });

  it('forgets the signature used longest ago beyond thirty-two', () => {
    const body = counted((x: Tensor, n: number) => add(x, n));
    const f = jit(body);
    for (let n = 0; n < 33; n++) f(tensor(0), n);
    expect(f(tensor(0), 32).item()).toBe(32);
    expect(body.times).toBe(33);
    expect(f(tensor(0), 0).item()).toBe(0);
    expect(body.times).toBe(34);
  });

  it('records nothing of a call that throws', () => {
    let fail = true;
    const f = jit((x: Tensor) => {
      if (fail) throw new RangeError('not now');
      return add(x, 1);
    });
    expect(() => f(tensor(1))).toThrow(RangeError);
    fail = false;
    expect(f(tensor(1)).item()).toBe(2);
    expect(() => jit((x: Tensor) => add(x, zeros([3])))(zeros([2]))).toThrow(ShapeError);
    expect(add(tensor(1), 1).item()).toBe(2);
  });

  it('refuses what it cannot record', () => {
    expect(() => jit(3 as never)).toThrow(ArgumentError);
    expect(() => jit(async (x: Tensor) => x)(tensor(1))).toThrow('jit: the function is asynchronous');
  });

  it('explains its program', () => {
    const f = jit((x: Tensor) => sum(square(x)));
    expect(explain(f, tensor([1, 2])).length).toBeGreaterThan(0);
  });
});

describe('jit: trees', () => {
  it('passes tensors in arrays and plain objects, and returns them so', () => {
    const f = jit((batch: { x: Tensor; pair: [Tensor, Tensor] }) => ({
      total: add(batch.x, batch.pair[0]),
      list: [batch.pair[1], { name: 'kept', none: null, deep: mul(batch.x, 2) }],
    }));
    const result = f({ x: tensor(1), pair: [tensor(2), tensor(3)] });
    expect(result.total.item()).toBe(3);
    const [second, rest] = result.list as [Tensor, { name: string; none: null; deep: Tensor }];
    expect([second.item(), rest.name, rest.none, rest.deep.item()]).toEqual([3, 'kept', null, 2]);
  });

  it('records again for another structure', () => {
    const body = counted((list: Tensor[]) => list.reduce((a, b) => add(a, b)));
    const f = jit(body);
    expect(f([tensor(1), tensor(2)]).item()).toBe(3);
    expect(f([tensor(1), tensor(2), tensor(3)]).item()).toBe(6);
    expect(f([tensor(5), tensor(6)]).item()).toBe(11);
    expect(body.times).toBe(2);
  });

  it('may return an argument, the same tensor twice, nothing, or a constant', () => {
    const x = tensor([1, 2]);
    expect(jit((t: Tensor) => t)(x).toArray()).toEqual([1, 2]);
    const [a, b] = jit((t: Tensor) => {
      const y = add(t, 1);
      return [y, y] as const;
    })(x);
    expect([a.toArray(), b.toArray()]).toEqual([
      [2, 3],
      [2, 3],
    ]);
    expect(jit(() => undefined)()).toBeUndefined();
    expect(jit(() => tensor([7]))().toArray()).toEqual([7]);
    expect(jit((_: Tensor) => 'text')(x)).toBe('text');
  });
});

describe('jit: what is expressed outside', () => {
  it('is computed once and becomes an input', () => {
    const table = mul(tensor([1, 2]), 10);
    const f = jit((x: Tensor) => add(x, table));
    expect(f(tensor([1, 1])).toArray()).toEqual([11, 21]);
    expect(table.node.values).toEqual(Float32Array.of(10, 20));
    expect(f(tensor([2, 2])).toArray()).toEqual([12, 22]);
  });

  it('keeps the content that a variable had when its value was taken', () => {
    const v = variable([1, 2]);
    const old = v.value;
    const f = jit((x: Tensor) => [add(x, old), add(x, v)] as const);
    const read = () => f(tensor([0, 0])).map((t) => t.toArray());
    expect(read()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    v.assign([10, 20]);
    expect(read()).toEqual([
      [1, 2],
      [10, 20],
    ]);
    v.assign([100, 200]);
    expect(read()).toEqual([
      [1, 2],
      [100, 200],
    ]);
  });
});

describe('jit: variables', () => {
  it('are read anew at every call', () => {
    const w = variable(2);
    const body = counted((x: Tensor) => mul(x, w));
    const f = jit(body);
    expect(f(tensor(3)).item()).toBe(6);
    w.assign(5);
    expect(f(tensor(3)).item()).toBe(15);
    expect(body.times).toBe(1);
  });

  it('are written when the program ends', () => {
    const count = variable(0);
    const step = jit((by: Tensor) => {
      const before = count.value;
      count.assign(add(count, by));
      // Inside, reading gives what was assigned; a value taken before stays.
      return [before, count.value, mul(count, 2)] as const;
    });
    expect(step(tensor(1)).map((t) => t.item())).toEqual([0, 1, 2]);
    expect(step(tensor(10)).map((t) => t.item())).toEqual([1, 11, 22]);
    expect(count.value.item()).toBe(11);
  });

  it('may be assigned several times in one call: the last counts', () => {
    const v = variable(1);
    jit(() => {
      for (let i = 0; i < 3; i++) v.assign(mul(v, 2));
    })();
    expect(v.value.item()).toBe(8);
  });

  it('are assigned together', () => {
    const [a, b] = [variable([1, 2]), variable([3, 4])];
    const swap = jit(() =>
      assign([
        [a, b.value],
        [b, a.value],
      ]),
    );
    swap();
    expect([a.value.toArray(), b.value.toArray()]).toEqual([
      [3, 4],
      [1, 2],
    ]);
    swap();
    expect(a.value.toArray()).toEqual([1, 2]);
  });

  it('leave values taken outside as they were', () => {
    const v = variable([1, 2]);
    const double = jit(() => v.assign(mul(v, 2)));
    const history: Tensor[] = [];
    for (let i = 0; i < 4; i++) {
      history.push(v.value);
      double();
    }
    expect(history.map((t) => t.toArray())).toEqual([
      [1, 2],
      [2, 4],
      [4, 8],
      [8, 16],
    ]);
  });

  it('do not change when the function throws while it is recorded', () => {
    const v = variable(1);
    const f = jit(() => {
      v.assign(tensor(2));
      throw new RangeError('too late');
    });
    expect(f).toThrow(RangeError);
    expect(v.value.item()).toBe(1);
  });

  it('are constants by identity when passed as arguments', () => {
    const [a, b] = [variable(1), variable(10)];
    const body = counted((v: Variable) => {
      v.assign(add(v, 1));
      return v.value;
    });
    const f = jit(body);
    expect([f(a).item(), f(a).item(), f(b).item(), f(a).item()]).toEqual([2, 3, 11, 4]);
    expect(body.times).toBe(2);
    expect(b.value.item()).toBe(11);
  });

  it('made while recording start outside the program, once', () => {
    const made: Variable[] = [];
    const f = jit((x: Tensor) => {
      if (made.length === 0) made.push(variable(add(tensor([1, 1]), 1), { name: 'late' }));
      const v = made[0] as Variable;
      v.assign(add(v, x));
      return sum(v);
    });
    expect(f(tensor([1, 1])).item()).toBe(6);
    expect(f(tensor([1, 1])).item()).toBe(8);
    expect(made[0]?.value.toArray()).toEqual([4, 4]);
  });

  it('made while recording cannot start from an argument, whose values are not known', () => {
    const f = jit((x: Tensor) => variable(mul(x, 2)).value);
    expect(() => f(tensor(1))).toThrow(TracingError);
  });

  it('train a line: one program for loss and update', () => {
    const [slope, offset] = [variable(0), variable(0)];
    const step = jit((x: Tensor, y: Tensor, rate: Tensor) => {
      const error = sub(add(mul(x, slope), offset), y);
      assign([
        [slope, sub(slope, mul(rate, mul(mean(mul(error, x)), 2)))],
        [offset, sub(offset, mul(rate, mul(mean(error), 2)))],
      ]);
      return mean(square(error));
    });
    const [x, y] = [tensor([0, 1, 2, 3]), tensor([1, 3, 5, 7])];
    let loss = Infinity;
    for (let i = 0; i < 1000; i++) loss = step(x, y, tensor(0.1)).item();
    // Gradient descent contracts by less than 0.94 a step here: after 1000 steps only rounding is left.
    expect(loss).toBeLessThan(1e-9);
    expect(Math.abs(slope.value.item() - 2)).toBeLessThan(1e-4);
    expect(Math.abs(offset.value.item() - 1)).toBeLessThan(1e-4);
  });
});

describe('jit: what was taken out of another recording', () => {
  const message = 'jit: a tensor made inside a function that was recorded has no value outside.';
  const takenOut: [string, () => Tensor][] = [
    [
      'jit',
      () => {
        let taken = tensor(0);
        jit((x: Tensor) => {
          taken = x;
          return x;
        })(tensor([1, 2, 3]));
        return taken;
      },
    ],
    [
      'scan',
      () => {
        let taken = tensor(0);
        const step = (x: Tensor) => {
          taken = x;
          return [x, undefined] as const;
        };
        scan(step, tensor([1, 2, 3]), undefined, { length: 2 });
        return taken;
      },
    ],
  ];

  it.each(takenOut)('%s: is not mistaken for an own argument', (_, take) => {
    const taken = take();
    expect(() => jit((x: Tensor) => add(x, taken))(tensor([10, 20, 30]))).toThrow(message);
    expect(() => jit(() => taken)()).toThrow(message);
  });

  it.each(takenOut)('%s: is not computed from nothing', (_, take) => {
    const after = mul(take(), 2);
    expect(() => jit((x: Tensor) => add(x, after))(tensor([10, 20, 30]))).toThrow(message);
    expect(() => jit((x: Tensor) => add(x, 1))(take())).toThrow(message);
    expect(() => jit((x: Tensor) => add(x, 1))(after)).toThrow(message);
  });

  it('nor is what was taken out within the function itself', () => {
    const [, takenWithin] = takenOut[1] as (typeof takenOut)[number];
    expect(() => jit((x: Tensor) => add(x, takenWithin()))(tensor([10, 20, 30]))).toThrow(message);
    const v = variable([1, 2, 3]);
    expect(() => jit(() => v.assign(takenWithin()))()).toThrow(message);
    expect(v.value.toArray()).toEqual([1, 2, 3]);
  });
});

describe('jit: reading inside', () => {
  const reads: [string, (t: Tensor) => unknown][] = [
    ['item', (t) => t.item()],
    ['dataSync', (t) => t.dataSync()],
    ['toArray', (t) => t.toArray()],
    ['realize', (t) => t.realize()],
  ];

  it.each(reads)('%s of an argument or what depends on it throws', (name, read) => {
    for (const f of [(x: Tensor) => x, (x: Tensor) => add(mul(x, 2), 1)]) {
      const jitted = jit((x: Tensor) => {
        read(f(x));
        return x;
      });
      expect(() => jitted(tensor(1))).toThrow(TracingError);
      expect(() => jitted(tensor(1))).toThrow(
        `${name}: the value is not known while a function is being recorded by jit()`,
      );
    }
  });

  it.each(reads)('%s of a variable throws', (_, read) => {
    const v = variable(1);
    expect(() => jit(() => read(add(v, 1)))()).toThrow(TracingError);
  });

  it('of what does not depend on them is allowed', () => {
    const outside = mul(tensor(2), 3);
    const f = jit((x: Tensor) => add(x, outside.item() + add(tensor(1), 1).item()));
    expect(f(tensor(0)).item()).toBe(8);
  });

  it('is refused for data() by rejection', async () => {
    let promise: Promise<unknown> | undefined;
    jit((x: Tensor) => {
      promise = x.data();
      return x;
    })(tensor(1));
    await expect(promise).rejects.toThrow(TracingError);
  });

  it('is refused afterwards too, for tensors that escaped', () => {
    let escaped: Tensor | undefined;
    jit((x: Tensor) => {
      escaped = add(x, 1);
      return x;
    })(tensor(1));
    expect(() => escaped?.item()).toThrow(TracingError);
  });
});

describe('jit: inside jit', () => {
  it('becomes a part of the outer program', () => {
    const body = counted((x: Tensor) => mul(x, 2));
    const inner = jit(body);
    const outer = jit((x: Tensor) => add(inner(x), inner(add(x, 1))));
    expect(outer(tensor(3)).item()).toBe(14);
    expect(outer(tensor(4)).item()).toBe(18);
    expect(body.times).toBe(2);
  });

  it('writes variables in order', () => {
    const v = variable(1);
    const increment = jit(() => v.assign(add(v, 1)));
    const outer = jit(() => {
      increment();
      v.assign(mul(v, 10));
      increment();
      return v.value;
    });
    expect(outer().item()).toBe(21);
    expect(v.value.item()).toBe(21);
  });
});
