import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  add,
  assign,
  DisposedError,
  DTypeError,
  full,
  jit,
  memory,
  mul,
  ShapeError,
  sub,
  sum,
  type Tensor,
  tensor,
  Variable,
  variable,
  zeros,
} from '../src/index.ts';

describe('variable', () => {
  it('holds a tensor', () => {
    const v = variable([[1, 2]], { name: 'kernel' });
    expect(v).toBeInstanceOf(Variable);
    expect([v.name, v.shape, v.dtype]).toEqual(['kernel', [1, 2], 'float32']);
    expect(v.value.toArray()).toEqual([[1, 2]]);
    expect(String(v)).toBe('Variable kernel float32[1, 2]');
  });

  it('starts from a number, arrays, typed arrays or a tensor', () => {
    expect(variable(3).value.item()).toBe(3);
    expect(variable(Float64Array.of(1, 2)).dtype).toBe('float64');
    expect(variable([1], { dtype: 'int32' }).dtype).toBe('int32');
    expect(variable(add(tensor([1]), 1)).value.toArray()).toEqual([2]);
    expect(variable(variable([4]).value).value.toArray()).toEqual([4]);
    expect(variable(1).name).toBe('variable');
    expect(variable(zeros([0, 2])).value.shape).toEqual([0, 2]);
  });

  it('does not share memory with the data or the variable that it starts from', () => {
    const data = Float32Array.of(1, 2);
    const a = variable(data);
    const b = variable(a.value);
    data[0] = 9;
    a.assign([5, 6]);
    expect(b.value.toArray()).toEqual([1, 2]);
  });

  it('needs no program for values that are known', () => {
    const x = variable(tensor([1.5, 2]));
    const { programs } = memory();
    const [a, b, c] = [variable(zeros([3, 7])), variable(full([5], 2, { dtype: 'int32' })), variable(x.value)];
    a.assign(full([3, 7], -0));
    assign([
      [c, x.value],
      [x, tensor([3, 4])],
    ]);
    expect(memory().programs).toBe(programs);
    expect([a, b, c, x].map(({ value }) => [...value.dataSync()].at(-1))).toEqual([-0, 2, 2, 4]);
  });

  it('takes known and computed values in one assignment from the contents before', () => {
    const [a, b] = [variable([1, 2]), variable([3, 4])];
    const before = a.value;
    assign([
      [a, b.value],
      [b, add(a.value, 1)],
    ]);
    expect([a.value.toArray(), b.value.toArray(), before.toArray()]).toEqual([
      [3, 4],
      [2, 3],
      [1, 2],
    ]);
  });

  it('explains bad input', () => {
    expect(() => variable(tensor([1]), { dtype: 'float64' })).toThrow(DTypeError);
    expect(() => variable(tensor([1]), { dtype: 'float64' })).toThrow(
      'variable: the initial tensor is float32, not float64. Use cast().',
    );
    expect(() => variable([1], { label: 'x' } as never)).toThrow(ArgumentError);
    expect(() => variable([[1], [2, 3]])).toThrow(ShapeError);
  });
});

describe('Variable.assign', () => {
  it('replaces the content, also from itself', () => {
    const v = variable([1, 2]);
    v.assign(tensor([3, 4]));
    expect(v.value.toArray()).toEqual([3, 4]);
    v.assign(mul(v, 2));
    expect(v.value.toArray()).toEqual([6, 8]);
    v.assign([0.5, 0.25]);
    expect(v.value.toArray()).toEqual([0.5, 0.25]);
  });

  it('leaves values taken before, and what was expressed with them, as they were', () => {
    const v = variable([1, 2]);
    const old = v.value;
    const doubled = mul(v, 2);
    v.assign([10, 20]);
    expect(old.toArray()).toEqual([1, 2]);
    expect(doubled.toArray()).toEqual([2, 4]);
    expect(add(old, v).toArray()).toEqual([11, 22]);
    v.assign([0, 0]);
    expect(add(old, v).toArray()).toEqual([1, 2]);
  });

  it('keeps every one of several old values', () => {
    const v = variable(0);
    const history = [];
    for (let i = 1; i <= 5; i++) {
      history.push(v.value);
      v.assign(add(v, i));
    }
    expect(history.map((t) => t.item())).toEqual([0, 1, 3, 6, 10]);
    expect(v.value.item()).toBe(15);
  });

  it('explains what does not fit, and then changes nothing', () => {
    const v = variable([1, 2], { name: 'bias' });
    expect(() => v.assign(tensor([1, 2, 3]))).toThrow(ShapeError);
    expect(() => v.assign(tensor([1, 2, 3]))).toThrow('assign: variable "bias" has shape [2], got [3].');
    expect(() => v.assign(tensor([1, 2], { dtype: 'int32' }))).toThrow(
      'assign: variable "bias" is float32, got int32. Use cast().',
    );
    expect(() => v.assign([1, 2, 3])).toThrow(ShapeError);
    expect(v.value.toArray()).toEqual([1, 2]);
  });
});

