import { describe, expect, it } from 'vitest';
import { add, explain, jit, matmul, mul, named, ones, sum, type Tensor, tensor } from '../src/index.ts';

describe('named', () => {
  it('hands on what the function returns, and what it throws', () => {
    expect(named('sum', () => 3)).toBe(3);
    expect(() =>
      named('bad', () => {
        throw new RangeError('no');
      }),
    ).toThrow(RangeError);
  });

  it('gives nodes the name, below the names around it, and nothing afterwards', () => {
    const [inner, outer] = named('block', () => [named('gate', () => add(tensor([1]), 1)), add(tensor([1]), 1)]) as [
      Tensor,
      Tensor,
    ];
    expect(inner.node.origin).toBe('block/gate');
    expect(outer.node.origin).toBe('block');
    expect(add(outer, 1).node.origin).toBe('');
  });

  it('takes a name that begins with the one around it as a whole path', () => {
    expect(named('block', () => named('block/gate', () => add(tensor([1]), 1))).node.origin).toBe('block/gate');
  });

  it('leaves off when the function throws', () => {
    expect(() =>
      named('bad', () => {
        throw new RangeError('no');
      }),
    ).toThrow();
    expect(add(tensor([1]), 1).node.origin).toBe('');
  });

  it('is what explain() says a kernel is for, also where rules rewrote the operation', () => {
    const f = jit((x: Tensor) =>
      sum(
        named('scale', () =>
          mul(
            named('square', () => matmul(x, x)),
            -1,
          ),
        ),
      ),
    );
    const text = explain(f, ones([64, 64]));
    expect(text).toContain('  for scale/square');
  });

  it('makes no new program', () => {
    const x = ones([3]);
    const key = (name: string): string => explain(named(name, () => add(x, 1))).replace(/ {2}for .*\n/, '');
    expect(key('one')).toBe(key('another'));
  });
});
