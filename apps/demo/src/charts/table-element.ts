import type { Language } from '@gradkit/diagnostics/report';
import { formatNumber } from './number-format.ts';
import type { ViewTable } from './table-of.ts';
import { wordsOf } from './words.ts';

/** So many rows are written; a download has all. */
const most = 200;

/** A table for eyes and screen readers; of very many rows, evenly spaced ones and the last. */
export function tableElement({ columns, rows }: ViewTable, language: Language, caption: string): HTMLElement {
  const table = document.createElement('table');
  const title = table.createCaption();
  title.textContent = caption;
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = column;
    head.append(cell);
  }
  const every = Math.ceil(rows.length / most);
  const shown = rows.filter((_, i) => i % every === 0 || i === rows.length - 1);
  const body = table.createTBody();
  for (const row of shown) {
    const line = body.insertRow();
    for (const [i, value] of row.entries()) {
      const cell = document.createElement(i === 0 ? 'th' : 'td');
      if (i === 0) (cell as HTMLTableCellElement).scope = 'row';
      if (typeof value === 'number') cell.className = 'chart-number';
      cell.textContent = typeof value === 'number' ? formatNumber(value, 4) : value;
      line.append(cell);
    }
  }
  if (shown.length < rows.length) {
    title.textContent = `${caption} ${wordsOf(language).rowsShown(shown.length, rows.length)}`;
  }
  return table;
}
