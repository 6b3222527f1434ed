import { checkGradients, grad, gradients, hessian, hvp, jvp, rematerialize, vmap } from '@gradkit/autograd';
import {
  add,
  explain,
  jit,
  matmul,
  mul,
  scan,
  sin,
  square,
  sum,
  Tensor,
  TracingError,
  tanh,
  tensor,
  variable,
} from '@gradkit/core';
import { is, type Node, topological } from '@gradkit/core/graph';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { filled } from './vectors.ts';
import { expectClose } from './vmap/expect-close.ts';

type Block = (x: Tensor) => Tensor;

const w = filled([16, 16]);
/** Products, so that what is between them has to be stored. */
const plain: Block = (x) => {
  for (let i = 0; i < 4; i++) x = tanh(matmul(x, w));
  return x;
};
const chain =
  (block: Block, length = 4): Block =>
  (x) => {
    for (let i = 0; i < length; i++) x = block(x);
    return sum(square(x));
  };
const light = rematerialize(plain);
const x = filled([8, 16], 1);

const scratchOf = (fn: (x: Tensor) => unknown): number =>
  Number(/(\d+) bytes of scratch/.exec(explain(jit(fn), x))?.[1]);

describe('rematerialize', () => {
  test('changes neither values nor derivatives of any order and mode', () => {
    expectClose(chain(light)(x), chain(plain)(x));
    expectClose(grad(chain(light))(x), grad(chain(plain))(x));
    const t = filled([8, 16], 2);
    expectClose(jvp(chain(light))([x], [t])[1], jvp(chain(plain))([x], [t])[1]);
    expectClose(hvp(chain(light))(x, t), hvp(chain(plain))(x, t));
    const push = (of: Block) => grad((x: Tensor) => jvp(of)([x], [t])[1])(x);
    expectClose(push(chain(light)), push(chain(plain)));
    expectClose(jit(grad(chain(light)))(x), grad(chain(plain))(x));
    const small = (block: Block) => hessian((v: Tensor) => chain(block, 2)(v.reshape([1, 16])));
    expectClose(small(light)(filled([16])), small(plain)(filled([16])));
  });

  test('needs less memory for the backward pass of a deep chain', () => {
    const bytes = 8 * 16 * 8;
    const kept = scratchOf(grad(chain(plain)));
    const recomputed = scratchOf(grad(chain(light)));
    // 16 values of the forward pass, against 4 between the blocks and 4 inside of one.
    expect(kept).toBeGreaterThan(15 * bytes);
    expect(kept - recomputed).toBeGreaterThan(6 * bytes);
  });

  test('keeps per link of a longer chain only what is between blocks', () => {
    const bytes = 8 * 16 * 8;
    const t = filled([8, 16], 3);
    const pair =
      (block: Block): Block =>
      (x) =>
        block(block(x));
    const perLink = (block: Block, derivative: (of: Block) => (x: Tensor) => unknown): number =>
      (scratchOf(derivative(chain(block, 4))) - scratchOf(derivative(chain(block, 2)))) / 2 / bytes;
    const push = (of: Block) => (x: Tensor) => jvp(of)([x], [t])[1];
    const product = (of: Block) => (x: Tensor) => hvp(of)(x, t);
    expect(perLink(pair(plain), grad)).toBe(8);
    expect(perLink(pair(light), grad)).toBe(2);
    expect(perLink(rematerialize(pair(light)), grad)).toBe(1);
    expect(perLink(plain, push)).toBe(4);
    expect(perLink(light, push)).toBe(1);
    expect(perLink(plain, product)).toBe(12);
    expect(perLink(light, product)).toBe(3);
  });

  test('keeps of a loop no more than its carries', () => {
    const step = (h: Tensor): [Tensor, undefined] => [plain(h), undefined];
    const over =
      (of: typeof step, length: number): Block =>
      (x) =>
        sum(scan(of, x, undefined, { length })[0]);
    expectClose(grad(over(rematerialize(step), 3))(x), grad(over(step, 3))(x));
    const perStep = (of: typeof step): number =>
      (scratchOf(grad(over(of, 30))) - scratchOf(grad(over(of, 20)))) / 10 / (8 * 16 * 8);
    expect(perStep(step)).toBeGreaterThanOrEqual(4);
    expect(perStep(rematerialize(step))).toBe(1);
  });

  test('differentiates what the function captures', () => {
    const v = variable([1, 2], { name: 'v' });
    const c = tensor([3, 4]);
    const f = rematerialize((x: Tensor) => sum(mul(mul(x, v), c)));
    const [gv, gc] = gradients(f(tensor([5, 6])), [v, c]);
    expect([gv.toArray(), gc.toArray()]).toEqual([
      [15, 24],
      [5, 12],
    ]);
  });

  test('takes trees, numbers, integers and several results', () => {
    const f = (p: { a: Tensor; n: Tensor }, k: number) => ({ y: [mul(p.a, k), sin(p.a)], n: p.n });
    const args = [{ a: filled([3]), n: tensor([1, 2], { dtype: 'int32' }) }, 3] as const;
    const [got, expected] = [rematerialize(f)(...args), f(...args)];
    expectClose(got.y[0] as Tensor, expected.y[0] as Tensor);
    expect(got.n.toArray()).toEqual([1, 2]);
    const total = (of: typeof f) => grad((a: Tensor) => sum(add(...(of({ ...args[0], a }, 3).y as [Tensor, Tensor]))));
    expectClose(total(rematerialize(f))(filled([3])), total(f)(filled([3])));
    checkGradients((a: Tensor) => rematerialize(f)({ ...args[0], a }, 2).y, [tensor([0.5, 2])], { order: 2 });
  });

  test('nests with vmap, on either side', () => {
    const rows = filled([3, 2, 16], 4);
    const expected = vmap(grad(chain(plain)))(rows);
    expectClose(vmap(grad(chain(light)))(rows), expected);
    expectClose(grad((r: Tensor) => sum(vmap(chain(light))(r)))(rows), expected);
    expectClose(grad((r: Tensor) => sum(rematerialize(vmap(chain(plain)))(r)))(rows), expected);
  });

  test('keeps one product for weights that are the same everywhere, also where it is computed again', () => {
    const productsIn = (roots: readonly Node[]): Node<'dot'>[] =>
      topological(roots).flatMap((n) => {
        if (is('call', n)) return productsIn(n.attributes.body.results);
        return is('dot', n) ? [n] : [];
      });
    const products = productsIn([vmap(grad(chain(light, 2)))(filled([3, 8, 16])).node]);
    expect(products.length).toBeGreaterThan(0);
    for (const { attributes } of products) expect(attributes.batch).toBe(0);
  });

  test('types follow the function', () => {
    expectTypeOf(rematerialize((x: Tensor, n: number) => [x, n] as const)).toEqualTypeOf<
      (x: Tensor, n: number) => readonly [Tensor, number]
    >();
  });

  test('refuses reading, assigning and what is no function', () => {
    const v = variable(0, { name: 'v' });
    const assigning = rematerialize((x: Tensor) => {
      v.assign(x);
      return x;
    });
    expect(() => assigning(tensor(1))).toThrow(TracingError);
    expect(() => rematerialize((x: Tensor) => tensor(x.item()))(tensor(1))).toThrow(TracingError);
    expect(() => rematerialize(3 as never)).toThrow('rematerialize: expected a function, got 3.');
    expect(() => rematerialize(() => 3)()).toThrow('rematerialize: the value of the function has no tensor');
    expect(rematerialize(() => new Tensor(tensor([7]).node))().toArray()).toEqual([7]);
  });
});
