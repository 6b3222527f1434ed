import type { Language } from '@gradkit/diagnostics/report';
import { text } from '../label.ts';
import type { Messages } from '../messages/en.ts';
import { element } from '../page/element.ts';
import { contactSheet } from './contact-sheet.ts';
import type { Pictures } from './pictures.ts';
import type { Session } from './session.ts';

/** Address, program, numbers and pictures to take along. */
export interface Takeaway {
  readonly element: HTMLElement;
  update(): void;
}

/** Lets the browser keep a file. */
function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** NaN and infinite numbers are words in JSON, which has none of its own. */
function written(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return ArrayBuffer.isView(value) ? Array.from(value as Float32Array, (number) => written('', number)) : value;
}

export function createTakeaway(
  session: Session,
  pictures: Pictures,
  language: Language,
  messages: Messages,
  announce: (text: string) => void,
): Takeaway {
  const { experiment } = session;
  const program = element('code', {});
  const code = element('details', { class: 'code' }, [
    element('summary', {}, [messages.code]),
    element('pre', { tabindex: 0, role: 'region', 'aria-label': messages.code }, [program]),
  ]);
  const answer = element('span', { class: 'answer' });

  async function copy(words: string): Promise<void> {
    let said = messages.copied;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      said = messages.notCopied;
    }
    answer.textContent = said;
    announce(said);
    setTimeout(() => {
      answer.textContent = '';
    }, 4000);
  }

  const button = (id: string, word: string, click: () => void): HTMLElement =>
    element('button', { type: 'button', id }, [word], { click });

  function saveNumbers(): void {
    const content = {
      experiment: experiment.id,
      address: location.href,
      runs: session.lanes.map(({ name, config, state, frame, moments }) => ({
        name,
        config,
        state,
        moments,
        findings: frame?.findings,
        views: frame?.views,
      })),
    };
    save(`${experiment.id}.json`, new Blob([JSON.stringify(content, written, 1)], { type: 'application/json' }));
  }

  async function savePictures(): Promise<void> {
    const style = getComputedStyle(document.documentElement);
    const sheet = await contactSheet(text(experiment.title, language), await pictures.images(), {
      paper: style.backgroundColor,
      ink: style.color,
      font: style.fontFamily,
    });
    if (sheet !== undefined) save(`${experiment.id}.png`, sheet);
  }

  return {
    element: element('section', { class: 'takeaway', 'aria-labelledby': 'takeaway-title' }, [
      element('h2', { id: 'takeaway-title' }, [messages.actions]),
      element('div', { class: 'buttons' }, [
        button('copy-address', messages.copyAddress, () => void copy(location.href)),
        button('copy-code', messages.copyCode, () => {
          code.open = true;
          void copy(program.textContent ?? '');
        }),
        button('save-numbers', messages.downloadNumbers, saveNumbers),
        button('save-pictures', messages.downloadPictures, () => void savePictures()),
        answer,
      ]),
      code,
    ]),
    update() {
      const words = experiment.code(session.config);
      if (program.textContent !== words) program.textContent = words;
    },
  };
}
