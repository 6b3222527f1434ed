import { describe, expect, it } from 'vitest';
import {
  add,
  argsort,
  assign,
  explain,
  jit,
  matmul,
  mul,
  slice,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  transpose,
  variable,
} from '../../src/index.ts';

const input = (...shape: number[]): Tensor => tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), { shape });

describe('the boundaries of kernels', () => {
  it('are there because a product uses its operands many times', () => {
    const [v, w] = [input(64, 64), input(64, 64)];
    expect(explain(matmul(matmul(v, w), w))).toContain(
      'boundary: kernel 1 waits for all of dot#4: a product uses every element many times, from packed panels',
    );
  });

  it('are there because loops differ', () => {
    const rows = sum(input(3, 5), { axis: 1 });
    expect(explain(sum(mul(rows.reshape([3, 1]), input(3, 7)), { axis: 0 }))).toContain(
      'boundary: kernel 1 waits for all of reduceSum#1: the loops there are rows 7, columns 3, and here rows 3, columns 5',
    );
  });

  it('are there because a value comes back through another kernel', () => {
    const v = input(64, 64);
    const sums = add(matmul(v, v), 1);
    const text = explain(add(sums, matmul(matmul(sums, v), v)), sums);
    expect(text).toMatch(/kernel 2 waits for all of add#\d+: it also needs all of kernel 1, which needs this one/);
  });

  it('are there because an operation has loops of its own, or looks elements up', () => {
    const v = mul(sum(input(40_000, 3), { axis: 1 }), 2);
    expect(explain(argsort(v))).toContain(
      'kernel 1 waits for all of reduceSum#1: it has loops of its own: sorts positions along an axis',
    );
    expect(explain(take(v, tensor([1, 2], { dtype: 'int32' })))).toContain(
      'its elements are looked up at computed positions',
    );
    expect(explain(argsort(v))).toContain('boundary: argsort#3 is a result');
  });

  it('are there between kernels that need nothing of each other', () => {
    const [v, w] = [input(64, 64), input(300, 200)];
    expect(explain(matmul(v, v), sum(w, { axis: 0 }))).toContain(
      'kernel 1 needs nothing of it: a product has loops of its own',
    );
    const tall = input(200, 300);
    expect(explain(sum(w, { axis: 0 }), sum(tall, { axis: 0 }))).toContain(
      'kernel 1 needs nothing of it: they loop over different axes, and only small kernels gain by running side by side',
    );
  });

  it('name the variables that get new content', () => {
    const v = variable([1, 2], { name: 'bias' });
    expect(
      explain(
        jit((x: Tensor) => v.assign(add(v, x))),
        tensor([1, 1]),
      ),
    ).toContain('boundary: add#2 is the new content of "bias"');
  });
});

describe('a new content that is copied at the end', () => {
  const v = (): Tensor => tensor([1, 2, 3, 4]);

  it('says which kernel reads other elements of the old', () => {
    const w = variable([1, 2, 3, 4], { name: 'w' });
    const step = jit((x: Tensor) =>
      w.assign(
        add(w.value.reshape([2, 2]).mul(1), transpose(w.value.reshape([2, 2])))
          .reshape([4])
          .add(x),
      ),
    );
    expect(explain(step, v())).toContain(
      'copied at the end: kernel 0 reads other elements of the old content than the one it overwrites',
    );
  });

  it('says which kernel still needs the old', () => {
    const w = variable(new Float32Array(64 * 64), { name: 'w' });
    const step = jit((x: Tensor) => {
      const old = w.value;
      const next = add(matmul(x, x), 1);
      w.assign(next.reshape([64 * 64]));
      return matmul(mul(next, old.reshape([64, 64])), x);
    });
    expect(explain(step, input(64, 64))).toMatch(
      /copied at the end: kernel \d needs kernel \d, and still reads the old/,
    );
  });

  it('says who else got the same', () => {
    const [a, b] = [variable([1, 2], { name: 'a' }), variable([3, 4], { name: 'b' })];
    const step = jit((x: Tensor) => {
      const next = sub(x, 1);
      assign([
        [a, next],
        [b, next],
      ]);
    });
    expect(explain(step, tensor([5, 6]))).toContain('copied at the end: "a" gets the same content');
    expect(
      explain(
        jit((x: Tensor) => slice(x, [0], [1])),
        v(),
      ),
    ).not.toContain('copied');
  });
});