describe('assign', () => {
  it('computes all from the contents before: a swap needs no third variable', () => {
    const [a, b] = [variable([1, 2]), variable([3, 4])];
    assign([
      [a, b.value],
      [b, a.value],
    ]);
    expect([a.value.toArray(), b.value.toArray()]).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  it('rotates three, and mixes expressions', () => {
    const [a, b, c] = [variable(1), variable(2), variable(3)];
    assign([
      [a, add(b, c)],
      [b, sub(c, a)],
      [c, sum(mul(a, b))],
    ]);
    expect([a, b, c].map((v) => v.value.item())).toEqual([5, 2, 2]);
  });

  it('gives several variables one content, computed once or a number', () => {
    const [a, b, c] = [variable([1, 2]), variable([3, 4]), variable([5, 6])];
    const same = a.value.add(1);
    assign([a, b, c].map((each) => [each, same]));
    expect([a, b, c].map(({ value }) => value.toArray())).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
    assign([a, b].map((each) => [each, zeros([2])]));
    expect([a, b, c].map(({ value }) => value.toArray())).toEqual([
      [0, 0],
      [0, 0],
      [2, 3],
    ]);
    const step = jit((x: Tensor) => {
      const next = x.add(b.value);
      assign([a, b, c].map((each) => [each, next]));
      return next;
    });
    expect(step(tensor([1, 2])).toArray()).toEqual([1, 2]);
    expect(step(tensor([1, 2])).toArray()).toEqual([2, 4]);
    expect([a, b, c].map(({ value }) => value.toArray())).toEqual([
      [2, 4],
      [2, 4],
      [2, 4],
    ]);
  });

  it('assigns nothing when one of the pairs does not fit', () => {
    const [a, b] = [variable([1]), variable([2])];
    expect(() =>
      assign([
        [a, tensor([9])],
        [b, tensor([9, 9])],
      ]),
    ).toThrow(ShapeError);
    expect(a.value.toArray()).toEqual([1]);
  });

  it('refuses to assign one variable twice', () => {
    const v = variable(1, { name: 'w' });
    expect(() =>
      assign([
        [v, tensor(2)],
        [v, tensor(3)],
      ]),
    ).toThrow('assign: variable "w" is named twice.');
    expect(v.value.item()).toBe(1);
  });

  it('accepts no pairs', () => {
    expect(() => assign([])).not.toThrow();
  });
});

describe('Variable.dispose', () => {
  it('frees the memory, once, and says so when the variable is used after', () => {
    const before = memory().variables;
    const v = variable(zeros([256, 4]), { name: 'w' });
    expect(memory().variables - before).toBe(256 * 4 * 4);
    v.dispose();
    v.dispose();
    expect(memory().variables).toBe(before);
    expect(() => v.value).toThrow(DisposedError);
    expect(() => add(v, 1)).toThrow('variable "w" was disposed and cannot be used again.');
    expect(() => v.assign(zeros([256, 4]))).toThrow(DisposedError);
  });

  it('leaves values taken before as they were', () => {
    const v = variable([1, 2]);
    const old = v.value;
    v[Symbol.dispose]();
    expect(old.toArray()).toEqual([1, 2]);
  });
});
