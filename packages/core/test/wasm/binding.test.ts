import { describe, expect, it } from 'vitest';
import {
  add,
  assign,
  DisposedError,
  equal,
  hostScalar,
  jit,
  memory,
  mul,
  ones,
  sum,
  type Tensor,
  tensor,
  type Variable,
  variable,
  zeros,
} from '../../src/index.ts';

/** Adds to a total, and tells it. */
function counter(initial: number): { readonly total: Variable; readonly count: (by: Tensor) => Tensor } {
  const total = variable(initial);
  const count = jit((by: Tensor) => {
    const next = add(total.value, by);
    total.assign(next);
    return next;
  });
  return { total, count };
}

describe('a program that runs again and again', () => {
  it('takes new arguments, the same ones, and the ones before them', () => {
    const scaled = jit((x: Tensor, y: Tensor) => mul(x, y));
    const [a, b] = [tensor([1, 2]), tensor([10, 100])];
    for (const [x, y, expected] of [
      [a, b, [10, 200]],
      [a, b, [10, 200]],
      [b, a, [10, 200]],
      [b, b, [100, 10000]],
      [a, a, [1, 4]],
      [a, b, [10, 200]],
    ] as const) {
      expect(scaled(x, y).toArray()).toEqual(expected);
    }
  });

  it('hands out results of all element types that later runs leave alone', () => {
    const parts = jit((x: Tensor) => [x, sum(x), equal(x, 2), sum(x.mul(x)).reshape([1, 1])] as const);
    for (const dtype of ['float32', 'float64', 'int32', 'uint32', 'uint8'] as const) {
      const first = parts(tensor([2, 3], { dtype }));
      const second = parts(tensor([4, 2], { dtype }));
      expect(first.map((t) => t.toArray())).toEqual([[2, 3], 5, [true, false], [[13]]]);
      expect(second.map((t) => t.toArray())).toEqual([[4, 2], 6, [false, true], [[20]]]);
      expect([first[0].dtype, first[2].dtype]).toEqual([dtype, 'bool']);
    }
  });

  it('knows its variables apart from those of another function of the same structure', () => {
    const [a, b] = [counter(0), counter(100)];
    for (let i = 1; i <= 3; i++) {
      expect(a.count(tensor(1)).item()).toBe(i);
      expect(b.count(tensor(1)).item()).toBe(100 + i);
      expect(b.count(tensor(0)).item()).toBe(100 + i);
    }
    expect([a.total.value.item(), b.total.value.item()]).toEqual([3, 103]);
  });

  it('finds everything again when memory has grown and the working memory has moved', () => {
    const { total, count } = counter(1);
    const one = tensor(1);
    count(one);
    const { capacity } = memory();
    const held: Variable[] = [];
    while (memory().capacity === capacity) held.push(variable(zeros([2 ** 20])));
    sum(
      ones([2 ** 19])
        .mul(ones([2 ** 19]))
        .reshape([2 ** 9, 2 ** 10]),
      { axis: 0 },
    ).dataSync();
    expect(count(one).item()).toBe(3);
    for (const v of held) v.dispose();
    variable(zeros([64])).dispose();
    expect(count(one).item()).toBe(4);
    expect(total.value.item()).toBe(4);
  });

  it('leaves every content that was taken between two runs as it was', () => {
    const { total, count } = counter(0);
    const taken: Tensor[] = [];
    for (let i = 0; i < 4; i++) {
      taken.push(total.value, total.value.mul(10));
      count(tensor(1));
      count(tensor(1));
    }
    expect(taken.map((t) => t.item())).toEqual([0, 0, 2, 20, 4, 40, 6, 60]);
  });

  it('sees at once that a variable was disposed of, and then changes nothing', () => {
    const [a, b] = [variable(1), variable(2, { name: 'b' })];
    const swap = jit(() =>
      assign([
        [a, b.value],
        [b, a.value],
      ]),
    );
    swap();
    swap();
    b.dispose();
    expect(swap).toThrow(DisposedError);
    expect(swap).toThrow('variable "b" was disposed');
    expect(a.value.item()).toBe(1);
  });

  it('goes on after a number of the host could not be computed', () => {
    const { total } = counter(0);
    let fails = false;
    const rate = hostScalar(() => {
      if (fails) throw new RangeError('no rate');
      return 2;
    });
    const step = jit((x: Tensor) => total.assign(add(total.value, mul(x, rate))));
    step(tensor(1));
    fails = true;
    expect(() => step(tensor(10))).toThrow('no rate');
    expect(total.value.item()).toBe(2);
    fails = false;
    step(tensor(100));
    expect(total.value.item()).toBe(202);
  });

  it('may be run by a number that the host computes for it', () => {
    let depth = 0;
    const factorial: (x: Tensor) => Tensor = jit((x: Tensor) =>
      mul(
        x,
        hostScalar(() => {
          if (depth === 0) return 1;
          const n = depth--;
          return factorial(tensor(n)).item();
        }),
      ),
    );
    // The inner runs take the place of the outer one's argument, and give other arguments.
    depth = 4;
    expect(factorial(tensor(5)).item()).toBe(120);
    depth = 2;
    expect(factorial(tensor(7)).item()).toBe(14);
  });
});
