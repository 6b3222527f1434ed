import type { Node } from '../graph.ts';
import { flatten } from './affine.ts';
import { costAlong, rewrite } from './expression.ts';
import type { Group, Member } from './group.ts';
import type { Affine, Buffer, Expression, Reduction, Stage } from './kernel.ts';
import { partsOf, partsWithin } from './kernel.ts';
import { recomputeLimit } from './roots.ts';

/** Where values are stored. */
export interface Storage {
  /** The buffer of a node, if somebody asked for one. */
  readonly known: (node: Node) => Buffer | undefined;
  /** The buffer of a node, which from now on is stored. */
  readonly stored: (node: Node) => Buffer;
}

/**
 * Stages in time: a value that uses a finished reduction belongs after the pass that finishes it. What an earlier
 * pass stored, a later one loads instead of computing again.
 */
export function stagesOf(group: Group, columns: readonly number[], storage: Storage): Stage[] {
  const times = new Map<Expression, number>();
  const timeOf = (e: Expression): number => {
    let time = times.get(e);
    if (time === undefined) {
      time = e.kind === 'reduced' ? timeOf(e.reduction.value) + 1 : 0;
      for (const part of partsOf(e)) time = Math.max(time, timeOf(part));
      times.set(e, time);
    }
    return time;
  };
  // The value of a reduction is there after the pass that folds.
  const members = [...group.members.values()].map((member) => {
    const time = timeOf(member.value);
    const isColumn = member.full && columns.length > 0;
    return { member, isColumn, time, pass: member.reduction ? time - 1 : time };
  });
  const positionOf = ({ index, root }: Member): Affine => flatten(index, root.shape, group.extents.length);

  // Values that a later pass uses again are stored by the first, if computing them again costs more.
  const kept = new Map<Expression, { readonly load: Expression; readonly pass: number }>();
  for (const { member, isColumn, pass } of members) {
    const { value, root } = member;
    if (!isColumn || value.kind === 'load') continue;
    const usedLater = members.some(
      (other) => other.pass > pass && partsWithin([other.member.reduction?.value ?? other.member.value]).has(value),
    );
    if (!usedLater || costAlong(value, columns) <= recomputeLimit) continue;
    const buffer = storage.stored(root);
    kept.set(value, { load: { kind: 'load', dtype: root.dtype, buffer, at: positionOf(member) }, pass });
  }
  const reuse = (e: Expression, pass: number): Expression =>
    kept.size === 0
      ? e
      : rewrite(e, (part) => {
          const known = kept.get(part);
          return known !== undefined && known.pass < pass ? known.load : undefined;
        });

  const stages: Stage[] = [];
  const last = Math.max(0, ...members.map(({ time }) => time));
  for (let now = 0; now <= last; now++) {
    const add = (level: Stage['level'], reductions: readonly Reduction[]): void => {
      const stores = members.flatMap(({ member, isColumn, time }) => {
        const buffer = isColumn === (level === 'column') && time === now && storage.known(member.root);
        return buffer ? [{ buffer, at: positionOf(member), value: reuse(member.value, now) }] : [];
      });
      for (const reduction of reductions) reduction.value = reuse(reduction.value, now);
      if (stores.length + reductions.length > 0) stages.push({ level, stores, reductions });
    };
    add('row', []);
    add(
      'column',
      members.flatMap(({ member, pass }) => (member.reduction && pass === now ? [member.reduction] : [])),
    );
  }
  return stages;
}
