import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import { createLegend } from './legend.ts';
import { createReadOut } from './read-out.ts';
import { summaryOf } from './summary-of.ts';
import { tableElement } from './table-element.ts';
import { tableOf } from './table-of.ts';
import { textOf } from './text-of.ts';
import { createTrackedCanvas } from './tracked-canvas.ts';
import { wordsOf } from './words.ts';

/** Options of {@link createFigure}. */
export interface FigureOptions {
  /** Whether the title is written above the picture; default yes. It is told to screen readers anyway. */
  readonly title?: boolean;
}

/** A view on the page: title, picture, legend, what is read out of it, and its table. */
export interface Figure {
  readonly element: HTMLElement;
  /** Shows a view in the next animation frame; cheap to call more often. */
  update(view: View): void;
  dispose(): void;
}

/** How often, in milliseconds, the words and the table of a moving picture are written anew. */
const pause = 400;

/** A figure for the views of one id, frame after frame. */
export function createFigure(language: Language, { title = true }: FigureOptions = {}): Figure {
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
  const readOut = createReadOut(words.keys);
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
    (painted, theme) => {
      legend.update(painted.legend, theme);
      readOut.update(painted.places);
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
    toggle.textContent = isTableShown ? words.hideTable : words.showTable;
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
      const isOther = next.kind !== view?.kind || next.id !== view.id;
      view = next;
      if (isOther) {
        const text = textOf(next.title, language);
        name.textContent = text;
        element.dataset['kind'] = next.kind;
        element.dataset['view'] = next.id;
        toggle.hidden = next.kind === 'table';
        toggle.setAttribute('aria-label', `${text}: ${words.showTable}`);
        readOut.element.hidden = next.kind === 'table';
        readOut.element.setAttribute('aria-label', text);
        tableBox.setAttribute('aria-label', text);
        tell();
      } else if (timer === undefined) {
        timer = setTimeout(tell, Math.max(0, pause - (performance.now() - told)));
      }
      canvas.request();
    },
    dispose() {
      clearTimeout(timer);
      canvas.dispose();
      element.remove();
    },
  };
}
