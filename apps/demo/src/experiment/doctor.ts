import { describeFinding, type Finding, type Language } from '@gradkit/diagnostics/report';
import type { Messages } from '../messages/en.ts';
import { element, prose } from '../page/element.ts';
import { laneTitle } from './lane-title.ts';
import type { Session } from './session.ts';

/** What the doctor found in the runs: what is wrong, by which numbers, why, and what to write instead. */
export interface Doctor {
  readonly element: HTMLElement;
  update(): void;
}

export function createDoctor(session: Session, language: Language, messages: Messages): Doctor {
  const columns = element('div', { class: 'findings' });
  const place = element('section', { class: 'doctor', 'aria-labelledby': 'doctor-title' }, [
    element('h2', { id: 'doctor-title' }, [messages.doctor]),
    columns,
  ]);
  let drawn = '';

  function card(finding: Finding): HTMLElement {
    const { title, severity, layers, evidence, why, because, remedies } = describeFinding(finding, language);
    return element('li', { class: 'finding', 'data-severity': finding.severity }, [
      element('h3', {}, [
        element('span', { class: 'severity' }, [severity]),
        ` ${title}`,
        layers === '' ? undefined : element('span', { class: 'soft' }, [` · ${layers}`]),
      ]),
      element('p', {}, [
        `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
        because === undefined ? undefined : ` ${messages.because(because)}`,
      ]),
      element(
        'ul',
        { class: 'evidence points', 'aria-label': messages.evidence },
        evidence.map((words) => element('li', {}, prose(words))),
      ),
      remedies.length === 0
        ? undefined
        : element('div', { class: 'remedies' }, [
            element('h4', {}, [messages.remedy]),
            element(
              'ul',
              { class: 'points' },
              remedies.map(({ text, code }) => element('li', {}, [text, ' ', element('code', {}, [code])])),
            ),
          ]),
    ]);
  }

  return {
    element: place,
    update() {
      const { lanes } = session;
      const examined = lanes.filter(({ frame }) => frame?.findings !== undefined);
      place.hidden = examined.length === 0;
      const state = JSON.stringify(examined.map(({ name, frame }) => [name, frame?.findings]));
      if (state === drawn) return;
      drawn = state;
      columns.dataset['lanes'] = String(lanes.length);
      columns.replaceChildren(
        ...examined.map(({ name, frame }) => {
          const findings = frame?.findings ?? [];
          const word = laneTitle(session, name, language, messages);
          return element('div', {}, [
            lanes.length > 1 ? element('p', { class: 'tag', 'data-lane': name }, [word]) : undefined,
            findings.length === 0
              ? element('p', { class: 'healthy' }, [messages.healthy])
              : element('ul', { class: 'finding-list', role: 'list' }, findings.map(card)),
          ]);
        }),
      );
    },
  };
}
