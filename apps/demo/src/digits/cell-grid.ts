import type { DigitMessages } from '../messages/digits/en.ts';
import { element } from '../page/element.ts';
import { pixels } from './drawing/rasterize.ts';

/** The 8 × 8 cells that the network sees: shown, and changed by keys or clicks. */
export interface CellGrid {
  readonly element: HTMLElement;
  set(image: Float32Array): void;
}

const moves: Readonly<Record<string, (cell: number) => number>> = {
  ArrowLeft: (cell) => (cell % pixels === 0 ? cell : cell - 1),
  ArrowRight: (cell) => (cell % pixels === pixels - 1 ? cell : cell + 1),
  ArrowUp: (cell) => (cell < pixels ? cell : cell - pixels),
  ArrowDown: (cell) => (cell >= pixels * (pixels - 1) ? cell : cell + pixels),
  Home: (cell) => cell - (cell % pixels),
  End: (cell) => cell - (cell % pixels) + pixels - 1,
};

/** How a key changes the ink of a cell, in sixteenths. */
const changes: Readonly<Record<string, (ink: number) => number>> = {
  ' ': (ink) => (ink > 0 ? 0 : 16),
  Enter: (ink) => (ink > 0 ? 0 : 16),
  '+': (ink) => Math.min(16, ink + 4),
  '=': (ink) => Math.min(16, ink + 4),
  '-': (ink) => Math.max(0, ink - 4),
  Delete: () => 0,
  Backspace: () => 0,
};

/** @param changed hears of the whole image when a cell is changed */
export function createCellGrid(messages: DigitMessages, changed: (image: Float32Array) => void): CellGrid {
  let image: Float32Array = new Float32Array(pixels * pixels);
  let focus = 27;
  const cells = Array.from({ length: pixels * pixels }, (_, cell) =>
    element('div', { role: 'gridcell', class: 'cell', tabindex: cell === focus ? 0 : -1 }, [], {
      click: () => {
        move(cell);
        change(cell, ' ');
      },
      focus: () => move(cell),
    }),
  );
  const rows = Array.from({ length: pixels }, (_, row) =>
    element('div', { role: 'row' }, cells.slice(row * pixels, (row + 1) * pixels)),
  );
  const grid = element(
    'div',
    { role: 'grid', class: 'cells', 'aria-label': `${messages.grid}. ${messages.gridHint}` },
    rows,
    {
      keydown: (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const next = moves[event.key]?.(focus);
        if (next === undefined && changes[event.key] === undefined) return;
        event.preventDefault();
        if (next === undefined) change(focus, event.key);
        else {
          move(next);
          cells[next].focus();
        }
      },
    },
  );

  function move(cell: number): void {
    cells[focus].tabIndex = -1;
    focus = cell;
    cells[focus].tabIndex = 0;
  }

  function change(cell: number, key: string): void {
    const ink = changes[key]?.(Math.round(image[cell] * 16)) ?? 0;
    image = image.slice();
    image[cell] = ink / 16;
    show(cell);
    changed(image);
  }

  function show(cell: number): void {
    const ink = Math.round(image[cell] * 16);
    const words = messages.cell(Math.floor(cell / pixels) + 1, (cell % pixels) + 1, ink);
    if (cells[cell].getAttribute('aria-label') === words) return;
    cells[cell].setAttribute('aria-label', words);
    cells[cell].style.setProperty('--ink', `${Math.round((100 * ink) / 16)}%`);
  }
  cells.forEach((_, cell) => {
    show(cell);
  });

  return {
    element: grid,
    set(next) {
      image = next;
      cells.forEach((_, cell) => {
        show(cell);
      });
    },
  };
}
