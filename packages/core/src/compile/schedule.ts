import type { Cell } from '../cell.ts';
import type { DType } from '../dtype.ts';
import { is, isRunTime, type Node } from '../graph.ts';
import type { Op } from '../ops/operation.ts';
import { operations } from '../ops/table.ts';
import { equalShapes, type Shape, sizeOf, stridesOf } from '../shape.ts';
import { pointsOf, reshapeIndex, sameIndex, scaled } from './affine.ts';
import {
  type Group,
  isWithin,
  type Member,
  reducedAxes,
  reducedSpace,
  rowAxes,
  rowShape,
  startAfter,
} from './group.ts';
import type { Affine, Buffer, Expression, Kernel, Reduction } from './kernel.ts';
import { type Boundary, lower, NeedsStorage } from './lower.ts';
import { orderGroups } from './order.ts';
import type { Planner, Planning } from './own-kernel.ts';
import { planProduct } from './product.ts';
import { chooseRoots, type Request, type Root } from './roots.ts';
import { sideBySide } from './side-by-side.ts';
import { stagesOf } from './stages.ts';

/** The kernels in order, and where everything lives. */
export interface Schedule {
  readonly kernels: readonly Kernel[];
  readonly buffers: readonly Buffer[];
  /** Input nodes and where their values must be before the program runs. */
  readonly inputs: ReadonlyMap<Node, Buffer>;
  /** Literal nodes whose numbers must be in place before the program runs. */
  readonly literals: ReadonlyMap<Node, Buffer>;
  readonly outputs: readonly Buffer[];
  /** New contents of variables: written in place, or copied at the end. */
  readonly updates: readonly Update[];
}

interface Update {
  readonly cell: Cell;
  readonly from: Buffer;
  /** The content before, if anything reads it. */
  readonly old: Buffer | undefined;
  readonly inPlace: boolean;
}

/** Operations in one kernel along one path, so that no kernel is too deep to walk. */
const maximumDepth = 1000;

/** Thrown when a root does not fit a group. */
class Incompatible {}

/** What `make` returns; undefined where that would not fit. */
function attempted<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (signal) {
    if (signal instanceof Incompatible || signal instanceof NeedsStorage) return undefined;
    throw signal;
  }
}

/** What has one value for each row: the result of a reduction. */
function folded(root: Node, index: readonly Affine[], reduction: Reduction): Member {
  return { root, full: false, index, value: { kind: 'reduced', dtype: root.dtype, reduction }, reduction };
}

export function schedule(request: Request): Schedule {
  const forced = new Map<Node, string>();
  for (;;) {
    try {
      return new Scheduler(request, forced).run();
    } catch (signal) {
      if (!(signal instanceof NeedsStorage) || forced.has(signal.node)) throw signal;
      forced.set(signal.node, signal.reason);
    }
  }
}

class Scheduler implements Planning {
  readonly fuse: boolean;
  readonly #request: Request;
  readonly #roots: ReadonlyMap<Node, Root>;
  /** Operations between a root and what its kernel loads. */
  readonly #depthOf = new Map<Node, number>();
  readonly #groups: Group[] = [];
  readonly #groupOf = new Map<Node, Group>();
  readonly #readersOf = new Map<Node, Set<Group>>();
  readonly #buffers: Buffer[] = [];
  readonly #bufferOfNode = new Map<Node, Buffer>();
  readonly #inputs = new Map<Node, Buffer>();
  readonly #literals = new Map<Node, Buffer>();

  constructor(request: Request, forced: ReadonlyMap<Node, string>) {
    this.#request = request;
    this.fuse = request.fuse;
    this.#roots = chooseRoots(request, forced);
  }

