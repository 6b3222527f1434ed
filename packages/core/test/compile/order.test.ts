import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/cell.ts';
import { type Group, isWithin, startAfter } from '../../src/compile/group.ts';
import type { Buffer, Kernel } from '../../src/compile/kernel.ts';
import { orderGroups, type Target } from '../../src/compile/order.ts';
import { is, type Node } from '../../src/graph.ts';
import { variable } from '../../src/index.ts';

describe('orderGroups', () => {
  it('looks into each kernel once to find who reads variables, however many there are', () => {
    const count = 40;
    let looks = 0;
    const drafts = new Map<Group, Kernel>();
    const inputs = new Map<Node, Buffer>();
    const groupOf = new Map<Node, Group>();
    const targets: Target[] = [];
    for (let id = 0; id < count; id++) {
      const { node } = variable([id]).value;
      if (!is('input', node) || node.values !== undefined) throw new Error('the value of a variable is an input');
      const [old, from] = [{ id } as unknown as Buffer, { id: count + id } as unknown as Buffer];
      const bit = 1n << BigInt(id);
      const group = { id, bit, before: bit, after: new Set<Group>(), members: new Map() } as unknown as Group;
      drafts.set(group, {
        get stages() {
          looks++;
          // Every kernel reads the variable of the group after it, which must then not be overwritten before.
          const value = { kind: 'load', buffer: next(id) };
          return [{ stores: [{ value }], reductions: [] }];
        },
      } as unknown as Kernel);
      inputs.set(node, old);
      const root = { id } as unknown as Node;
      groupOf.set(root, group);
      targets.push({ cell: (node.attributes.source as { cell: Cell }).cell, from, root });
    }
    const olds = [...inputs.values()];
    function next(id: number): Buffer {
      return olds[Math.min(id + 1, count - 1)] as Buffer;
    }
    const { order, inPlace } = orderGroups(drafts, targets.slice(0, count - 1), inputs, groupOf);
    expect(looks).toBe(count);
    expect(inPlace.size).toBe(count - 1);
    expect(order.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, id) => id));
    for (const [i, group] of order.entries()) {
      expect([...group.after]).toEqual(i === 0 || i === count - 1 ? [] : [order[i - 1]]);
    }
  });
});

describe('startAfter', () => {
  const groupsOf = (count: number): Group[] =>
    Array.from({ length: count }, (_, id) => {
      const bit = 1n << BigInt(id);
      return { id, bit, before: bit, after: new Set<Group>() } as unknown as Group;
    });

  it('puts all that starts after a group after what the group starts after, also where that is found out late', () => {
    const groups = groupsOf(70);
    const [a, b, c, last] = [groups[3], groups[40], groups[20], groups[69]] as [Group, Group, Group, Group];
    startAfter(b, a, groups);
    startAfter(last, b, groups);
    startAfter(a, c, groups);
    for (const later of [a, b, last]) expect([isWithin(c, later), isWithin(later, c)]).toEqual([true, false]);
    expect([isWithin(a, last), isWithin(last, a), isWithin(a, a)]).toEqual([true, false, true]);
    expect(groups.filter((group) => isWithin(group, last))).toEqual([a, c, b, last]);
  });
});
