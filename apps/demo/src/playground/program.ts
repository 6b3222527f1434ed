import type { Messages } from '../messages/en.ts';
import { element } from '../page/element.ts';

/** The address and the program of a recipe, to take along. */
export interface Program {
  readonly element: HTMLElement;
  update(): void;
}

export function createProgram(messages: Messages, codeNow: () => string, announce: (words: string) => void): Program {
  const program = element('code', {});
  const details = element('details', { class: 'code' }, [
    element('summary', {}, [messages.code]),
    element('pre', { tabindex: 0, role: 'region', 'aria-label': messages.code }, [program]),
  ]);
  const answer = element('span', { class: 'answer' });
  async function copy(words: string): Promise<void> {
    const said = await navigator.clipboard.writeText(words).then(
      () => messages.copied,
      () => messages.notCopied,
    );
    answer.textContent = said;
    announce(said);
  }
  const button = (id: string, word: string, click: () => void): HTMLElement =>
    element('button', { type: 'button', id }, [word], { click });
  return {
    element: element('section', { class: 'takeaway', 'aria-labelledby': 'takeaway-title' }, [
      element('h2', { id: 'takeaway-title' }, [messages.actions]),
      element('div', { class: 'buttons' }, [
        button('copy-address', messages.copyAddress, () => void copy(location.href)),
        button('copy-code', messages.copyCode, () => {
          details.open = true;
          void copy(program.textContent ?? '');
        }),
        answer,
      ]),
      details,
    ]),
    update() {
      const words = codeNow();
      if (program.textContent !== words) program.textContent = words;
      answer.textContent = '';
    },
  };
}
