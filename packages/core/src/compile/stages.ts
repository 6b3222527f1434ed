import type { Node } from '../graph.ts';
import { flatten } from './affine.ts';
import { costAlong, rewrite } from './expression.ts';
import type { Group, Member } from './group.ts';
import type { Buffer, Expression, Reduction, Stage, Store } from './kernel.ts';
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
  const time = new Map<Expression, number>();
  const finished = new Map<Reduction, number>();
  const timeOf = (e: Expression): number => {
    const known = time.get(e);
    if (known !== undefined) return known;
    let latest = 0;
    if (e.kind === 'reduced') latest = reductionTime(e.reduction) + 1;
    for (const part of partsOf(e)) latest = Math.max(latest, timeOf(part));
    time.set(e, latest);
    return latest;
  };
  const reductionTime = (r: Reduction): number => {
    const known = finished.get(r);
    if (known !== undefined) return known;
    const at = timeOf(r.value);
    finished.set(r, at);
    return at;
  };

  const members = [...group.members.values()];
  const isColumn = (m: Member): boolean => m.full && columns.length > 0;
  const passOf = (m: Member): number => (m.reduction === undefined ? timeOf(m.value) : reductionTime(m.reduction));
  const last = Math.max(0, ...members.map(passOf));
  // Values that a later pass uses again are stored by the first, if computing them again costs more.
  const storedValues = new Map<Expression, { readonly load: Expression; readonly pass: number }>();
  for (const m of members) {
    if (!isColumn(m) || m.value.kind === 'load') continue;
    const usedLater = members.some((other) => {
      const value = other.reduction?.value ?? other.value;
      return passOf(other) > passOf(m) && partsWithin([value]).has(m.value);
    });
    if (!usedLater || costAlong(m.value, columns) <= recomputeLimit) continue;
    const buffer = storage.stored(m.root);
    const at = flatten(m.index, m.root.shape, group.extents.length);
    storedValues.set(m.value, { load: { kind: 'load', dtype: m.root.dtype, buffer, at }, pass: passOf(m) });
  }
  const reuse = (e: Expression, pass: number): Expression =>
    storedValues.size === 0
      ? e
      : rewrite(e, (part) => {
          const kept = storedValues.get(part);
          return kept !== undefined && kept.pass < pass ? kept.load : undefined;
        });

  const stages: Stage[] = [];
  for (let pass = 0; pass <= last + 1; pass++) {
    const rowStores = members.filter((m) => !isColumn(m) && timeOf(m.value) === pass);
    const columnStores = members.filter((m) => isColumn(m) && timeOf(m.value) === pass);
    const reductions = members.flatMap((m) => (m.reduction !== undefined && passOf(m) === pass ? [m.reduction] : []));
    const storesOf = (list: readonly Member[]): Store[] =>
      list.flatMap((m) => {
        const buffer = storage.known(m.root);
        if (buffer === undefined) return [];
        const at = flatten(m.index, m.root.shape, group.extents.length);
        return [{ buffer, at, value: reuse(m.value, pass) }];
      });
    const row = { level: 'row' as const, stores: storesOf(rowStores), reductions: [] };
    if (row.stores.length > 0) stages.push(row);
    for (const reduction of reductions) reduction.value = reuse(reduction.value, pass);
    const column = { level: 'column' as const, stores: storesOf(columnStores), reductions };
    if (column.stores.length + reductions.length > 0) stages.push(column);
  }
  return stages;
}
