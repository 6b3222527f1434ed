import { element, escaped } from './svg.ts';

/** One picture of a report, with what it shows in words and in numbers. */
export interface Picture {
  readonly title: string;
  /** A sentence computed from the numbers: what someone who looks would say. */
  readonly summary: string;
  /** The drawing, or several. */
  readonly drawing: string;
  readonly legend: readonly LegendEntry[];
  readonly table: Table;
  readonly isWide?: boolean;
}

/** What a line or an area stands for. */
export interface LegendEntry {
  readonly label: string;
  /** The class that gives its colour, or the colour itself. */
  readonly className?: string;
  readonly color?: string | undefined;
  readonly dash?: string | undefined;
  /** An area; default a line. */
  readonly isArea?: boolean;
}

/** The numbers of a picture. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A picture as a figure: drawing, legend, sentence, and the numbers behind a disclosure. */
export function figureOf({ title, summary, drawing, legend, table, isWide }: Picture, tableName: string): string {
  const entries = legend.map((entry) => `<li>${sampleOf(entry)}${escaped(entry.label)}</li>`).join('');
  return [
    `<figure${isWide ? ' class="wide"' : ''}>`,
    `<h3>${escaped(title)}</h3>`,
    drawing,
    entries === '' ? '' : `<ul class="legend">${entries}</ul>`,
    `<figcaption><p>${escaped(summary)}</p></figcaption>`,
    `<details><summary>${escaped(tableName)}</summary>${tableOf(table, title)}</details>`,
    '</figure>',
  ].join('');
}

function sampleOf({ className = '', color, dash, isArea = false }: LegendEntry): string {
  const mark = isArea
    ? element('rect', { class: className, x: 2, y: 1, width: 24, height: 8 })
    : element('line', {
        class: `curve ${className}`.trim(),
        x1: 0,
        x2: 28,
        y1: 5,
        y2: 5,
        stroke: color,
        'stroke-dasharray': dash,
      });
  return element('svg', { viewBox: '0 0 28 10', 'aria-hidden': 'true' }, mark);
}

/** It can be scrolled by keyboard where it is wider than the page. */
function tableOf({ columns, rows }: Table, title: string): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('');
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(title)}"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
