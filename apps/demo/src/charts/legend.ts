import type { LegendEntry } from './painter.ts';
import { drawMarker } from './series-style.ts';
import type { Theme } from './theme.ts';

/** The legend of a picture: made again only when it says or looks something else. */
export interface Legend {
  readonly element: HTMLElement;
  update(entries: readonly LegendEntry[], theme: Theme): void;
  /** Samples and words, for an image. */
  samples(): readonly { readonly sample: HTMLCanvasElement; readonly text: string }[];
}

export function createLegend(): Legend {
  const element = document.createElement('ul');
  element.className = 'chart-legend';
  let last = '';
  return {
    element,
    update(entries, theme) {
      const key = JSON.stringify([entries, theme.series, theme.surface]);
      if (key === last) return;
      last = key;
      element.hidden = entries.length === 0;
      element.classList.toggle('chart-legend-many', entries.length > 6);
      element.replaceChildren(...entries.map((entry) => item(entry, theme)));
    },
    samples: () =>
      [...element.children].flatMap((entry) => {
        const sample = entry.querySelector('canvas');
        return sample === null ? [] : [{ sample, text: entry.textContent ?? '' }];
      }),
  };
}

function item({ text, style, sample = 'line' }: LegendEntry, theme: Theme): HTMLElement {
  const entry = document.createElement('li');
  const canvas = document.createElement('canvas');
  const ratio = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [28 * ratio, 14 * ratio];
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.scale(ratio, ratio);
    context.strokeStyle = theme.series[style.color];
    context.fillStyle = theme.series[style.color];
    if (sample === 'fill') context.fillRect(8, 1, 12, 12);
    if (sample === 'line') {
      context.lineWidth = 2;
      context.setLineDash([...style.dash]);
      context.beginPath();
      context.moveTo(1, 7);
      context.lineTo(27, 7);
      context.stroke();
      context.setLineDash([]);
    }
    context.lineWidth = 1.5;
    if (sample === 'fill') {
      context.fillStyle = theme.surface;
      context.strokeStyle = theme.surface;
    }
    drawMarker(context, style.marker, 14, 7, sample === 'fill' ? 3 : 4);
    if (sample === 'hollow') {
      context.fillStyle = theme.surface;
      context.strokeStyle = theme.surface;
      drawMarker(context, style.marker, 14, 7, 2.4);
    }
  }
  entry.append(canvas, text);
  return entry;
}
