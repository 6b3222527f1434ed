import { describe, expect, it } from 'vitest';
import { type Node, topological } from '../src/graph.ts';
import {
  add,
  argsort,
  assign,
  cumsum,
  DisposedError,
  jit,
  matmul,
  mean,
  memory,
  mul,
  ones,
  scan,
  scatterAdd,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  type Variable,
  variable,
  zeros,
} from '../src/index.ts';
import { arrayBytes, collected } from './collected.ts';

const kilobyte = 1024;
const megabyte = kilobyte * kilobyte;

const isComputed = (n: Node): boolean => n.values !== undefined;

/** Linear regression by hand: one program that reads and assigns two variables. */
function regression() {
  const w = variable(zeros([3, 1]), { name: 'w' });
  const b = variable(zeros([1]), { name: 'b' });
  const step = jit((x: Tensor, y: Tensor) => {
    const error = sub(add(matmul(x, w.value), b.value), y);
    const slope = mul(error, 2 / 8);
    assign([
      [w, sub(w.value, mul(matmul(transpose(x), slope), 0.1))],
      [b, sub(b.value, mul(sum(slope, { axis: 0 }), 0.1))],
    ]);
    return mean(square(error));
  });
  // Three bits of the number of the sample; y = 2·x₀ − x₁ + 3.
  const x = tensor(Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]));
  const y = tensor(Array.from({ length: 8 }, (_, i) => [2 * (i & 1) - ((i >> 1) & 1) + 3]));
  return { w, b, step, x, y };
}

describe('memory()', () => {
  it('counts the contents of variables, each rounded up to 64 bytes', () => {
    const before = memory();
    const large = variable(zeros([256, 256]));
    expect(memory().variables - before.variables).toBe(256 * 256 * 4);
    const small = variable(tensor(new Float64Array(9)));
    expect(memory().variables - before.variables).toBe(256 * 256 * 4 + 128);
    for (const v of [large, small]) v.dispose();
    expect(memory().variables).toBe(before.variables);
  });

  it('counts the inputs of programs once, however often they run', () => {
    const double = jit((x: Tensor) => mul(x, 2));
    const before = memory().programs;
    double(ones([1000]));
    const after = memory().programs;
    expect(after - before).toBeGreaterThanOrEqual(4000);
    expect(after - before).toBeLessThan(4000 + kilobyte);
    for (let i = 0; i < 10; i++) double(tensor(new Float32Array(1000).fill(i)));
    expect(memory().programs).toBe(after);
  });

  it('counts the working memory that all programs share', () => {
    const { scratch } = memory();
    const big = jit((x: Tensor) => sum(matmul(x, x)));
    big(ones([300, 300]));
    const shared = memory().scratch;
    expect(shared).toBeGreaterThan(Math.max(scratch, 300 * 300 * 4));
    jit((x: Tensor) => sum(matmul(x, add(x, 1))))(ones([200, 200]));
    expect(memory().scratch).toBe(shared);
  });

  it('adds up to its total, within the capacity', () => {
    const { variables, programs, scratch, total, capacity } = memory();
    expect(total).toBe(variables + programs + scratch);
    expect(capacity).toBeGreaterThanOrEqual(total);
  });

  it('does not count values of tensors, which the engine owns', () => {
    const before = memory();
    const held = Array.from({ length: 10 }, (_, i) => tensor(new Float32Array(1000).fill(i)));
    expect(memory()).toEqual(before);
    expect(held.length).toBe(10);
  });
});

describe('a thousand steps do not grow memory()', () => {
  it('when nothing is awaited', () => {
    const { w, step, x, y } = regression();
    const first = step(x, y).item();
    const after = memory();
    let last = first;
    for (let i = 0; i < 1000; i++) last = step(x, y).item();
    expect(memory()).toEqual(after);
    // It did train: from weights of 0, where the loss is the mean of 3², 5², 2² and 4².
    expect(first).toBe(13.5);
    expect(last).toBeLessThan(1e-8);
    expect((w.value.toArray() as number[][])[0]?.[0]).toBeCloseTo(2, 3);
  });

  it('when every result is awaited', async () => {
    const { step, x, y } = regression();
    await step(x, y).data();
    const after = memory();
    for (let i = 0; i < 1000; i++) await step(x, y).data();
    expect(memory()).toEqual(after);
  });

  it('when batches are new arrays and results are never read', () => {
    const { step, x, y } = regression();
    step(x, y);
    const after = memory();
    for (let i = 0; i < 1000; i++) step(add(x, i / 1000), y);
    // One program more, which computes the batches.
    expect(memory().programs - after.programs).toBeLessThan(kilobyte);
    expect(memory().variables).toBe(after.variables);
  });

  it('when variables are assigned outside jit', () => {
    const v = variable(zeros([100]));
    const turn = (): void => v.assign(add(mul(v, 0.5), 1));
    turn();
    const after = memory();
    for (let i = 0; i < 1000; i++) turn();
    expect(memory()).toEqual(after);
    // The fixed point of v ← v/2 + 1.
    expect(v.value.toArray()).toEqual(new Array(100).fill(2));
  });
});

