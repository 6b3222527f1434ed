import type { Language } from '@gradkit/diagnostics/report';
import type { Config, View } from 'experiments';
import { createFigure, type Figure } from '../charts/index.ts';
import type { Messages } from '../messages/en.ts';
import { element } from '../page/element.ts';
import type { SheetPicture } from './contact-sheet.ts';
import { laneTitle } from './lane-title.ts';
import type { Session } from './session.ts';
import { widePictures } from './wide-pictures.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Hung {
  readonly wrapper: HTMLElement;
  readonly tag: HTMLElement;
  readonly figure: Figure;
  view: View;
}

/** The pictures of all lanes; those of one name stand beside each other. */
export interface Pictures {
  readonly element: HTMLElement;
  update(): void;
  /** Draws everything again, in the present colours. */
  redraw(): void;
  /** Each as an image, with the name of its run; tables are none. */
  images(): Promise<SheetPicture[]>;
  dispose(): void;
}

/** `move` hears of a start that is dragged to another place of a surface. */
export function createPictures(
  session: Session,
  language: Language,
  messages: Messages,
  move: (change: Config) => void,
): Pictures {
  const wall = element('div', { class: 'pictures' });
  const hung = new Map<string, Hung>();
  const position = (wrapper: Element): number => [...wall.children].indexOf(wrapper);

  return {
    element: wall,
    update() {
      const { lanes } = session;
      const ids = [...new Set(lanes.flatMap(({ frame }) => frame?.views.map(({ id }) => id) ?? []))];
      const first = ids.flatMap((id) =>
        lanes.flatMap(({ frame }) => frame?.views.find((view) => view.id === id) ?? []).slice(0, 1),
      );
      const wide = widePictures(first, lanes.length);
      const order: HTMLElement[] = [];
      const present = new Set<string>();
      for (const [index, id] of ids.entries()) {
        for (const { name, frame } of lanes) {
          const view = frame?.views.find((view) => view.id === id);
          if (view === undefined) continue;
          const key = `${name} ${id}`;
          present.add(key);
          let picture = hung.get(key);
          if (picture === undefined) {
            const start = view.kind === 'surface' ? view.start : undefined;
            // What is dragged are settings: they belong to the run as it is set.
            const onMove =
              start === undefined || name !== 'set'
                ? {}
                : { onMove: ({ x, y }: Point) => move({ [start.x]: x, [start.y]: y }) };
            const figure = createFigure(language, onMove);
            const tag = element('p', { class: 'tag', 'data-lane': name });
            picture = {
              figure,
              tag,
              view,
              wrapper: element('div', { class: 'picture', 'data-view': id }, [tag, figure.element]),
            };
            hung.set(key, picture);
            figure.update(view);
          } else if (picture.view !== view) {
            picture.view = view;
            picture.figure.update(view);
          }
          picture.tag.textContent = lanes.length > 1 ? laneTitle(session, name, language, messages) : '';
          picture.wrapper.classList.toggle('wide', wide[index]);
          order.push(picture.wrapper);
        }
      }
      for (const [key, { wrapper, figure }] of hung) {
        if (present.has(key)) continue;
        figure.dispose();
        wrapper.remove();
        hung.delete(key);
      }
      wall.dataset['lanes'] = String(lanes.length);
      wall.dataset['count'] = String(ids.length);
      if (order.some((wrapper, index) => wall.children[index] !== wrapper)) wall.replaceChildren(...order);
    },
    redraw() {
      for (const { figure, view } of hung.values()) figure.update(view);
    },
    async images() {
      // In the order of the wall: pairs stay beside each other.
      const pictures = [...hung.values()].sort((a, b) => position(a.wrapper) - position(b.wrapper));
      const images = await Promise.all(pictures.map(({ figure }) => figure.toImage()));
      return images.flatMap((image, index) =>
        image === undefined ? [] : [{ heading: pictures[index]?.tag.textContent ?? '', image }],
      );
    },
    dispose() {
      for (const { figure } of hung.values()) figure.dispose();
      hung.clear();
    },
  };
}
