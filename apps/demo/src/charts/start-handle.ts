import type { MovableStart } from './painter.ts';

/** A point of a picture that can be moved. */
export interface StartHandle {
  update(start: MovableStart | undefined): void;
}

/** So many milliseconds lie between two words of a point that is being moved. */
const pause = 100;

/**
 * A handle over the start of a picture: dragged by mouse, finger and pen, or set by a click anywhere. Keys do the same over the
 * read-out: Enter moves the start to the place that is read.
 */
export function startHandle(parent: HTMLElement, moved: (start: { x: number; y: number }) => void): StartHandle {
  const handle = document.createElement('div');
  handle.className = 'chart-handle';
  handle.hidden = true;
  parent.append(handle);
  let now: MovableStart | undefined;
  let told = 0;
  let isDragged = false;

  function tell(event: PointerEvent | MouseEvent, isLast: boolean): void {
    const frame = parent.getBoundingClientRect();
    const point = now?.pointAt(event.clientX - frame.left, event.clientY - frame.top);
    if (point === undefined) return;
    handle.style.transform = `translate(${event.clientX - frame.left}px, ${event.clientY - frame.top}px)`;
    if (!isLast && performance.now() - told < pause) return;
    told = performance.now();
    moved(point);
  }

  handle.addEventListener('pointerdown', (event) => {
    isDragged = true;
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  handle.addEventListener('pointermove', (event) => {
    if (isDragged) tell(event, false);
  });
  const end = (event: PointerEvent): void => {
    if (isDragged && event.type === 'pointerup') tell(event, true);
    isDragged = false;
  };
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
  parent.addEventListener('click', (event) => {
    if (event.target !== handle) tell(event, true);
  });
  return {
    update(start) {
      now = start;
      handle.hidden = start === undefined;
      if (start !== undefined && !isDragged) handle.style.transform = `translate(${start.x}px, ${start.y}px)`;
    },
  };
}