describe('expressions that are never freed', () => {
  it('need one program for one structure', () => {
    const turn = (i: number): number => sum(mul(add(tensor([1, 2, 3]), i), 0.5)).item();
    // 0, 1 and 2 are part of a program; other numbers are given to it.
    for (const i of [0, 1, 2, 3]) turn(i);
    const after = memory();
    for (let i = 0; i < 2000; i++) expect(turn(i)).toBe(3 + 1.5 * i);
    expect(memory()).toEqual(after);
  });

  it('of many structures need what the 256 programs kept need, without waiting for the collector', () => {
    const length = 16 * kilobyte;
    const turn = (start: number): number =>
      sum(slice(tensor(new Float32Array(length).fill(1)), [start], [length])).item();
    const before = memory().programs;
    for (let i = 0; i < 300; i++) expect(turn(i)).toBe(length - i);
    const after = memory();
    for (let i = 300; i < 600; i++) turn(i);
    expect(memory()).toEqual(after);
    expect(after.programs - before).toBeLessThanOrEqual(256 * (4 * length + kilobyte));
  });

  it('leave compiled functions as they are, also those whose program had to go', () => {
    const functions = Array.from({ length: 300 }, (_, i) => jit((x: Tensor) => sum(slice(x, [i], [i + 2]))));
    const x = tensor(Float32Array.from({ length: 302 }, (_, i) => i));
    const calls = (): number[] => functions.map((f) => f(x).item());
    // xᵢ + xᵢ₊₁
    const expected = functions.map((_, i) => 2 * i + 1);
    expect(calls()).toEqual(expected);
    const after = memory();
    expect(calls()).toEqual(expected);
    expect(functions.toReversed().map((f) => f(x).item())).toEqual(expected.toReversed());
    expect(memory()).toEqual(after);
  });

  it('do not keep the old contents of a variable that was assigned', () => {
    const v = variable(zeros([megabyte / 4]));
    const before = arrayBytes();
    // One job of the engine: nothing that a weak reference was made for would be collected before its end.
    for (let i = 0; i < 200; i++) v.assign(add(v, 1));
    // Engines give the bytes of collected arrays back a little later; all that were made are 200 MB.
    expect(arrayBytes() - before).toBeLessThan(80 * megabyte);
    expect(v.value.dataSync()[7]).toBe(200);
    v.dispose();
  });
});

describe('programs that are kept', () => {
  const rare: readonly [string, (x: Tensor) => Tensor][] = [
    ['sorting', (x) => argsort(x)],
    ['running sums', (x) => cumsum(x, { axis: 0 })],
    [
      'adding at positions',
      (x) => scatterAdd(zeros([3]), tensor([1], { dtype: 'int32' }), slice(x, [0, 0], [1, 1]).reshape([1])),
    ],
    ['loops', (x) => scan((c: Tensor, row: Tensor) => [add(c, sum(row)), undefined], tensor(0), x)[0]],
  ];

  it.each(rare)('do not hold the arrays that they were made for: %s', async (_, f) => {
    const before = arrayBytes();
    for (const value of [1, 2]) {
      f(tensor(new Float32Array(4 * megabyte).fill(value), { shape: [4, megabyte] })).dataSync();
    }
    // The array that stands in the memory of a program now is kept, so as not to copy it again.
    const isDone = (): boolean => arrayBytes() - before < 24 * megabyte;
    await collected(isDone);
    expect(isDone()).toBe(true);
  });
});

