import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import { createLegend } from './legend.ts';
import type { Painted } from './painter.ts';
import { imageOf } from './picture-image.ts';
import { createReadOut } from './read-out.ts';
import { startHandle } from './start-handle.ts';
import { summaryOf } from './summary-of.ts';
import { tableElement } from './table-element.ts';
import { tableOf } from './table-of.ts';
import { textOf } from './text-of.ts';
import type { Theme } from './theme.ts';
import { createTrackedCanvas } from './tracked-canvas.ts';
import { wordsOf } from './words.ts';

/** Options of {@link createFigure}. */
export interface FigureOptions {
  /** Whether the title is written above the picture; default yes. It is told to screen readers anyway. */
  readonly title?: boolean;
  /** Hears where the start of a surface is moved to; without it the start stays. */
  readonly onMove?: (start: { readonly x: number; readonly y: number }) => void;
}

/** A view on the page: title, picture, legend, what is read out of it, and its table. */
export interface Figure {
  readonly element: HTMLElement;
  /** Shows a view in the next animation frame; cheap to call more often. */
  update(view: View): void;
  /** Title, legend and picture as PNG; undefined of a table, or before anything was drawn. */
  toImage(): Promise<Blob | undefined>;
  dispose(): void;
}

/** How often, in milliseconds, the words and the table of a moving picture are written anew. */
const pause = 400;

/** A figure for the views of one id, frame after frame. */
export function createFigure(language: Language, { title = true, onMove }: FigureOptions = {}): Figure {
  const words = wordsOf(language);
  const element = document.createElement('figure');
  element.className = 'chart';
  const heading = document.createElement('figcaption');
  const name = document.createElement('span');
  name.className = title ? 'chart-title' : 'chart-hidden';
  const toggle = document.createElement('button');
  toggle.type = 'button';
  toggle.className = 'chart-toggle';
  heading.append(name, toggle);
  const legend = createLegend();
  let painted: Painted | undefined;
  let theme: Theme | undefined;
  const readOut = createReadOut(
    onMove === undefined ? words.keys : `${words.keys} ${words.moveKey}`,
    onMove && ((x, y) => tellMoved(painted?.start?.pointAt(x, y))),
  );
  const handle = onMove && startHandle(readOut.element, onMove);
  function tellMoved(point: { readonly x: number; readonly y: number } | undefined): void {
    if (point !== undefined) onMove?.(point);
  }
  const tableBox = document.createElement('div');
  tableBox.className = 'chart-table';
  tableBox.tabIndex = 0;
  tableBox.setAttribute('role', 'region');
  element.append(heading, legend.element, readOut.element, tableBox);

  let view: View | undefined;
  let isTableShown = false;
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const canvas = createTrackedCanvas(
    readOut.element,
    () => view,
    language,
    (present, colors) => {
      [painted, theme] = [present, colors];
      legend.update(present.legend, colors);
      readOut.update(present.places);
      handle?.update(present.start);
    },
  );

  function tell(): void {
    timer = undefined;
    told = performance.now();
    if (view === undefined) return;
    const summary = summaryOf(view, language);
    canvas.element.setAttribute('aria-label', summary);
    const isTable = view.kind === 'table';
    tableBox.hidden = !isTable && !isTableShown;
    if (!tableBox.hidden) {
      const top = tableBox.scrollTop;
      tableBox.replaceChildren(tableElement(tableOf(view, language), language, isTable ? '' : summary));
      tableBox.scrollTop = top;
    }
  }

  function showToggle(): void {
    const text = isTableShown ? words.hideTable : words.showTable;
    toggle.textContent = text;
    toggle.setAttribute('aria-label', `${text}: ${name.textContent}`);
    toggle.setAttribute('aria-expanded', String(isTableShown));
  }
  toggle.addEventListener('click', () => {
    isTableShown = !isTableShown;
    showToggle();
    tell();
  });
  showToggle();
  tableBox.hidden = true;

  return {
    element,
    update(next) {
      const text = textOf(next.title, language);
      const isOther = next.kind !== view?.kind || next.id !== view.id || name.textContent !== text;
      view = next;
      if (isOther) {
        name.textContent = text;
        element.dataset['kind'] = next.kind;
        element.dataset['view'] = next.id;
        toggle.hidden = next.kind === 'table';
        showToggle();
        readOut.element.hidden = next.kind === 'table';
        readOut.element.setAttribute('aria-label', text);
        tableBox.setAttribute('aria-label', text);
        tell();
      } else if (timer === undefined) {
        timer = setTimeout(tell, Math.max(0, pause - (performance.now() - told)));
      }
      canvas.request();
    },
    toImage() {
      if (theme === undefined || view === undefined || view.kind === 'table') return Promise.resolve(undefined);
      const picture = canvas.element;
      return imageOf({ title: textOf(view.title, language), picture, legend: legend.samples(), theme });
    },
    dispose() {
      clearTimeout(timer);
      canvas.dispose();
      element.remove();
    },
  };
}
