import { element } from './element.ts';

/** Milliseconds between two announcements: readers are not to be interrupted by every frame. */
const rest = 2000;

/** Tells readers what happens, in one place of the page; the latest counts. */
export interface Announcer {
  readonly element: HTMLElement;
  announce(text: string): void;
}

export function createAnnouncer(): Announcer {
  const place = element('div', { id: 'announcements', 'aria-live': 'polite', class: 'unseen' });
  let latest: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = (): void => {
    timer = undefined;
    if (latest === undefined) return;
    place.textContent = latest;
    latest = undefined;
    timer = setTimeout(speak, rest);
  };
  return {
    element: place,
    announce(text) {
      latest = text;
      if (timer === undefined) speak();
    },
  };
}