describe('a loop that grows a graph', () => {
  it('is computed from time to time when it is never read', () => {
    let x = tensor([1, 2]);
    for (let i = 0; i < 300; i++) x = add(x, 1);
    const after = memory();
    for (let i = 300; i < 130_000; i++) {
      x = add(x, 1);
      // 128 sums, each with its number and the number's shape.
      if (i % 101 === 0) expect(topological([x.node], isComputed).length).toBeLessThanOrEqual(3 * 128 + 1);
    }
    expect(memory()).toEqual(after);
    // The nodes that derivatives can still go back through: at most 120,000 sums.
    expect(topological([x.node]).length).toBeLessThanOrEqual(3 * 120_000);
    expect(x.toArray()).toEqual([130_001, 130_002]);
  }, 60_000);

  it('computes two chains that use each other only once', () => {
    let a = tensor(1, { dtype: 'float64' });
    let b = tensor(1, { dtype: 'float64' });
    for (let i = 0; i < 1000; i++) [a, b] = [mul(add(a, b), 0.5), mul(sub(a, b), 0.5)];
    // (a, b) ↦ ((a + b)/2, (a − b)/2) doubles back after two turns, halved: 500 times.
    expect([a.item(), b.item()]).toEqual([2 ** -500, 2 ** -500]);
  });

  it('does not hold all its past when every value is read', () => {
    const before = arrayBytes();
    let x = zeros([megabyte / 4]);
    for (let i = 0; i < 1000; i++) x = add(x, 1).realize();
    expect(x.dataSync()[3]).toBe(1000);
    // What derivatives can still go back through is kept: about 250 MB.
    expect(arrayBytes() - before).toBeLessThan(300 * megabyte);
  });

  it('may grow as it likes inside jit, where it is one program', () => {
    const f = jit((x: Tensor) => {
      for (let i = 0; i < 2000; i++) x = add(x, 1);
      return x;
    });
    expect(f(tensor([1, 2])).toArray()).toEqual([2001, 2002]);
  });

  it('says what is wrong when it goes on with what a function being recorded left behind', () => {
    let leaked = tensor(0);
    jit((x: Tensor) => {
      leaked = add(x, 1);
      return x;
    })(tensor(1));
    for (let i = 0; i < 300; i++) leaked = add(leaked, 1);
    expect(() => leaked.item()).toThrow(
      'item: a tensor made inside a function that was recorded has no value outside.',
    );
  });
});

