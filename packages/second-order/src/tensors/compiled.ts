import { hvp, vmap } from '@gradkit/autograd';
import {
  add,
  arange,
  assign,
  cast,
  concatenate,
  flatten,
  jit,
  oneHot,
  reshape,
  sizeOf,
  slice,
  type Tensor,
  tensor,
  type Variable,
  variable,
  zeros,
} from '@gradkit/core';
import { readInto, writeFrom } from '@gradkit/core/graph';
import type { Hessian, HessianProduct, ValueAndGrad } from '../problem/objective.ts';
import { graphFunction } from './graph-function.ts';
import { checkValue, gradientsOf } from './loss-value.ts';
import { type Packed, packedLike, release } from './packed.ts';
import { productProgram } from './product-program.ts';

/** All that minimisers ask for; what is never asked for is never compiled. */
export interface CompiledObjective {
  readonly valueAndGrad: ValueAndGrad;
  readonly hessp: HessianProduct;
  readonly hess: Hessian;
  /** Frees the memory of derivatives at once; the programs do not run any more. */
  readonly release: () => void;
}

/** The product of a Hessian, or of what stands for it, at `xs` with `vs`: lists of tensors that look alike. */
export type Product = (xs: Tensor[], vs: Tensor[]) => Tensor[];

/** What is to be compiled, in terms of variables. */
export interface Expression {
  /** The public function, for errors. */
  readonly where: string;
  /** What the user calls the function. */
  readonly what: string;
  /** The variables that a vector is written to before anything is computed. */
  readonly point: Packed;
  /** Reads the variables and computes the value; called while a program is recorded. */
  readonly value: () => Tensor;
  /** Records a product, from values that stand for the contents of the variables; default that of the Hessian of `value`. */
  readonly product?: (() => Product) | undefined;
}

/**
 * Programs for the derivatives of an expression, each made when it is first needed. A vector is copied into the variables that
 * the program reads, and the derivative out of those that it assigns: one pass over the numbers each.
 */
export function compiled(expression: Expression): CompiledObjective {
  const { where, what, point } = expression;
  const { variables, size } = point;
  const product = expression.product ?? (() => hessianProduct(expression));
  const owned: Variable[] = [];
  const like = (name: string): Packed => {
    const made = packedLike(point, name);
    owned.push(...made.variables);
    return made;
  };

  const first = once(() => {
    const gradient = like('gradient');
    const run = jit(() => {
      const value = expression.value();
      checkValue(where, what, value);
      const found = gradientsOf(where, what, value, variables);
      assign(found.map((each, i) => [gradient.variables[i] as Variable, each]));
      return value;
    });
    return { run, gradient };
  });

  const second = once(() => {
    const [direction, image] = [like('direction'), like('product')];
    return { ...productProgram(point, direction, image, product, owned), direction, image, at: new Float64Array(size) };
  });
  /** Whether the programs of products are prepared for `second().at`. */
  let isPrepared = false;

  const dense = once(() => {
    const count = Math.min(size, rowsAtOnce);
    const offset = variable(tensor(0, { dtype: 'int32' }), { name: 'offset' });
    const rows = variable(zeros([count, size], { dtype: 'float64' }), { name: 'hessian' });
    owned.push(offset, rows);
    const run = jit(() => {
      const of = product();
      const xs = variables.map((each) => each.value);
      const units = oneHot(add(arange(0, count, 1, { dtype: 'int32' }), offset.value), size, { dtype: 'float64' });
      rows.assign(vmap((v: Tensor) => concatenated(of(xs, parted(v, xs))))(units));
    });
    return { run, count, offset, rows, copy: new Float64Array(count * size), at: new Int32Array(1) };
  });

  return {
    valueAndGrad(x, gradient) {
      // What else the function depends on may have changed since.
      isPrepared = false;
      point.write(x);
      const program = first();
      const value = program.run().item();
      program.gradient.read(gradient);
      return value;
    },
    hessp(x, v, out) {
      point.write(x);
      const program = second();
      const { direction, image, at } = program;
      if (!isPrepared || !isEqual(at, x)) {
        program.prepare();
        at.set(x);
        isPrepared = true;
      }
      direction.write(v);
      program.apply();
      image.read(out);
    },
    hess(x, out) {
      point.write(x);
      const { run, count, offset, rows, copy, at } = dense();
      // The matrix is symmetric: rows are as good as columns.
      for (let row = 0; row < size; row += count) {
        at[0] = row;
        writeFrom(offset, at);
        run();
        readInto(rows, copy);
        out.set(row + count <= size ? copy : copy.subarray(0, (size - row) * size), row * size);
      }
    },
    release: () => release(owned),
  };
}

/** Rows of a matrix that are computed together: enough to keep products of matrices busy, few enough for the cache. */
const rowsAtOnce = 32;

function isEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Makes something when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Forward over reverse, of the value as a function of what the variables hold. */
function hessianProduct({ where, what, point, value }: Expression): Product {
  const of = asFunction(point, () => {
    const result = value();
    checkValue(where, what, result);
    return result;
  });
  return hvp((xs: Tensor[]) => of(xs)[0]);
}

/** A tensor computed from variables, as a function of tensors in their place. */
export function asFunction({ variables }: Packed, compute: () => Tensor): (xs: readonly Tensor[]) => Tensor[] {
  // Read before anything is computed from them.
  const read = variables.map((each) => each.node);
  return graphFunction(read, [compute().node]);
}

/** A vector of float64 in parts that look like other tensors. */
export function parted(v: Tensor, like: readonly Tensor[]): Tensor[] {
  let at = 0;
  return like.map(({ shape, dtype }) => {
    const start = at;
    at += sizeOf(shape);
    return cast(reshape(slice(v, [start], [at]), shape), dtype);
  });
}

/** Tensors as one vector of float64. */
export function concatenated(parts: readonly Tensor[]): Tensor {
  const vectors = parts.map((part) => cast(flatten(part), 'float64'));
  return vectors.length === 1 ? (vectors[0] as Tensor) : concatenate(vectors);
}
