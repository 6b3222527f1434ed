import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/dtype.ts';
import { ArgumentError, DTypeError, ShapeError, TracingError } from '../../src/errors.ts';
import { explain } from '../../src/explain.ts';
import { abs, add, div, mul, sub } from '../../src/functions/arithmetic.ts';
import { cast } from '../../src/functions/casting.ts';
import { equal, less, where } from '../../src/functions/comparison.ts';
import { matmul } from '../../src/functions/contraction.ts';
import { arange, full, zeros } from '../../src/functions/creation.ts';
import { stack } from '../../src/functions/joining.ts';
import { maximum } from '../../src/functions/limits.ts';
import { logicalXor } from '../../src/functions/logical.ts';
import { sum } from '../../src/functions/reductions.ts';
import { scan } from '../../src/functions/scan.ts';
import { tanh } from '../../src/functions/transcendental.ts';
import { jit } from '../../src/jit.ts';
import { key } from '../../src/random/key.ts';
import { normal } from '../../src/random/normal.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import { type Tensor, tensor } from '../../src/tensor.ts';
import { variable } from '../../src/variable.ts';
import { memory } from '../../src/wasm/memory.ts';

const running = (total: Tensor, x: Tensor): [Tensor, Tensor] => [add(total, x), add(total, x)];

