import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import { text } from '../label.ts';
import { element } from '../page/element.ts';

export function createFigure(language: Language): { element: HTMLElement; update(view: View): void; dispose(): void } {
  const caption = element('figcaption');
  const figure = element('figure', {}, [caption]);
  return {
    element: figure,
    update(view) {
      caption.textContent = `${text(view.title, language)} (${view.kind})`;
    },
    dispose() {},
  };
}
