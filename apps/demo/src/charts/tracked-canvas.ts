import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import type { Painted, Painter } from './painter.ts';
import { type DrawnKind, painterOf } from './painter-of.ts';
import { type Theme, themeOf } from './theme.ts';

/** A canvas that draws the newest view once in an animation frame, and again when its size or the colours of the page change. */
export interface TrackedCanvas {
  readonly element: HTMLCanvasElement;
  /** Asks for a drawing in the next animation frame. */
  request(): void;
  dispose(): void;
}

/**
 * @param parent the canvas fills its width
 * @param viewNow the view to draw
 * @param painted what the picture leaves for its surroundings, after each drawing
 */
export function createTrackedCanvas(
  parent: HTMLElement,
  viewNow: () => View | undefined,
  language: Language,
  painted: (painted: Painted, theme: Theme) => void,
): TrackedCanvas {
  const element = document.createElement('canvas');
  element.setAttribute('role', 'img');
  parent.prepend(element);
  let kind: DrawnKind | undefined;
  let painter: Painter<View> | undefined;
  let request = 0;

  function draw(): void {
    request = 0;
    const view = viewNow();
    const width = Math.floor(parent.clientWidth);
    if (view === undefined || view.kind === 'table' || width < 40) return;
    if (view.kind !== kind) {
      kind = view.kind;
      painter = painterOf(kind);
    }
    const context = element.getContext('2d');
    if (painter === undefined || context === null) return;
    const height = painter.height(view, width);
    const ratio = window.devicePixelRatio || 1;
    const [inner, outer] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (element.width !== inner || element.height !== outer) {
      element.width = inner;
      element.height = outer;
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
    }
    const theme = themeOf(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    painted(painter.paint(view, { context, width, height, theme, language }), theme);
  }

  const ask = (): void => {
    if (request === 0) request = requestAnimationFrame(draw);
  };
  const size = new ResizeObserver(ask);
  size.observe(parent);
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', ask);
  const forced = window.matchMedia('(forced-colors: active)');
  forced.addEventListener('change', ask);
  const attributes = new MutationObserver(ask);
  attributes.observe(document.documentElement, { attributes: true });
  return {
    element,
    request: ask,
    dispose() {
      cancelAnimationFrame(request);
      size.disconnect();
      attributes.disconnect();
      scheme.removeEventListener('change', ask);
      forced.removeEventListener('change', ask);
    },
  };
}
