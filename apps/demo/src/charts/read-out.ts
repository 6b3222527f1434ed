import type { Place, Places } from './painter.ts';

/** What stands at a place of a picture, found by pointing or with arrow keys. */
export interface ReadOut {
  /** Around the picture; it takes the focus. */
  readonly element: HTMLElement;
  update(places: Places | undefined): void;
}

const moves: Readonly<Record<string, readonly [column: number, row: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** @param chosen hears of the place in pixels where Enter was pressed, if that has a meaning */
export function createReadOut(keys: string, chosen?: (x: number, y: number) => void): ReadOut {
  const element = document.createElement('div');
  element.className = 'chart-picture';
  element.setAttribute('role', 'group');
  element.setAttribute('aria-roledescription', keys);
  const box = document.createElement('div');
  box.className = 'chart-read-out';
  box.hidden = true;
  const cross = document.createElement('div');
  cross.className = 'chart-cross';
  cross.hidden = true;
  // Told aloud only when it is keys that move, not with each frame.
  const voice = document.createElement('p');
  voice.className = 'chart-hidden';
  voice.setAttribute('aria-live', 'polite');
  element.append(cross, box, voice);

  let places: Places | undefined;
  let here: readonly [number, number] | undefined;
  let pointer: readonly [number, number] | undefined;

  function hide(): void {
    here = undefined;
    pointer = undefined;
    box.hidden = true;
    cross.hidden = true;
  }

  function show(): Place | undefined {
    if (places === undefined || here === undefined || places.columns === 0 || places.rows === 0) return undefined;
    const [column, row] = [Math.min(here[0], places.columns - 1), Math.min(here[1], places.rows - 1)];
    const place = places.at(column, row);
    if (Number.isNaN(place.x) || Number.isNaN(place.y)) return undefined;
    const [first, ...rest] = place.lines;
    const heading = document.createElement('strong');
    heading.textContent = first ?? '';
    box.replaceChildren(
      heading,
      ...rest.map((text) => {
        const line = document.createElement('div');
        line.textContent = text;
        return line;
      }),
    );
    box.hidden = false;
    cross.hidden = false;
    cross.style.transform = `translate(${place.x}px, ${place.y}px)`;
    const width = box.offsetWidth;
    const isLeft = place.x + 14 + width > element.clientWidth && place.x - 14 - width >= 0;
    const x = isLeft ? place.x - 14 - width : Math.max(0, Math.min(place.x + 14, element.clientWidth - width));
    box.style.transform = `translate(${x}px, ${Math.max(0, place.y - 12)}px)`;
    return place;
  }

  element.addEventListener('pointermove', (event) => {
    const frame = element.getBoundingClientRect();
    pointer = [event.clientX - frame.left, event.clientY - frame.top];
    const near = places?.nearest(...pointer);
    if (near === undefined) return hide();
    here = near;
    show();
  });
  element.addEventListener('pointerleave', hide);
  element.addEventListener('blur', hide);
  element.addEventListener('keydown', (event) => {
    if (places === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && here !== undefined) {
      event.stopPropagation();
      return hide();
    }
    if (event.key === 'Enter' && chosen !== undefined && here !== undefined) {
      event.preventDefault();
      const { x, y } = places.at(...here);
      return chosen(x, y);
    }
    const isEnd = event.key === 'Home' || event.key === 'End';
    const move = moves[event.key];
    if (move === undefined && !isEnd) return;
    event.preventDefault();
    pointer = undefined;
    const [column, row] = here ?? [0, 0];
    if (isEnd) here = [event.key === 'Home' ? 0 : places.columns - 1, row];
    else if (here === undefined) here = [0, 0];
    else here = [limited(column + move[0], places.columns), limited(row + move[1], places.rows)];
    voice.textContent = show()?.lines.join(', ') ?? '';
  });

  return {
    element,
    update(next) {
      places = next;
      if (next === undefined) element.removeAttribute('tabindex');
      else element.tabIndex = 0;
      if (here === undefined) return;
      if (pointer !== undefined) here = next?.nearest(...pointer) ?? here;
      if (show() === undefined) hide();
    },
  };
}

const limited = (index: number, count: number): number => Math.max(0, Math.min(index, count - 1));
