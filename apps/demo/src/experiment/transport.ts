import type { Messages } from '../messages/en.ts';
import { element, icon } from '../page/element.ts';
import type { Pace } from '../worker/run-messages.ts';
import type { Session } from './session.ts';

const shapes = {
  play: 'M7 4l13 8-13 8z',
  pause: 'M7 5v14M17 5v14',
  step: 'M5 4l10 8-10 8zM19 5v14',
  reset: 'M4 4v6h6M4.5 10A8 8 0 1 1 4 14',
};

/** Play and pause, step, reset, pace, and how far it is. */
export interface Transport {
  readonly element: HTMLElement;
  update(): void;
}

export function createTransport(session: Session, messages: Messages, hidden: ReadonlySet<string>): Transport {
  const playPath = icon(shapes.play);
  const playWord = element('span', { class: 'word' });
  const play = element('button', { type: 'button', class: 'main', id: 'play' }, [playPath, playWord], {
    click: () => (isGoing() ? session.pause() : session.play()),
  });
  const button = (shape: string, word: string, id: string, click: () => void): HTMLElement =>
    element('button', { type: 'button', id, class: 'square', title: word, 'aria-label': word }, [icon(shape)], {
      click,
    });

  const pace = element(
    'select',
    { 'aria-label': messages.pace, id: 'pace' },
    (['full', 'medium', 'slow'] as const).map((value) => element('option', { value }, [messages.paces[value]])),
    { change: () => session.setPace(pace.value as Pace) },
  );
  pace.value = session.pace;

  const bar = element('progress', { max: 1, value: 0, 'aria-label': messages.progress });
  const word = element('span', { class: 'state' });
  const isGoing = (): boolean => session.state === 'running' || session.state === 'loading';

  return {
    element: element('div', { class: 'transport', role: 'group', 'aria-label': messages.runControls }, [
      play,
      button(shapes.step, messages.step, 'step', () => session.step()),
      button(shapes.reset, messages.reset, 'reset', () => session.reset()),
      hidden.has('pace') ? undefined : pace,
      element('div', { class: 'progress' }, [bar, word]),
    ]),
    update() {
      const { state, lanes } = session;
      const going = isGoing();
      playWord.textContent = going
        ? messages.pause
        : state === 'done' || state === 'error'
          ? messages.again
          : messages.play;
      playPath.querySelector('path')?.setAttribute('d', going ? shapes.pause : shapes.play);
      bar.value = Math.min(...lanes.map(({ frame }) => frame?.progress ?? 0));
      word.textContent = messages.states[state];
      word.dataset['state'] = state;
    },
  };
}
