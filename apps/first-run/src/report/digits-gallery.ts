import type { Mistake } from '../experiment/train-digits.ts';
import { html, type Markup } from './html.ts';

/** Pictures shown at most. */
const limit = 60;

const side = 8;

/** The images that were not recognised, the network's most certain mistakes first. */
export function digitsGallery(mistakes: readonly Mistake[]): Markup {
  if (mistakes.length === 0) return html`<p>Every test image is recognised.</p>`;
  const shown = mistakes.slice(0, limit);
  const rest = mistakes.length > limit ? `, the first ${limit} of ${mistakes.length}` : '';
  return html`<p>The most certain mistakes come first${rest}.</p>
<ul class="gallery">${shown.map(
    (mistake) => html`<li>${picture(mistake)}
<span><b>${mistake.truth}</b> taken for <b>${mistake.predicted}</b><br>${percent(mistake.probability)} certain</span></li>`,
  )}</ul>`;
}

function picture({ index, pixels, truth }: Mistake): Markup {
  const squares = pixels.flatMap((brightness, i) =>
    brightness > 0
      ? [
          html`<rect x="${i % side}" y="${Math.floor(i / side)}" width="1" height="1" fill-opacity="${round(brightness)}"/>`,
        ]
      : [],
  );
  const label = `A handwritten ${truth}, test image ${index}`;
  return html`<svg viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges">${squares}</svg>`;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** With a space that no line breaks at. */
const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;
