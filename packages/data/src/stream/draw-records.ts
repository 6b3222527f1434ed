import { concatenate, type Tensor } from '@gradkit/core';
import { type Column, emptyLike, realized } from '../column.ts';
import type { Sample } from '../dataset.ts';
import { mapped, single } from '../rows.ts';
import type { AnyMap } from '../view.ts';
import type { StreamRecord } from './record.ts';

/** Records as one batch, through the maps. Those of different epochs are mapped apart: a map is told one epoch. */
export function drawRecords(records: readonly StreamRecord[], maps: readonly AnyMap[]): Sample<string> {
  if (maps.length === 0) return stacked(records);
  const parts: Sample<string>[] = [];
  for (let from = 0; from < records.length; ) {
    const { epoch } = records[from] as StreamRecord;
    let to = from + 1;
    while (to < records.length && records[to]?.epoch === epoch) to++;
    const run = records.slice(from, to);
    parts.push(mapped(maps, stacked(run), { epoch, indices: Int32Array.from(run, ({ index }) => index) }));
    from = to;
  }
  const [first] = parts as [Sample<string>];
  if (parts.length === 1) return first;
  const joined = (name: string): Tensor => concatenate(parts.map((part) => part[name] as Tensor));
  return Object.fromEntries(Object.keys(first).map((name) => [name, joined(name)]));
}

/** One record as a sample without batch axis, through the maps. */
export function drawRecord(record: StreamRecord, maps: readonly AnyMap[]): Sample<string> {
  return single(drawRecords([record], maps));
}

function stacked(records: readonly StreamRecord[]): Sample<string> {
  const [first] = records as [StreamRecord];
  return Object.fromEntries(
    Object.keys(first.columns).map((name) => {
      const { values, shape, dtype } = stackColumns(records, name);
      return [name, realized(values, [records.length, ...shape], dtype)];
    }),
  );
}

/** A field of all records, one after the other. */
export function stackColumns(records: readonly StreamRecord[], name: string): Column {
  const [first] = records as readonly [StreamRecord];
  const { shape, dtype, values } = first.columns[name] as Column;
  const all = emptyLike(values, records.length * values.length);
  records.forEach(({ columns }, i) => {
    all.set((columns[name] as Column).values, i * values.length);
  });
  return { values: all, shape, dtype };
}
