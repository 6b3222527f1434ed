import { assign, jit, Tensor, type Variable, variable, zeros } from '@gradkit/core';
import { closed, inline, is, type Node, parametersOf, type Subgraph } from '@gradkit/core/graph';
import type { Product } from './compiled.ts';
import type { Packed } from './packed.ts';

/** A product with a matrix that depends on a point, in two programs. */
export interface ProductProgram {
  /** Computes what depends on the point alone, and keeps it. */
  readonly prepare: () => void;
  /** The product with what `direction` holds, into `image`, at the point that was prepared and still is in its variables. */
  readonly apply: () => void;
}

/**
 * Programs for many products at one point, as conjugate gradients ask for: activations and their slopes are computed once, and a
 * product does its linear part alone, in little more than half of the time of one that begins at the weights.
 *
 * @param product records the product; called once, when the first program is
 * @param owned where to note the variables that are made
 * @see Radul, Paszke, Frostig, Johnson, Maclaurin: You only linearize once, POPL 2023
 */
export function productProgram(
  point: Packed,
  direction: Packed,
  image: Packed,
  product: () => Product,
  owned: Variable[],
): ProductProgram {
  const { variables } = point;
  let linear: { readonly graph: Subgraph; readonly kept: readonly Kept[] } | undefined;

  const prepare = jit(() => {
    const of = product();
    const xs = variables.map((each) => each.value);
    const parameters = parametersOf(direction.variables);
    const images = of(
      xs,
      parameters.map((each) => new Tensor(each)),
    );
    const { graph, captured } = closed(
      parameters,
      images.map(({ node }) => node),
    );
    const kept = captured.map((node) => keptAs(node, variables));
    linear = { graph, kept };
    for (const each of kept) if (each.kind === 'place') owned.push(each.place);
    assign(kept.flatMap((each) => (each.kind === 'place' ? [[each.place, new Tensor(each.node)] as const] : [])));
  });

  const apply = jit(() => {
    const { graph, kept } = linear as NonNullable<typeof linear>;
    const inputs = kept.map((each) => (each.kind === 'constant' ? each.node : each.place.node));
    const images = inline(graph, [...direction.variables.map((each) => each.node), ...inputs]);
    assign(images.map((each, i) => [image.variables[i], new Tensor(each)]));
  });
  return { prepare, apply };
}

/** Where the second program finds what the first has computed: data, a variable of the point, or a variable made for it. */
type Kept =
  | { readonly kind: 'constant'; readonly node: Node }
  | { readonly kind: 'point'; readonly place: Variable }
  | { readonly kind: 'place'; readonly place: Variable; readonly node: Node };

function keptAs(node: Node, variables: readonly Variable[]): Kept {
  if (is('input', node)) {
    if (node.values !== undefined) return { kind: 'constant', node };
    const { source } = node.attributes;
    const own = source.kind === 'variable' ? variables.find(({ cell }) => cell === source.cell) : undefined;
    if (own !== undefined) return { kind: 'point', place: own };
  }
  const { shape, dtype } = node;
  return { kind: 'place', place: variable(zeros(shape, { dtype }), { name: 'kept', dtype }), node };
}
