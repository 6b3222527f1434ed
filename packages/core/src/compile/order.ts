import type { Cell } from '../cell.ts';
import { is, type Node } from '../graph.ts';
import { sameForm } from './affine.ts';
import { type Group, isWithin, startAfter } from './group.ts';
import { type Buffer, type Kernel, loadsOf, readsOf, type Store, valuesOf, workOf } from './kernel.ts';

/** A variable and the buffer of its new content. */
export interface Target {
  readonly cell: Cell;
  readonly from: Buffer;
  readonly root: Node;
}

/**
 * Kernels in an order in which everything is computed before it is used, and variables are overwritten only after all
 * that reads their old content. A new content that cannot wait for that is computed elsewhere and copied at the end.
 */
export function orderGroups(
  drafts: ReadonlyMap<Group, Kernel>,
  targets: readonly Target[],
  inputs: ReadonlyMap<Node, Buffer>,
  groupOf: ReadonlyMap<Node, Group>,
): { order: Group[]; inPlace: Map<Buffer, Cell>; contents: ReadonlyMap<object | undefined, Buffer> } {
  // Found once: a step of training has as many variables as kernels, and both can be hundreds.
  const readersOf = new Map<Buffer, Group[]>();
  for (const [group, kernel] of drafts) {
    for (const buffer of readsOf(kernel)) {
      const readers = readersOf.get(buffer) ?? [];
      readers.push(group);
      readersOf.set(buffer, readers);
    }
  }
  const groups = [...drafts.keys()];
  const contents = new Map([...inputs].map(([n, buffer]) => [cellOf(n), buffer]));
  // A new content that several variables get is written into one of them, and copied to the others.
  const inPlace = new Map<Buffer, Cell>();
  for (const { cell, from, root } of targets) {
    const writer = groupOf.get(root);
    if (writer === undefined || inPlace.has(from)) continue;
    const old = contents.get(cell);
    const readers = (old && readersOf.get(old)) ?? [];
    const others = readers.filter((g) => g !== writer);
    if (others.some((g) => isWithin(writer, g))) continue;
    if (readers.includes(writer) && !overwritesSafely(drafts.get(writer) as Kernel, old as Buffer, from)) continue;
    for (const g of others) startAfter(writer, g, groups);
    inPlace.set(from, cell);
  }
  const order: Group[] = [];
  const done = new Set<Group>();
  const visit = (group: Group): void => {
    if (done.has(group)) return;
    done.add(group);
    for (const before of [...group.after].sort((a, b) => a.id - b.id)) visit(before);
    order.push(group);
  };
  for (const group of groups) visit(group);
  return { order, inPlace, contents };
}

/** The variable whose content an input is, if it is one. */
function cellOf(n: Node): object | undefined {
  if (!is('input', n) || n.values !== undefined) return undefined;
  const { source } = n.attributes;
  return source.kind === 'variable' ? source.cell : undefined;
}

/**
 * Whether a kernel reads `old` only at the very element that it overwrites through `written`, and no later: in the same
 * pass over a row, or in one before it. What it writes into `old` itself must be written in an earlier pass.
 */
export function overwritesSafely(kernel: Kernel, old: Buffer, written: Buffer): boolean {
  if (kernel.parts !== undefined) return kernel.parts.every((part) => overwritesSafely(part, old, written));
  const { values, writes } = workOf(kernel);
  if (writes.includes(old) || loadsOf(values).some((load) => load.buffer === old)) return false;
  let store: Store | undefined;
  const meets = ({ at }: Pick<Store, 'at'>, other: Store | undefined): boolean =>
    other !== undefined && sameForm(at, other.at);
  return kernel.stages.toReversed().every((stage) => {
    const later = store;
    store ??= stage.stores.find((s) => s.buffer === written);
    const loads = loadsOf(valuesOf(stage)).filter((l) => l.buffer === old);
    const stores = stage.stores.filter((s) => s.buffer === old);
    return loads.every((l) => l.kind === 'load' && meets(l, store)) && stores.every((s) => meets(s, later));
  });
}
