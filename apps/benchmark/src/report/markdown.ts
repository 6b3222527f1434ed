import type { Results } from '../results.ts';
import { circumstances, scalingTable, sectionsOf, type Table } from './sections.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function markdownTable({ head, body }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const rule = `|${head.map((_, c) => (c === 0 ? '---|' : '---:|')).join('')}`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** Names of items stay as they are. */
const capital = (text: string): string =>
  /^[\w-]+: /.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** A run as a page of documentation. */
export function markdownReport(results: Results): string {
  const sections = sectionsOf(results).map(({ title, text, table, notes }) =>
    [
      `## ${capital(title)}`,
      ...(text === undefined ? [] : [text]),
      markdownTable(table),
      ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
    ].join('\n\n'),
  );
  const sweeps = results.scaling.map(
    (series) => `## Growth of a step: ${series.title}\n\n${markdownTable(scalingTable(series))}`,
  );
  const head = [
    '# Speed, measured',
    'Written by `npm run benchmark`; do not edit.',
    circumstances(results)
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
  return `${[...head, ...sections, ...sweeps].join('\n\n')}\n`;
}
