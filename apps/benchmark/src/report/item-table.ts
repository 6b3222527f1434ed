import type { ItemSummary, Row } from '../summary.ts';
import { digits, duration, megabytes, times } from './quantities.ts';
import { table } from './table.ts';

/** Heading and cells of an item's table, for all kinds of reports. */
function itemCells({ rows, item }: ItemSummary): { head: string[]; body: string[][] } {
  const speeds = rows.some(({ speed }) => speed !== undefined);
  const memory = rows.some(({ peakBytes }) => peakBytes !== undefined);
  const head = [
    'contestant',
    'time',
    'quartiles',
    `against ${rows[0]?.contestant.label ?? ''}`,
    ...(speeds ? ['GFLOP/s'] : []),
    ...(item.cold ? [] : ['first run']),
    ...(memory ? ['memory'] : []),
    'note',
  ];
  const body = rows.map(({ contestant, time, ratio, speed, first, peakBytes, note }: Row) => [
    contestant.label,
    time ? duration(time.median) : '–',
    time ? `${duration(time.lower)} – ${duration(time.upper)}` : '–',
    ratio ? times(ratio.median) : '–',
    ...(speeds ? [speed === undefined ? '–' : digits(speed)] : []),
    ...(item.cold ? [] : [first === undefined ? '–' : duration(first)]),
    ...(memory ? [peakBytes === undefined ? '–' : megabytes(peakBytes)] : []),
    note ?? '',
  ]);
  return { head, body };
}

/** An item's table in the terminal. */
export function itemTable(summary: ItemSummary): string {
  const { head, body } = itemCells(summary);
  const notes = body.flatMap((row) => (row.at(-1) ? [`  ${row[0]}: ${row.at(-1)}`] : []));
  const { name, title } = summary.item;
  return [`${name}: ${title}`, table([head, ...body].map((row) => row.slice(0, -1))), ...notes].join('\n');
}
