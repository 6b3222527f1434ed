import type { Messages } from '../messages/en.ts';
import type { PlaygroundMessages } from '../messages/playground/en.ts';
import { element, icon } from '../page/element.ts';

const shapes = {
  play: 'M7 4l13 8-13 8z',
  pause: 'M7 5v14M17 5v14',
  step: 'M5 4l10 8-10 8zM19 5v14',
  epoch: 'M3 5l7 7-7 7zM11 5l7 7-7 7zM21 5v14',
  reset: 'M4 4v6h6M4.5 10A8 8 0 1 1 4 14',
};

/** Play and pause, one step, one epoch, from the beginning, and how fast. */
export interface RunButtons {
  readonly element: HTMLElement;
  update(isPlaying: boolean): void;
  setSpeed(stepsPerFrame: number): void;
}

/** What the buttons do. */
export interface RunActions {
  play(): void;
  step(): void;
  epoch(): void;
  reset(): void;
  /** Steps between two pictures; 0 for as many as there is time for. */
  speed(stepsPerFrame: number): void;
}

export function createRunButtons(messages: Messages, own: PlaygroundMessages, actions: RunActions): RunButtons {
  const picture = icon(shapes.play);
  const word = element('span', { class: 'word' });
  const play = element('button', { type: 'button', class: 'main', id: 'play' }, [picture, word], {
    click: actions.play,
  });
  const button = (id: 'step' | 'epoch' | 'reset', name: string): HTMLElement =>
    element('button', { type: 'button', id, class: 'square', title: name, 'aria-label': name }, [icon(shapes[id])], {
      click: actions[id],
    });
  const speeds = [1, 10, 100, 0] as const;
  const speed = element(
    'select',
    { id: 'speed', 'aria-label': own.speed },
    speeds.map((value) => element('option', { value }, [own.speeds[value]])),
    { change: () => actions.speed(Number(speed.value)) },
  );
  return {
    element: element('div', { class: 'transport', role: 'group', 'aria-label': messages.runControls }, [
      play,
      button('step', own.oneStep),
      button('epoch', own.oneEpoch),
      button('reset', messages.reset),
      speed,
    ]),
    update(isPlaying) {
      word.textContent = isPlaying ? messages.pause : messages.play;
      picture.querySelector('path')?.setAttribute('d', isPlaying ? shapes.pause : shapes.play);
    },
    setSpeed(stepsPerFrame) {
      speed.value = String(stepsPerFrame);
    },
  };
}
