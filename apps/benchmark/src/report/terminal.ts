import type { Results } from '../results.ts';
import { circumstances, scalingTable, sectionsOf, type Table } from './sections.ts';
import { table } from './table.ts';

const plain = ({ head, body }: Table): string => table([head, ...body]);

/** A run as text. */
export function terminalReport(results: Results): string {
  const sections = sectionsOf(results).map(({ title, table: numbers, notes }) =>
    [title, plain(numbers), ...notes.map((note) => `  ${note}`)].join('\n'),
  );
  const sweeps = results.scaling.map((series) => `growth of a step: ${series.title}\n${plain(scalingTable(series))}`);
  return [...sections, ...sweeps, circumstances(results).join('\n')].join('\n\n');
}
