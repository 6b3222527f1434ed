import type { PlaygroundMessages } from '../messages/playground/en.ts';
import { element } from '../page/element.ts';
import { mostLayers, mostUnits } from './recipe-address.ts';

/** Buttons that add and remove layers and units. */
export interface LayerEditor {
  readonly element: HTMLElement;
  set(hidden: readonly number[]): void;
}

/** @param changed hears of the layers as a recipe writes them: `8-8` */
export function createLayerEditor(messages: PlaygroundMessages, changed: (hidden: string) => void): LayerEditor {
  const list = element('ul', { class: 'layers', role: 'list' });
  const add = element('button', { type: 'button', id: 'add-layer' }, [`+ ${messages.addLayer}`], {
    click: () => change([...now, now.at(-1) ?? 8], `units-${now.length}`),
  });
  const none = element('p', { class: 'hint' }, [messages.noLayers]);
  const box = element('div', { class: 'layer-editor', role: 'group', 'aria-label': messages.layers }, [
    element('p', { class: 'layer-title' }, [messages.layers]),
    none,
    list,
    add,
  ]);
  let now: readonly number[] = [];

  /** Tells of the change and keeps the focus: what was pressed may be gone. */
  function change(next: readonly number[], focus: string): void {
    changed(next.join('-'));
    (box.querySelector<HTMLElement>(`#${focus} button:not(:disabled)`) ?? add).focus();
  }

  function row(units: number, index: number): HTMLElement {
    const number = index + 1;
    const button = (sign: string, name: string, word: string, isOff: boolean, next: readonly number[]): HTMLElement =>
      element(
        'button',
        { type: 'button', class: 'square', 'aria-label': word, title: word, disabled: isOff, 'data-does': name },
        [sign],
        {
          click: () => {
            change(next, `units-${index}`);
            box.querySelector<HTMLElement>(`#units-${index} [data-does=${name}]:not(:disabled)`)?.focus();
          },
        },
      );
    const withUnits = (count: number): number[] => now.map((each, i) => (i === index ? count : each));
    return element('li', { id: `units-${index}` }, [
      element('span', { class: 'layer-name' }, [messages.unitsOf(number, units)]),
      button('−', 'fewer', messages.fewerUnits(number), units <= 1, withUnits(units - 1)),
      button('+', 'more', messages.moreUnits(number), units >= mostUnits, withUnits(units + 1)),
      button(
        '×',
        'remove',
        messages.removeLayer(number),
        false,
        now.filter((_, i) => i !== index),
      ),
    ]);
  }

  return {
    element: box,
    set(hidden) {
      now = hidden;
      none.hidden = hidden.length > 0;
      list.replaceChildren(...hidden.map(row));
      add.disabled = hidden.length >= mostLayers;
    },
  };
}
