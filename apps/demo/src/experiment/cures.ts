import type { Language } from '@gradkit/diagnostics/report';
import type { Cure } from 'experiments';
import { text } from '../label.ts';
import type { Messages } from '../messages/en.ts';
import { element } from '../page/element.ts';
import { canBeSet } from './config.ts';
import type { Session } from './session.ts';

/** What helps, one click away. */
export interface Cures {
  readonly element: HTMLElement;
  update(): void;
}

export function createCures(
  session: Session,
  language: Language,
  messages: Messages,
  { compare, adopt }: { compare(cure: Cure | undefined): void; adopt(cure: Cure): void },
): Cures {
  const place = element('div', { class: 'cures', role: 'group', 'aria-label': messages.cures });
  let drawn = '';
  return {
    element: place,
    update() {
      const cures = session.experiment.cures(session.config);
      const present = session.cure;
      const state = JSON.stringify([cures, present?.id]);
      if (state === drawn) return;
      drawn = state;
      const focused = place.contains(document.activeElement) ? document.activeElement?.id : undefined;
      const buttons = cures.map((cure) => {
        const pressed = cure.id === present?.id;
        return element(
          'button',
          { type: 'button', id: `cure-${cure.id}`, class: 'chip', 'aria-pressed': String(pressed) },
          [text(cure.label, language)],
          { click: () => compare(pressed ? undefined : cure) },
        );
      });
      place.hidden = cures.length === 0 && present === undefined;
      place.replaceChildren(
        ...(cures.length === 0 ? [] : [element('span', { class: 'cure-word' }, [messages.cure])]),
        ...buttons,
        ...(present !== undefined && canBeSet(session.experiment, present.config)
          ? [
              element('button', { type: 'button', class: 'quiet', id: 'adopt' }, [messages.adoptCure], {
                click: () => adopt(present),
              }),
            ]
          : []),
        ...(present === undefined
          ? []
          : [
              element('button', { type: 'button', class: 'quiet', id: 'end-comparison' }, [messages.endComparison], {
                click: () => compare(undefined),
              }),
            ]),
      );
      if (focused !== undefined) (document.getElementById(focused) ?? place.querySelector('button'))?.focus();
    },
  };
}
