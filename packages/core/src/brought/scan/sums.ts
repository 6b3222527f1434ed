import { is, type Node, node } from '../../graph.ts';
import { forwardNodes, kept, type OpenLoop } from './loop.ts';

/** A sum over all steps, made from what the loop has when it is done. */
export type Total = (accumulated: readonly Node[], stacked: readonly Node[]) => Node;

/**
 * Beyond this many terms in a step, products are added up step by step. Below, reading and writing the sums would take
 * longer than the products: then both factors are kept, and one product of all steps is computed after the loop.
 */
const shallow = 512;

/**
 * Sums over the steps of a loop on the way back, such as the cotangent of a weight that is used in every step. Its part of
 * a step is a node in terms of the forward step and of the way back.
 */
export class Sums {
  /** Nodes to be added up by the loop. */
  readonly accumulated: Node[] = [];
  /** Nodes of which every step is to be kept. */
  readonly stacks: Node[] = [];
  private readonly ys: readonly Node<'scan'>[];
  private readonly open: OpenLoop;
  private readonly forward: ReadonlySet<Node>;
  private readonly varying: ReadonlySet<Node>;

  constructor(open: OpenLoop, ys: readonly Node<'scan'>[]) {
    this.open = open;
    this.ys = ys;
    this.forward = forwardNodes(open, open.parameters);
    this.varying = forwardNodes(open, open.parameters.slice(0, open.loop.carries + open.loop.slices));
  }

  over(share: Node): Total {
    return this.later(share) ?? this.within(share);
  }

  add(sum: Node, share: Node): Node {
    return node('add', [sum, share], {});
  }

  finish(accumulated: readonly Node[], stacked: readonly Node[]): (total: Total) => Node {
    return (total) => total(accumulated, stacked);
  }

  private within(share: Node): Total {
    const at = this.accumulated.push(share) - 1;
    return (accumulated) => accumulated[at] as Node;
  }

  /** A sum that is computed after the loop, if the node is made of products of few terms. */
  private later(share: Node): Total | undefined {
    const [x, y] = share.inputs as readonly [Node, Node];
    if (is('permute', share) || is('reshape', share)) {
      const total = this.later(x);
      return total && ((...results) => node(share.op, [total(...results)], share.attributes));
    }
    if (is('add', share)) {
      const [a, b] = [this.later(x), this.later(y)];
      if (a === undefined && b === undefined) return undefined;
      const [left, right] = [a ?? this.within(x), b ?? this.within(y)];
      return (...results) => node('add', [left(...results), right(...results)], {});
    }
    return is('dot', share) ? this.product(share) : undefined;
  }

  private product({ inputs: [x, y], attributes: { batch, contract } }: Node<'dot'>): Total | undefined {
    // Without an axis to sum over there is none to join the steps to.
    if (contract === 0) return undefined;
    const terms = (y as Node).shape.slice(batch, batch + contract).reduce((a, b) => a * b, 1);
    if (terms >= shallow) return undefined;
    if (!this.varies(x as Node) || !this.varies(y as Node)) return undefined;
    const left = this.joined(x as Node, (x as Node).shape.length - contract);
    const right = this.joined(y as Node, batch);
    // Σₜ [B, L, K] · [B, K, R] = [B, L, T K] · [B, T K, R]
    return (...results) => node('dot', [left(...results), right(...results)], { batch, contract });
  }

  /** A node in every step, with the steps joined to one of its axes. */
  private joined(n: Node, axis: number): Total {
    // Where the axis is the first one in memory, the steps lie before it already.
    if (is('permute', n) && n.attributes.axes[axis] === 0) {
      const whole = this.joined(n.inputs[0] as Node, 0);
      return (...results) => node('permute', [whole(...results)], n.attributes);
    }
    const whole = this.everyStep(n);
    const order = n.shape.map((_, i) => i + 1).toSpliced(axis, 0, 0);
    const shape = n.shape.with(axis, this.open.loop.length * (n.shape[axis] as number));
    return (...results) => node('reshape', [node('permute', [whole(...results)], { axes: order })], { shape });
  }

  /** Whether a node is different in every step. */
  private varies(n: Node): boolean {
    if (this.varying.has(n)) return true;
    return n.op !== 'input' && !this.forward.has(n) && n.inputs.length > 0;
  }

  /** A node in every step, along a new first axis. */
  private everyStep(n: Node): Total {
    const { loop, inputs, parameters } = this.open;
    if (is('permute', n)) {
      const whole = this.everyStep(n.inputs[0] as Node);
      const axes = [0, ...n.attributes.axes.map((axis) => axis + 1)];
      return (...results) => node('permute', [whole(...results)], { axes });
    }
    if (is('reshape', n)) {
      const whole = this.everyStep(n.inputs[0] as Node);
      return (...results) => node('reshape', [whole(...results)], { shape: [loop.length, ...n.shape] });
    }
    if (this.forward.has(n)) {
      const whole = inputs[parameters.indexOf(n as Node<'input'>, loop.carries)] ?? kept(this.ys, n);
      return () => whole;
    }
    const known = this.stacks.indexOf(n);
    const at = known >= 0 ? known : this.stacks.push(n) - 1;
    return (_, stacked) => stacked[at] as Node;
  }
}
