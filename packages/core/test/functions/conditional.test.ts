import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, ShapeError, TracingError } from '../../src/errors.ts';
import { explain } from '../../src/explain.ts';
import { add, mul } from '../../src/functions/arithmetic.ts';
import { cast } from '../../src/functions/casting.ts';
import { equal, greater } from '../../src/functions/comparison.ts';
import { conditional } from '../../src/functions/conditional.ts';
import { remainder } from '../../src/functions/division.ts';
import { sum } from '../../src/functions/reductions.ts';
import { scan } from '../../src/functions/scan.ts';
import { exp } from '../../src/functions/transcendental.ts';
import { hostScalar } from '../../src/host-scalar.ts';
import { jit } from '../../src/jit.ts';
import { evaluate } from '../../src/reference/interpreter.ts';
import { type Tensor, tensor } from '../../src/tensor.ts';
import { assign, variable } from '../../src/variable.ts';

const doubled = (x: Tensor): Tensor => mul(x, 2);

describe('conditional', () => {
  it('gives what the function makes of the operands if the predicate holds, else what is there', () => {
    const [x, y] = [tensor([1, 2, 3]), tensor([-1, -2, -3])];
    expect(conditional(true, doubled, y, x).toArray()).toEqual([2, 4, 6]);
    expect(conditional(false, doubled, y, x).toArray()).toEqual([-1, -2, -3]);
    expect(conditional(greater(sum(x), 5), doubled, x, x).toArray()).toEqual([2, 4, 6]);
    expect(conditional(greater(sum(x), 6), doubled, x, x).toArray()).toEqual([1, 2, 3]);
  });

  it('takes a predicate that is a number to hold where it is not zero', () => {
    expect(conditional(0.5, doubled, tensor(7), tensor(1)).item()).toBe(2);
    expect(conditional(0, doubled, tensor(7), tensor(1)).item()).toBe(7);
  });

  it('reads the predicate anew at every run of a program', () => {
    let predicate = 0;
    const f = jit((x: Tensor) =>
      conditional(
        hostScalar(() => predicate),
        doubled,
        x,
        x,
      ),
    );
    expect(f(tensor([3])).toArray()).toEqual([3]);
    predicate = 1;
    expect(f(tensor([3])).toArray()).toEqual([6]);
    expect(f(tensor([4])).toArray()).toEqual([8]);
    predicate = 0;
    expect(f(tensor([4])).toArray()).toEqual([4]);
  });

  it('does not do the work where the predicate does not hold', () => {
    // Ten thousand million steps would take minutes.
    const endless = (x: Tensor): Tensor =>
      scan(
        (c: Tensor) => [
          scan((d: Tensor) => [add(mul(d, 0.5), 1), undefined], c, undefined, { length: 1e5 })[0],
          undefined,
        ],
        x,
        undefined,
        {
          length: 1e5,
        },
      )[0];
    const f = jit((x: Tensor) => conditional(greater(x, 0), endless, mul(x, 3), x));
    expect(f(tensor(-2)).item()).toBe(-6);
  });

  it('updates variables at every third step only', () => {
    const [count, kept, seen] = [variable(0), variable([0, 0]), variable([0, 0])];
    const step = jit((x: Tensor) => {
      const now = add(seen.value, x);
      const due = equal(remainder(count.value, 3), 0);
      assign([
        [kept, conditional(due, (s: Tensor) => mul(s, 10), kept.value, now)],
        [seen, now],
        [count, add(count.value, 1)],
      ]);
    });
    const contents = Array.from({ length: 7 }, () => {
      step(tensor([1, 2]));
      return kept.value.toArray();
    });
    expect(contents).toEqual([
      [10, 20],
      [10, 20],
      [10, 20],
      [40, 80],
      [40, 80],
      [40, 80],
      [70, 140],
    ]);
  });

  it('takes and returns trees, also results that are exchanged or handed through', () => {
    const results = [true, false].map((predicate) =>
      conditional(
        predicate,
        ({ a, b: [b] }) => ({ first: b, second: [a, mul(a, b)] as const }),
        { first: tensor([0, 0]), second: [tensor([1, 1]), tensor([2, 2])] as const },
        { a: tensor([3, 4]), b: [tensor([5, 6])] as const },
      ),
    );
    expect(results.map(({ first, second: [x, y] }) => [first, x, y].map((t) => t.toArray()))).toEqual([
      [
        [5, 6],
        [3, 4],
        [15, 24],
      ],
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ]);
  });

  it('uses what is outside, and nests', () => {
    const outside = tensor([10, 20]);
    const f = jit((p: Tensor, q: Tensor, x: Tensor) =>
      conditional(p, (v: Tensor) => conditional(q, (w: Tensor) => add(w, outside), mul(v, 2), v), mul(x, 3), x),
    );
    const x = tensor([1, 2]);
    expect(f(tensor(true), tensor(true), x).toArray()).toEqual([11, 22]);
    expect(f(tensor(true), tensor(false), x).toArray()).toEqual([2, 4]);
    expect(f(tensor(false), tensor(true), x).toArray()).toEqual([3, 6]);
  });

  it('agrees with the reference interpreter', () => {
    const x = tensor([0.5, -1], { dtype: 'float64' });
    for (const predicate of [true, false]) {
      const y = conditional(predicate, ({ a }) => exp(a), mul(x, 3), { a: x });
      const [expected] = evaluate([y.node], () => new Float64Array(0));
      for (const [i, value] of (y.toArray() as number[]).entries()) {
        expect(value).toBeCloseTo(expected?.[i] as number, 14);
      }
    }
  });

  it('throws for a predicate of more than one element', () => {
    expect(() => conditional(tensor([true, false]), doubled, tensor(1), tensor(1))).toThrow(
      new ShapeError('conditional: the predicate is one number, got shape [2]. Use all() or any().'),
    );
  });

  it('throws where the function gives something else than what is there', () => {
    const [one, two] = [tensor(1), tensor([1, 2])];
    expect(() => conditional(true, () => [one], one as never, one)).toThrow(ArgumentError);
    expect(() => conditional(true, () => two, one, one)).toThrow(
      new ShapeError('conditional: the function returns shape [2] where otherwise has [].'),
    );
    expect(() => conditional(true, (x: Tensor) => cast(x, 'float64'), one, one)).toThrow(
      new DTypeError(
        'conditional: the function returns float64 where otherwise has float32. Use cast() on one of them.',
      ),
    );
    expect(() => conditional(true, one as never, one, one)).toThrow(/conditional: expected a function/);
    expect(() => conditional(true, () => 1 as never, one, one)).toThrow(
      /what the function returns holds tensors, got 1/,
    );
  });

  it('throws where the function reads a value', () => {
    const x = tensor(1);
    expect(() => conditional(true, (v: Tensor) => (v.item() > 0 ? v : x), x, x)).toThrow(TracingError);
  });
});

describe('explain', () => {
  it('shows a conditional as a loop with a gate', () => {
    const f = jit((x: Tensor) => conditional(greater(sum(x), 0), doubled, x, x));
    expect(explain(f, tensor([1, 2])).toString()).toMatch(/gated loop of 1 steps/);
  });
});
