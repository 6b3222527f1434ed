import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import { createFigure, type Figure } from '../charts/index.ts';
import type { Messages } from '../messages/en.ts';
import { element } from '../page/element.ts';
import type { LaneName, Session } from './session.ts';

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
  all(): readonly { readonly lane: LaneName; readonly view: View; readonly figure: Hung['figure'] }[];
  dispose(): void;
}

export function createPictures(session: Session, language: Language, messages: Messages): Pictures {
  const wall = element('div', { class: 'pictures' });
  const hung = new Map<string, Hung>();

  return {
    element: wall,
    update() {
      const { lanes } = session;
      const ids = [...new Set(lanes.flatMap(({ frame }) => frame?.views.map(({ id }) => id) ?? []))];
      const order: HTMLElement[] = [];
      const present = new Set<string>();
      for (const id of ids) {
        for (const { name, frame } of lanes) {
          const view = frame?.views.find((view) => view.id === id);
          if (view === undefined) continue;
          const key = `${name} ${id}`;
          present.add(key);
          let picture = hung.get(key);
          if (picture === undefined) {
            const figure = createFigure(language);
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
          picture.tag.textContent = lanes.length > 1 ? (name === 'set' ? messages.asSet : messages.cured) : '';
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
    all: () => [...hung].map(([key, { view, figure }]) => ({ lane: key.split(' ')[0] as LaneName, view, figure })),
    dispose() {
      for (const { figure } of hung.values()) figure.dispose();
      hung.clear();
    },
  };
}