describe('a value that is held', () => {
  it('survives the steps that come after', () => {
    const { step, x, y } = regression();
    const losses = Array.from({ length: 5 }, () => step(x, y));
    const copies = losses.map((loss) => loss.item());
    step(x, y);
    expect(losses.map((loss) => loss.item())).toEqual(copies);
    expect(new Set(copies).size).toBe(5);
  });

  const increment = (v: Variable) =>
    jit(() => {
      v.assign(add(v.value, 1));
      return mul(v.value, 10);
    });

  it('of a variable survives in-place updates, read before or after', () => {
    const v = variable([1, 2]);
    const step = increment(v);
    const readBefore = v.value;
    expect(readBefore.toArray()).toEqual([1, 2]);
    step();
    const readAfter = v.value;
    const expressed = mul(v, 100);
    expect(step().toArray()).toEqual([30, 40]);
    expect(readBefore.toArray()).toEqual([1, 2]);
    expect(readAfter.toArray()).toEqual([2, 3]);
    expect(expressed.toArray()).toEqual([200, 300]);
    expect(v.value.toArray()).toEqual([3, 4]);
  });

  it('of a variable survives being read while the variable changes, and again later', () => {
    const v = variable(0);
    const step = increment(v);
    const held: Tensor[] = [];
    for (let i = 0; i < 10; i++) {
      held.push(v.value);
      if (i % 2 === 0) expect(held[i]?.item()).toBe(i);
      step();
    }
    expect(held.map((t) => t.item())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('of a variable is the old content inside a compiled function as well', () => {
    const v = variable([1, 2]);
    const step = jit(() => {
      const old = v.value;
      v.assign(mul(old, 3));
      const between = v.value;
      v.assign(add(v.value, old));
      return { old, between, now: v.value, difference: sub(v.value, old) };
    });
    for (const scale of [1, 4]) {
      const { old, between, now, difference } = step();
      expect(old.toArray()).toEqual([scale, 2 * scale]);
      expect(between.toArray()).toEqual([3 * scale, 6 * scale]);
      expect(now.toArray()).toEqual([4 * scale, 8 * scale]);
      expect(difference.toArray()).toEqual([3 * scale, 6 * scale]);
    }
    expect(v.value.toArray()).toEqual([16, 32]);
  });

  it('of a variable taken outside is a constant to a compiled function', () => {
    const v = variable([1, 2]);
    const old = v.value;
    const change = jit(() => {
      v.assign(add(v.value, 10));
      return sub(v.value, old);
    });
    expect(change().toArray()).toEqual([10, 10]);
    expect(change().toArray()).toEqual([20, 20]);
    expect(old.toArray()).toEqual([1, 2]);
  });

  it('keeps two variables that exchange their contents apart', () => {
    const [a, b] = [variable([1, 2]), variable([3, 4])];
    const exchange = jit(() => {
      const sums = add(a.value, b.value);
      assign([
        [a, b.value],
        [b, a.value],
      ]);
      return sums;
    });
    const [oldA, oldB] = [a.value, b.value];
    for (let i = 0; i < 3; i++) expect(exchange().toArray()).toEqual([4, 6]);
    expect([a, b, oldA, oldB].map((t) => ('value' in t ? t.value : t).toArray())).toEqual([
      [3, 4],
      [1, 2],
      [1, 2],
      [3, 4],
    ]);
  });
});

describe('dispose', () => {
  it('returns the bytes at once, once', () => {
    const before = memory().variables;
    const variables = Array.from({ length: 5 }, (_, i) => variable(zeros([100 * (i + 1)])));
    for (const v of [...variables, ...variables]) v.dispose();
    expect(memory().variables).toBe(before);
    const next = variable(zeros([10]));
    variables[0]?.dispose();
    expect(memory().variables).toBe(before + 64);
    next.dispose();
  });

  it('happens by itself at the end of a block that is using the variable', () => {
    const before = memory().variables;
    {
      using v = variable(zeros([1000]));
      expect(memory().variables - before).toBeGreaterThanOrEqual(4000);
      expect(v.shape).toEqual([1000]);
    }
    expect(memory().variables).toBe(before);
  });

  it('makes every further use an error that names the variable', () => {
    const v = variable([1, 2], { name: 'dense_1/kernel' });
    v.dispose();
    const message = 'variable "dense_1/kernel" was disposed and cannot be used again.';
    for (const use of [
      () => v.value,
      () => add(v, 1),
      () => v.assign([3, 4]),
      () => jit(() => v.value)(),
      () => assign([[v, zeros([2])]]),
    ]) {
      expect(use).toThrow(DisposedError);
      expect(use).toThrow(message);
    }
  });

  it('makes a program that was compiled with the variable an error, which changes nothing else', () => {
    const kept = variable(1, { name: 'kept' });
    const gone = variable([1, 2], { name: 'gone' });
    const reads = jit(() => mul(gone.value, 2));
    const writes = jit(() => {
      kept.assign(add(kept.value, 1));
      gone.assign(zeros([2]));
    });
    reads();
    writes();
    gone.dispose();
    const after = memory();
    for (const use of [reads, writes]) {
      expect(use).toThrow(DisposedError);
      expect(use).toThrow('variable "gone" was disposed and cannot be used again.');
    }
    expect(memory()).toEqual(after);
    expect(kept.value.item()).toBe(2);
  });

  it('leaves values taken before, and expressions of them, as they were', () => {
    const v = variable([1, 2]);
    const [taken, expressed] = [v.value, mul(v, 10)];
    v.dispose();
    const other = variable([7, 7]);
    expect(taken.toArray()).toEqual([1, 2]);
    expect(expressed.toArray()).toEqual([10, 20]);
    expect(other.value.toArray()).toEqual([7, 7]);
  });
});

describe('variables that are forgotten', () => {
  /** What the tests before have left behind goes first. */
  const nothing = async (): Promise<void> => {
    await collected(() => memory().variables === 0);
    expect(memory().variables).toBe(0);
  };

  it('are returned when the engine has collected them', async () => {
    await nothing();
    const forget = (): void => {
      for (let i = 0; i < 50; i++) {
        const v = variable(zeros([1000]));
        v.assign(add(v, i));
        expect(v.value.dataSync()[0]).toBe(i);
      }
    };
    forget();
    expect(memory().variables).toBeGreaterThanOrEqual(50 * 4000);
    await nothing();
  });

  it('are returned with the compiled function that used them', async () => {
    await nothing();
    const forget = (): void => {
      const { step, x, y } = regression();
      expect(step(x, y).item()).toBe(13.5);
    };
    forget();
    expect(memory().variables).toBe(2 * 64);
    await nothing();
  });

  it('are not returned while an expression of them may still be read', async () => {
    await nothing();
    const expression = ((): Tensor => add(variable([1, 2]), 1))();
    await collected(() => memory().variables === 0);
    expect(memory().variables).toBe(64);
    const other = variable([8, 8]);
    expect(expression.toArray()).toEqual([2, 3]);
    other.dispose();
  });
});