  run(): Schedule {
    for (const [root, { reason, depth, mustStore }] of this.#roots) {
      const group = this.#place(root);
      group.reasons.push(`${root.op}: ${reason}`);
      group.origins.add(root.origin);
      this.#groupOf.set(root, group);
      this.#depthOf.set(root, depth + this.#depthInside(group, root));
      if (mustStore) this.stored(root);
      for (const needed of this.#directNeeds(root)) {
        const producer = this.#groupOf.get(needed);
        if (producer !== undefined && producer !== group) startAfter(group, producer, this.#groups);
        if (group.own !== undefined) continue;
        const readers = this.#readersOf.get(needed) ?? new Set();
        this.#readersOf.set(needed, readers.add(group));
      }
    }
    for (const group of this.#groups) if (group.own?.complete !== undefined) group.own = group.own.complete();
    const outputs = this.#request.outputs.map((n) => this.stored(n));
    const targets = [...this.#request.updates].map(([cell, n]) => ({ cell, from: this.stored(n), root: n }));
    const drafts = new Map(this.#groups.map((group) => [group, this.#finish(group)]));
    const { order, inPlace, contents } = orderGroups(drafts, targets, this.#inputs, this.#groupOf);
    return {
      kernels: sideBySide(order, drafts),
      buffers: this.#buffers,
      inputs: this.#inputs,
      literals: this.#literals,
      outputs,
      updates: targets.map(({ cell, from }) => ({
        cell,
        from,
        old: contents.get(cell),
        inPlace: inPlace.get(from) === cell,
      })),
    };
  }

  // ---- placing roots into groups

  #place(root: Node): Group {
    if (operations[root.op].ownKernel === true) return this.#placeOwn(root);
    if (is('dot', root)) return this.#placeDot(root);
    const isReduction = operations[root.op].family === 'reduce';
    const joined = this.#join(root, (group) => (isReduction ? this.#reduceIn(group, root) : this.#mapIn(group, root)));
    if (joined !== undefined) return joined;
    return this.#alone(root, isReduction ? reducedSpace(root) : root.shape, isReduction);
  }

  #alone(root: Node, space: Shape, isReduction: boolean): Group {
    const group = this.#newGroup(space, undefined);
    try {
      const member = isReduction ? this.#reduceIn(group, root) : this.#mapAt(group, root, true);
      // The finer axes may be those of another space.
      if (member === undefined) throw new Incompatible();
      group.members.set(root, member);
      return group;
    } catch (signal) {
      this.#groups.pop();
      // A reshape that would need division may do without over the axes that it splits.
      const finer = signal instanceof NeedsStorage && signal.space;
      const other = finer && finer.length > space.length && attempted(() => this.#alone(root, finer, isReduction));
      if (other) return other;
      throw signal;
    }
  }

  #newGroup(
    extents: Shape,
    columns: readonly number[] | undefined,
    rest: Partial<Pick<Group, 'contraction' | 'own' | 'memo'>> = {},
  ): Group {
    const id = this.#groups.length;
    const bit = 1n << BigInt(id);
    const group: Group = {
      id,
      extents,
      columns,
      members: new Map(),
      memo: new Map(),
      after: new Set(),
      bit,
      before: bit,
      reasons: [],
      origins: new Set(),
      ...rest,
    };
    this.#groups.push(group);
    return group;
  }

  /** The first group that can take a root in: its producers, latest first, then groups that read the same arrays. */
  #join(root: Node, attempt: (group: Group) => Member | undefined): Group | undefined {
    if (!this.fuse) return undefined;
    const needs = this.#directNeeds(root);
    const producers = new Set<Group>();
    for (const needed of needs) {
      const group = this.#groupOf.get(needed);
      if (group !== undefined) producers.add(group);
    }
    const latest = (a: Group, b: Group): number => b.id - a.id;
    const siblings = [...this.#readingAlike(root, needs)].filter((group) => !producers.has(group));
    const size = sizeOf(operations[root.op].family === 'reduce' ? reducedSpace(root) : root.shape);
    for (const group of [...[...producers].sort(latest), ...siblings.sort(latest).slice(0, 8)]) {
      const fits = size === sizeOf(group.extents) || (group.columns !== undefined && size === sizeOf(rowShape(group)));
      if (!fits || group.own !== undefined || this.#depthInside(group, root) > maximumDepth) continue;
      if ([...producers].some((producer) => producer !== group && isWithin(group, producer))) continue;
      const member = attempted(() => attempt(group));
      if (member === undefined) continue;
      group.members.set(root, member);
      return group;
    }
    return undefined;
  }

  /** The longest chain of operations inside a group that a root would continue. */
  #depthInside(group: Group, root: Node): number {
    let depth = 0;
    for (const needed of this.#directNeeds(root)) {
      if (this.#groupOf.get(needed) === group) depth = Math.max(depth, this.#depthOf.get(needed) ?? 0);
    }
    return depth;
  }

  /** Groups that read an array that a root reads; numbers go together anyway. */
  #readingAlike(root: Node, needs: ReadonlySet<Node>): Set<Group> {
    const found = new Set(sizeOf(root.shape) <= 1 ? this.#groups.filter(({ extents }) => sizeOf(extents) <= 1) : []);
    for (const needed of needs) {
      if (needed.shape.length > 0) for (const group of this.#readersOf.get(needed) ?? []) found.add(group);
    }
    return found;
  }

  /** A map joins at every point of the group's space, or once for each row. */
  #mapIn(group: Group, root: Node): Member | undefined {
    const size = sizeOf(root.shape);
    const full = size === sizeOf(group.extents) ? attempted(() => this.#mapAt(group, root, true)) : undefined;
    if (full !== undefined) return full;
    const rows = rowShape(group);
    return group.columns !== undefined && size === sizeOf(rows) ? this.#mapAt(group, root, false) : undefined;
  }

  #mapAt(group: Group, root: Node, full: boolean): Member {
    const all = pointsOf(group.extents);
    const rows = rowAxes(group);
    const points = full ? all : rows.map((a) => all[a] as Affine);
    const space = full ? group.extents : rowShape(group);
    const index = reshapeIndex(points, space, root.shape, group.extents);
    if (index === undefined) throw new Incompatible();
    // The root itself is not a member yet, so lowering expands it.
    return { root, full, index, value: lower(root, index, this.#boundary(group)) };
  }

  #reduceIn(group: Group, root: Node): Member | undefined {
    const { extents } = group;
    const space = reducedSpace(root);
    // Spaces without points are of one size whatever their rows, and each row of the result is written.
    if (sizeOf(space) === 0 && !equalShapes(space, extents)) return undefined;
    const points = reshapeIndex(pointsOf(extents), extents, space, extents);
    if (points === undefined) return undefined;
    const reduced = reducedAxes(root);
    const axes = [...extents.keys()].filter((axis) => reduced.some((a) => points[a]?.strides[axis]));
    if (group.columns !== undefined && !equalShapes(group.columns, axes)) return undefined;
    const { dtype } = root;
    const value = is('fold', root)
      ? root.attributes.code.folded(root, points, this.#boundary(group))
      : lower(root.inputs[0] as Node, points, this.#boundary(group));
    const op = is('fold', root) ? 'reduceSum' : (root.op as Reduction['op']);
    const reduction: Reduction = {
      op,
      dtype,
      value,
      ...(is('argmax', root) && { position: points[root.attributes.axis], code: root.attributes.code }),
    };
    // A reduction turns the points of a map into rows and columns; a member for each row then no longer fits.
    group.columns = axes;
    return folded(
      root,
      points.filter((_, a) => !reduced.includes(a)),
      reduction,
    );
  }

  /**
   * Products are a reduction over the axes `[batch…, left…, right…, contract…]`; large ones take another way there. Of one
   * that only a slice uses, only that part is computed.
   */
  #placeDot(root: Node<'dot'>): Group {
    const [a, b] = root.inputs as [Node, Node];
    const { dtype } = root;
    const { batch, contract, code } = root.attributes;
    const user = this.#roots.get(root)?.user;
    const part = user !== undefined && is('slice', user) ? user : undefined;
    const { shape } = part ?? root;
    const shifted = (points: readonly Affine[]): Affine[] =>
      points.map((form, axis) => scaled(form, 1, part?.attributes.start[axis] ?? 0));
    const kept = a.shape.length - contract;
    const extents = [...shape, ...a.shape.slice(kept)];
    const points = pointsOf(extents);
    const index = shifted(points.slice(0, shape.length));
    const summed = points.slice(shape.length);
    const memo: Boundary['memo'] = new Map();
    const boundary = this.#boundary({ extents, memo });
    const left = lower(a, [...index.slice(0, kept), ...summed], boundary);
    const right = lower(b, [...index.slice(0, batch), ...summed, ...index.slice(kept)], boundary);
    const axes = [...extents.keys()];
    const factors = { extents, left, right, starts: [batch, kept, shape.length] } as const;
    const contraction = (code?.plan ?? planProduct)(factors, this.scratch);
    if (contraction !== undefined) {
      const group = this.#newGroup(shape, axes.slice(kept, shape.length), { contraction });
      const strides = stridesOf(shape).map((stride, axis) => (axis < kept ? 0 : stride));
      const value = { kind: 'load', dtype, buffer: contraction.accumulator, at: { offset: 0, strides } } as const;
      group.members.set(root, { root, full: true, index: shifted(pointsOf(shape)), value });
      return group;
    }
    const group = this.#newGroup(extents, axes.slice(shape.length), { memo });
    const product = { kind: 'apply', dtype, op: 'mul', inputs: [left, right] } as const;
    group.members.set(root, folded(root, index, { op: 'reduceSum', dtype, value: product }));
    return group;
  }

  /** Operations that plan their kernels themselves; several results of one piece of work share a kernel. */
  #placeOwn(root: Node): Group {
    const known = this.#groups.find(({ own }) => own?.take?.(root));
    if (known !== undefined) return known;
    const { plan } = (root.attributes as { readonly code: { readonly plan: Planner<Op> } }).code;
    return this.#newGroup(root.shape, undefined, { own: plan(root, this) });
  }

  // ---- lowering

  readonly lowered = (n: Node, index: readonly Affine[], extents: Shape): Expression =>
    lower(n, index, this.#boundary({ extents, memo: new Map() }));

  readonly materialized = (n: Node, reason: string): Buffer => {
    const buffer = this.#available(n);
    if (buffer === undefined) throw new NeedsStorage(n, reason);
    return buffer;
  };

  #boundary(group: Pick<Group, 'extents' | 'memo'> & Partial<Group>): Boundary {
    return {
      extents: group.extents,
      memo: group.memo,
      literalOf: (n) => this.#literal(n),
      bufferOf: (n) => (group.members?.has(n) ? undefined : this.#available(n)),
      member: (n, index) => {
        const member = group.members?.get(n);
        if (member === undefined) return undefined;
        if (!sameIndex(member.index, index)) throw new Incompatible();
        return member.value;
      },
    };
  }

  #available(n: Node): Buffer | undefined {
    return n.op === 'input' || this.#groupOf.has(n) ? this.stored(n) : undefined;
  }

  readonly stored = (n: Node): Buffer => {
    let buffer = this.#bufferOfNode.get(n);
    if (buffer === undefined) {
      buffer = this.scratch(n.dtype, sizeOf(n.shape), n.op);
      this.#bufferOfNode.set(n, buffer);
      if (n.op === 'input') this.#inputs.set(n, buffer);
    }
    return buffer;
  };

  readonly scratch = (dtype: DType, size: number, label: string): Buffer => {
    const buffer = { index: this.#buffers.length, dtype, size, label };
    this.#buffers.push(buffer);
    return buffer;
  };

  /** Numbers of floating point are read at run time, so that a changed learning rate is not a new program. */
  #literal(n: Node<'literal'>): Expression {
    const { dtype } = n;
    if (!isRunTime(n)) return { kind: 'constant', dtype, value: n.attributes.value };
    let buffer = this.#literals.get(n);
    if (buffer === undefined) {
      buffer = this.scratch(dtype, 1, 'number');
      this.#literals.set(n, buffer);
    }
    return { kind: 'load', dtype, buffer, at: { offset: 0, strides: [] } };
  }

  /** The stored nodes and inputs that a root reads, looking through everything virtual. */
  #directNeeds(root: Node): ReadonlySet<Node> {
    let needs = this.#needsOf.get(root);
    if (needs === undefined) {
      const found = new Set<Node>();
      const seen = new Set<Node>();
      const stack = [...root.inputs];
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        if (seen.has(top)) continue;
        seen.add(top);
        if (top.op === 'input' || this.#roots.has(top)) found.add(top);
        else stack.push(...top.inputs);
      }
      needs = found;
      this.#needsOf.set(root, needs);
    }
    return needs;
  }
  readonly #needsOf = new Map<Node, ReadonlySet<Node>>();

  // ---- from groups to kernels

  #finish(group: Group): Kernel {
    const columns = group.columns ?? [];
    const stages = stagesOf(group, columns, { known: (n) => this.#bufferOfNode.get(n), stored: this.stored });
    const name = group.own?.description ?? [...group.members.keys()].map((n) => n.op).join('+');
    return {
      name,
      extents: group.extents,
      rows: group.contraction?.rowAxes ?? rowAxes(group),
      columns,
      stages,
      reasons: group.reasons,
      origins: [...group.origins].filter((origin) => origin !== ''),
      ...(group.contraction && { contraction: group.contraction }),
      ...(group.own && { own: group.own }),
    };
  }
}
