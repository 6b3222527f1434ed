import type { Node, Op } from '@gradkit/core/graph';

/** A linear map between arrays, as a graph: takes a tangent or cotangent and adds nodes. */
export type LinearMap = (v: Node) => Node;

/** One linear map per input; `undefined` for an input that has no derivative, such as indices and conditions. */
export type Partials = readonly (LinearMap | undefined)[];

/** Partial derivatives at a node: `y` is the result, the rest are the inputs. */
export type PartialsAt<O extends Op> = (y: Node<O>, ...inputs: Node[]) => Partials;

/**
 * How an operation differentiates. With Jᵢ the Jacobian of the result by input i, `push` holds the maps t ↦ Jᵢ t, whose
 * sum is the tangent of the result, and `pull` their transposes g ↦ Jᵢᵀ g. Maps refer to forward nodes, so they can be
 * differentiated again.
 */
export interface Rule<O extends Op> {
  /** `'linear'`: the operation applied to the tangents; inputs that are not floats keep their values. */
  readonly push: PartialsAt<O> | 'linear';
  readonly pull: PartialsAt<O>;
}

/** The derivative is zero wherever it exists: nothing is propagated. */
export const zero: Rule<Op> = { push: () => [], pull: () => [] };

/** Elementwise: the Jacobian is diagonal and therefore its own transpose. */
export function diagonal<O extends Op>(partials: PartialsAt<O>): Rule<O> {
  return { push: partials, pull: partials };
}

/** Linear in all float inputs together: only the transpose has to be said. */
export function linear<O extends Op>(transpose: PartialsAt<O>): Rule<O> {
  return { push: 'linear', pull: transpose };
}

/** Rules for a family of operations; `'brought'` where the nodes bring theirs with their code. */
export type Rules<O extends Op> = { readonly [K in O]: Rule<K> | 'brought' };