describe('scan', () => {
  it('hands the carry on, and stacks what each step keeps', () => {
    const [total, sums] = scan(
      running,
      tensor([0, 0]),
      tensor([
        [1, 10],
        [2, 20],
        [3, 30],
      ]),
    );
    expect(total.toArray()).toEqual([6, 60]);
    expect(sums.toArray()).toEqual([
      [1, 10],
      [3, 30],
      [6, 60],
    ]);
  });

  it('stacks arrays of one number', () => {
    const step = (total: Tensor, x: Tensor): [Tensor, Tensor] => [add(total, x), add(full([2, 2], 0.25), 0.5)];
    const [, kept] = scan(step, tensor(0), tensor([1, 2]));
    const each = [
      [0.75, 0.75],
      [0.75, 0.75],
    ];
    expect(kept.toArray()).toEqual([each, each]);
  });

  it('takes slices from the last to the first with `reverse`, and keeps the results in their places', () => {
    const [total, sums] = scan(running, tensor(0), tensor([1, 2, 3]), { reverse: true });
    expect(total.item()).toBe(6);
    expect(sums.toArray()).toEqual([6, 5, 3]);
  });

  it('goes on without arrays for a given number of steps', () => {
    const [[a, b], kept] = scan(([x, y]) => [[y, add(x, y)], x], [tensor(0), tensor(1)], undefined, { length: 10 });
    expect([a.item(), b.item()]).toEqual([55, 89]);
    expect(kept.toArray()).toEqual([0, 1, 1, 2, 3, 5, 8, 13, 21, 34]);
  });

  it('takes and returns trees, also without tensors', () => {
    const [{ low, rest }, ys] = scan(
      ({ low, rest }, [x, { y }]) => [
        { low: maximum(low, x), rest },
        { both: [x, mul(x, y)] as const, none: undefined },
      ],
      { low: tensor(0), rest: [] },
      [tensor([1, 3, 2]), { y: tensor([1, 2, 3]) }] as const,
    );
    expect([low.item(), rest]).toEqual([3, []]);
    expect(ys.both.map((t) => t.toArray())).toEqual([
      [1, 3, 2],
      [1, 6, 6],
    ]);
    expect(ys.none).toBeUndefined();
    expect(scan((x) => [add(x, 1), undefined], tensor(0), undefined, { length: 3 })[1]).toBeUndefined();
  });

  it('of no steps returns the first carry and empty stacks', () => {
    const [carry, ys] = scan((c: Tensor, x: Tensor) => [add(c, x), stack([c, x])], tensor([1, 2]), zeros([0, 2]));
    expect(carry.toArray()).toEqual([1, 2]);
    expect([ys.shape, ys.toArray()]).toEqual([[0, 2, 2], []]);
  });

  it('of one step is that step', () => {
    const [carry, ys] = scan(running, tensor(2), tensor([3]));
    expect([carry.item(), ys.toArray()]).toEqual([5, [5]]);
  });

  it.each<[DType, number[]]>([
    ['float32', [0, 1, 3, 6]],
    ['float64', [0, 1, 3, 6]],
    ['int32', [0, 1, 3, 6]],
    ['uint32', [0, 1, 3, 6]],
    ['uint8', [0, 1, 3, 6]],
  ])('carries %s', (dtype, expected) => {
    const [last, before] = scan(
      (c: Tensor, x: Tensor) => [add(c, x), c],
      tensor(0, { dtype }),
      tensor([1, 2, 3, 250], { dtype }),
    );
    expect([last.dtype, before.dtype, before.toArray()]).toEqual([dtype, dtype, expected]);
  });

  it('carries truth values', () => {
    const [parity, seen] = scan(
      (odd: Tensor, bit: Tensor) => [logicalXor(odd, bit), logicalXor(odd, bit)],
      tensor(false),
      tensor([true, false, true, true]),
    );
    expect([parity.toArray(), seen.toArray()]).toEqual([true, [true, true, false, true]]);
  });

  it('lets carries change places, stay as they are and start anew', () => {
    const [[a, b, c, d, e], kept] = scan(
      ([a, b, c, d, e], x: Tensor) => [
        [b, c, a, d, x],
        [e, d],
      ],
      [tensor(1), tensor(2), tensor(3), tensor(4), tensor(5)],
      tensor([6, 7]),
    );
    expect([a, b, c, d, e].map((t) => t.item())).toEqual([3, 1, 2, 4, 7]);
    expect(kept.map((t) => t.toArray())).toEqual([
      [5, 6],
      [4, 4],
    ]);
  });

  it('keeps one value several times, and constants', () => {
    const [, ys] = scan(
      (c: Tensor, x: Tensor) => [x, [x, c, c, tensor(7), add(x, 1), add(x, 1)]],
      tensor(0),
      tensor([1, 2]),
    );
    expect(ys.map((t) => t.toArray())).toEqual([
      [1, 2],
      [0, 1],
      [0, 1],
      [7, 7],
      [2, 3],
      [2, 3],
    ]);
  });

  it('captures what is outside: tensors, variables, numbers', () => {
    const weight = variable([
      [0, 1],
      [1, 0],
    ]);
    const shift = tensor([0.25, 0]);
    const f = (x: Tensor): Tensor =>
      scan((h: Tensor) => [add(mul(matmul(weight.value, h), 0.3), shift), undefined], x, undefined, { length: 2 })[0];
    const expected = [0.09 + 0.25, 0.18 + 0.075];
    for (const [i, value] of f(tensor([1, 2]))
      .dataSync()
      .entries())
      expect(value).toBeCloseTo(expected[i] as number, 6);
    const compiled = jit(f);
    expect(compiled(tensor([1, 2])).dataSync()).toEqual(f(tensor([1, 2])).dataSync());
    weight.assign([
      [0, 0],
      [0, 0],
    ]);
    expect(compiled(tensor([1, 2])).toArray()).toEqual([0.25, 0]);
  });

  it('goes on with numbers and counters that are read outside before it runs', () => {
    for (const [kept, values] of [
      [full([3], 0.5), [0.5, 0.5, 0.5]],
      [arange(3), [0, 1, 2]],
    ] as const) {
      const [, ys] = scan((c: Tensor, x: Tensor): [Tensor, Tensor] => [add(c, x), kept], tensor(0), tensor([1, 2]));
      expect(kept.toArray()).toEqual(values);
      expect(ys.toArray()).toEqual([values, values]);
    }
  });

  it('inside jit reads what a variable was assigned before', () => {
    const w = variable(1);
    const f = jit((x: Tensor) => {
      w.assign(w.value.add(1));
      return scan((c: Tensor) => [mul(c, w.value), undefined], x, undefined, { length: 3 })[0];
    });
    expect([f(tensor(1)).item(), f(tensor(1)).item(), w.value.item()]).toEqual([8, 27, 3]);
  });

  it('nests', () => {
    const xs = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const [total, rows] = scan(
      (t: Tensor, row: Tensor) => {
        const [inner, sums] = scan((c: Tensor, x: Tensor) => [add(c, mul(x, t)), c], t, row, { reverse: true });
        return [inner, sums];
      },
      tensor(1),
      xs,
    );
    let t = 1;
    const expected = [
      [1, 2, 3],
      [4, 5, 6],
    ].map((row) => {
      let c = t;
      const sums = row.toReversed().map((x) => {
        const before = c;
        c += x * t;
        return before;
      });
      t = c;
      return sums.toReversed();
    });
    expect([total.item(), rows.toArray()]).toEqual([t, expected]);
  });

  it('finds a fixed point: the square root by Newton’s iteration, frozen where it has converged', () => {
    const a = tensor([2, 9, 1e-4, 1e6], { dtype: 'float64' });
    const [root, steps] = scan(
      (x: Tensor) => {
        const better = mul(add(x, div(a, x)), 0.5);
        const isThere = less(abs(sub(better, x)), mul(x, 1e-14));
        return [where(isThere, x, better), cast(isThere, 'int32')];
      },
      a,
      undefined,
      { length: 40 },
    );
    root.dataSync().forEach((x, i) => {
      expect(x / Math.sqrt(a.dataSync()[i] as number)).toBeCloseTo(1, 13);
    });
    expect(equal(sum(steps, { axis: 0 }), tensor([0, 0, 0, 0], { dtype: 'int32' })).toArray()).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('computes what the interpreter does', () => {
    const [w, h, xs] = [
      [40, 40],
      [20, 40],
      [3, 20, 40],
    ].map((shape, i) => normal(key(i), shape).realize()) as [Tensor, Tensor, Tensor];
    const [last, ys] = scan((c: Tensor, x: Tensor) => [tanh(add(matmul(c, mul(w, 0.1)), x)), add(c, x)], h, xs);
    const expected = evaluate([last.node, ys.node], () => []);
    [last, ys].forEach((t, i) => {
      t.dataSync().forEach((value, at) => {
        expect(Math.abs(value - (expected[i]?.[at] as number))).toBeLessThan(2e-6);
      });
    });
  });

  it('is one kernel, whose program does not grow with the length', () => {
    const w = normal(key(1), [64, 64]).realize();
    const text = (length: number): string =>
      explain(
        ...scan((h: Tensor, x: Tensor) => [tanh(add(matmul(h, w), x)), h], zeros([8, 64]), zeros([length, 8, 64])),
      );
    const kernels = (s: string): string[] => s.match(/kernel \d+:.*|repeats .*/g) ?? [];
    expect(kernels(text(10))).toEqual(['kernel 0: loop of 10 steps', 'repeats dot+tanh+reshape']);
    expect(kernels(text(1000)).slice(1)).toEqual(kernels(text(10)).slice(1));
  });

  it('leaves out carries that nothing needs', () => {
    const [[used]] = scan(([a, b]) => [[add(a, 1), tanh(matmul(b, b))], b], [tensor(0), zeros([64, 64])], undefined, {
      length: 5,
    });
    expect(explain(used)).not.toContain('tanh');
    expect(used.item()).toBe(5);
  });

  it('compiles one program for other numbers, and leaves memory as it was', () => {
    const f = (rate: number): Tensor =>
      scan((x: Tensor) => [mul(x, rate), undefined], tensor([1, 1]), undefined, { length: 3 })[0];
    f(0.3).realize();
    const before = memory();
    expect(f(0.5 ** 3 + 0.1).dataSync()[0]).toBeCloseTo(0.225 ** 3, 8);
    for (let i = 0; i < 5; i++) f(0.7 + i / 100).realize();
    expect(memory()).toEqual(before);
  });

  it('says what is wrong with its arguments', () => {
    const x = tensor([1, 2]);
    expect(() => scan((c: Tensor) => c as never, x, x)).toThrow(ArgumentError);
    expect(() => scan((c: Tensor) => [c, c, c] as never, x, x)).toThrow(
      'scan: the step must return [carry, y], got an array of length 3.',
    );
    expect(() => scan(3 as never, x, x)).toThrow('scan: the step must be a function, got 3.');
    expect(() => scan((c: Tensor) => [c, c], 0 as never, x)).toThrow(
      'scan: the initial carry holds tensors, got 0. Use tensor(0).',
    );
    expect(() => scan((c: Tensor) => [c, 1 as never], x, x)).toThrow(
      'scan: the y that the step returns holds tensors, got 1. Use tensor(1).',
    );
    expect(() => scan((c: Tensor) => [c, c], x, undefined, {} as never)).toThrow(
      'scan: without xs, the option length is needed.',
    );
    expect(() => scan((c: Tensor) => [c, c], x, undefined, { length: -1 })).toThrow(
      'scan: length must be a whole number, 0 or more, got -1.',
    );
    expect(() => scan((c: Tensor) => [c, c], x, x, { reverse: 1 as never })).toThrow(
      'reverse is true or false, got 1.',
    );
    expect(() => scan((c: Tensor) => [c, c], x, x, { lenght: 2 } as never)).toThrow('Did you mean "length"?');
    expect(() => scan((c: Tensor) => [c, c], x, tensor(3))).toThrow(ShapeError);
    expect(() => scan((c: Tensor) => [c, c], x, [x, zeros([3])])).toThrow(
      'scan: xs holds an array [3] with 3 slices, but the first array of xs has 2.',
    );
    expect(() => scan((c: Tensor) => [c, c], x, x, { length: 3 })).toThrow(
      'scan: xs holds an array [2] with 2 slices, but length is 3.',
    );
  });

  it('refuses a carry that changes its form', () => {
    const [x, y] = [tensor([1, 2]), tensor(0)];
    expect(() => scan((c: Tensor) => [sum(c), c], x, x)).toThrow(
      'scan: the carry changes its shape from [2] to []. Start with the shape that the step returns.',
    );
    expect(() => scan(([a, b]) => [[a, cast(b, 'int32')], a], [x, y], x)).toThrow(DTypeError);
    expect(() => scan(([a, b]) => [[a, cast(b, 'int32')], a], [x, y], x)).toThrow(
      'scan: tensor 1 of the carry changes its element type from float32 to int32. Use cast() in the step or on the initial carry.',
    );
    expect(() => scan(([a]) => [a as never, a], [x], x)).toThrow(
      'scan: the step returns a carry that is nested differently: *, not [*].',
    );
  });

  it('refuses to read values and to assign variables inside a step', () => {
    const x = tensor([1, 2]);
    const counter = variable(0, { name: 'counter' });
    expect(() => scan((c: Tensor, s: Tensor) => [c.mul(s.item()), c], x, x)).toThrow(TracingError);
    expect(() => scan((c: Tensor, s: Tensor) => [c.mul(s.item()), c], x, x)).toThrow(
      'item: the value is not known while a function is being recorded by scan(), only its shape and element type.',
    );
    expect(() =>
      scan(
        (c: Tensor) => {
          counter.assign(counter.value.add(1));
          return [c, c];
        },
        x,
        x,
      ),
    ).toThrow('assign: variable "counter" cannot be assigned inside a function given to scan().');
    expect(counter.value.item()).toBe(0);
  });
});
