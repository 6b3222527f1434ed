import type { Language } from '@gradkit/diagnostics/report';
import { text } from '../label.ts';
import type { Messages } from '../messages/en.ts';
import { element, prose } from '../page/element.ts';
import { laneTitle } from './lane-title.ts';
import type { Lane, Session } from './session.ts';

/** What is seen, in a sentence for each run, and whether it bears the claim out. */
export interface Reading {
  readonly element: HTMLElement;
  /** The claim of the documents, and the verdict of this run. */
  readonly claim: HTMLElement;
  update(): void;
  /** What is told to those who cannot see. */
  spoken(): string;
}

export function createReading(session: Session, language: Language, messages: Messages): Reading {
  const place = element('div', { class: 'readings' });
  const verdict = element('p', { class: 'verdict' });
  const { experiment } = session;
  const shown = new Map<
    string,
    { readonly element: HTMLElement; readonly sentence: HTMLElement; readonly name: HTMLElement }
  >();

  const sentenceOf = ({ frame, config, state, error }: Lane): string => {
    if (state === 'error') return `${messages.failed}: ${error ?? ''}`;
    return frame === undefined ? messages.nothingYet : text(experiment.sees(frame.measures, config), language);
  };

  function update(): void {
    const { lanes } = session;
    for (const lane of lanes) {
      let card = shown.get(lane.name);
      if (card === undefined) {
        const name = element('h2', {}, []);
        const sentence = element('p', { class: 'sentence' });
        card = {
          name,
          sentence,
          element: element('section', { class: 'reading', 'data-lane': lane.name }, [name, sentence]),
        };
        shown.set(lane.name, card);
        place.append(card.element);
      }
      const title = lanes.length > 1 ? laneTitle(session, lane.name, language, messages) : messages.seen;
      if (card.name.textContent !== title) card.name.textContent = title;
      const words = sentenceOf(lane);
      if (card.sentence.dataset['words'] !== words) {
        card.sentence.dataset['words'] = words;
        card.sentence.replaceChildren(...prose(words).filter((part) => part !== undefined));
      }
      card.element.classList.toggle('failed', lane.state === 'error');
      if (lane.state === 'error') card.element.setAttribute('role', 'alert');
      else card.element.removeAttribute('role');
    }
    for (const [name, card] of shown) {
      if (lanes.some((lane) => lane.name === name)) continue;
      card.element.remove();
      shown.delete(name);
    }
    place.dataset['lanes'] = String(lanes.length);

    // The claim is about the run as it is set: a cure is to change it.
    const lane = lanes[0];
    const decided = lane?.state === 'done' && lane.frame !== undefined;
    const holds = decided && experiment.holds(lane.frame.measures, lane.config);
    verdict.dataset['verdict'] = decided ? (holds ? 'holds' : 'fails') : 'open';
    verdict.textContent = decided ? (holds ? messages.claimHolds : messages.claimFails) : messages.claimOpen;
  }

  return {
    element: place,
    claim: element('div', { class: 'claim' }, [
      element('h2', {}, [messages.claim]),
      element('p', {}, prose(text(experiment.claim, language))),
      verdict,
    ]),
    update,
    spoken() {
      const { lanes } = session;
      const said = lanes.map((lane) =>
        lanes.length > 1
          ? `${laneTitle(session, lane.name, language, messages)}: ${sentenceOf(lane)}`
          : sentenceOf(lane),
      );
      return `${messages.states[session.state]}. ${said.join(' ')}`.replaceAll('`', '');
    },
  };
}
