import { describe, expect, it } from 'vitest';
import { ArgumentError, add, DTypeError, hostScalar, jit, mul, type Tensor, tensor } from '../src/index.ts';

describe('hostScalar', () => {
  it('is a scalar of the number that the function returns', () => {
    const x = hostScalar(() => 2.5);
    expect([x.shape, x.dtype, x.item()]).toEqual([[], 'float32', 2.5]);
    expect(hostScalar(() => 0.1, { dtype: 'float64' }).item()).toBe(0.1);
    expect(hostScalar(() => 0.1).item()).toBe(Math.fround(0.1));
    expect(hostScalar(() => 7, { dtype: 'int32' }).item()).toBe(7);
  });

  it('is computed anew at every run of a program, which is recorded once', () => {
    let rate = 1;
    let recorded = 0;
    const f = jit((x: Tensor) => {
      recorded++;
      return mul(
        x,
        hostScalar(() => rate),
      );
    });
    expect(f(tensor([2])).toArray()).toEqual([2]);
    rate = 0.25;
    expect(f(tensor([2])).toArray()).toEqual([0.5]);
    expect(recorded).toBe(1);
  });

  it('made outside a jit function stays fresh inside it', () => {
    let rate = 1;
    const scalar = hostScalar(() => rate);
    const f = jit((x: Tensor) => add(x, scalar));
    expect(f(tensor([0])).toArray()).toEqual([1]);
    rate = 2;
    expect(f(tensor([0])).toArray()).toEqual([2]);
  });

  it('stays fresh after it was read, and as an argument', () => {
    let rate = 1;
    const scalar = hostScalar(() => rate);
    const [captured, passed] = [jit((x: Tensor) => mul(x, scalar)), jit((x: Tensor, y: Tensor) => mul(x, y))];
    for (const next of [1, 2, 3]) {
      rate = next;
      expect(scalar.item()).toBe(next);
      expect(captured(tensor(10)).item()).toBe(10 * next);
      expect(passed(tensor(10), scalar).item()).toBe(10 * next);
      expect(add(scalar, 1).item()).toBe(next + 1);
    }
  });

  it('calls the function once in a run', () => {
    let calls = 0;
    const scalar = hostScalar(() => ++calls);
    expect(add(scalar, mul(scalar, scalar)).item()).toBe(2);
    expect(calls).toBe(1);
  });

  it('explains bad input', () => {
    expect(() => hostScalar(3 as never)).toThrow(ArgumentError);
    expect(() => hostScalar(3 as never)).toThrow('hostScalar: expected a function that returns a number, got 3.');
    expect(() => hostScalar(() => 1, { dtype: 'float' as never })).toThrow(DTypeError);
    expect(() => hostScalar(() => 1, { type: 'float32' } as never)).toThrow('Did you mean "dtype"?');
  });
});
