import { html, type Markup } from './html.ts';
import { linear, ticks } from './scale.ts';

/** One quantity over the epochs, in training and in validation. */
export interface Curves {
  /** What is shown: `Loss`. */
  readonly title: string;
  /** Epochs, counted from 0. */
  readonly epochs: readonly number[];
  readonly training: readonly number[];
  readonly validation: readonly number[];
  /** The epoch whose weights were kept. */
  readonly best: number;
}

const width = 480;
const height = 260;
const margin = { top: 12, right: 12, bottom: 36, left: 48 };

/** A line chart with a sentence that says what it shows, and the numbers as a table. */
export function learningCurves(curves: Curves): Markup {
  const { title, epochs, training, validation } = curves;
  return html`<figure>
<figcaption>${title}</figcaption>
${chart(curves)}
<p>${describeCurves(curves)}</p>
<details><summary>${title} as a table</summary>
<table><thead><tr><th scope="col">epoch</th><th scope="col">training</th><th scope="col">validation</th></tr></thead>
<tbody>${epochs.map(
    (epoch, i) =>
      html`<tr><th scope="row">${epoch + 1}</th><td>${format(training[i])}</td><td>${format(validation[i])}</td></tr>`,
  )}</tbody></table></details>
</figure>`;
}

/** What the chart shows, in words. */
export function describeCurves({ title, epochs, training, validation, best }: Curves): string {
  const from = (values: readonly number[]): string => `from ${format(values[0])} to ${format(values.at(-1))}`;
  const kept = format(validation[epochs.indexOf(best)]);
  return (
    `${title} over ${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}: training ${from(training)}, ` +
    `validation ${from(validation)}. The weights kept are those of epoch ${best + 1}, with ${kept} in validation.`
  );
}

function chart(curves: Curves): Markup {
  const { epochs, training, validation, best } = curves;
  const finite = [...training, ...validation].filter(Number.isFinite);
  const yTicks = ticks(Math.min(0, ...finite), Math.max(...finite, 0), 5);
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  const xTicks = ticks(first + 1, last + 1, 8).filter(
    (tick) => Number.isInteger(tick) && tick > first && tick <= last + 1,
  );

  const right = width - margin.right;
  const bottom = height - margin.bottom;
  // A single epoch stands in the middle.
  const x = first === last ? () => (margin.left + right) / 2 : linear(first, last, margin.left + 8, right - 8);
  const y = linear(yTicks[0] ?? 0, yTicks.at(-1) ?? 1, bottom, margin.top);
  const line = (values: readonly number[]): string => path(values.map((value, i) => [x(epochs[i] ?? 0), y(value)]));

  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${describeCurves(curves)}">
<g class="grid">${yTicks.map(
    (tick) => html`<line x1="${margin.left}" x2="${right}" y1="${px(y(tick))}" y2="${px(y(tick))}"/>
<text x="${margin.left - 6}" y="${px(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
  )}${xTicks.map((tick) => html`<text x="${px(x(tick - 1))}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`)}
<text x="${(margin.left + right) / 2}" y="${height - 4}" text-anchor="middle">epoch</text></g>
<line class="best" x1="${px(x(best))}" x2="${px(x(best))}" y1="${margin.top}" y2="${bottom}"/>
<path class="training" d="${line(training)}"/>
<path class="validation" d="${line(validation)}"/>
</svg>`;
}

/** The points joined by lines; a point that is not finite leaves a gap. */
function path(points: readonly (readonly [number, number])[]): string {
  let pen = 'M';
  let commands = '';
  for (const [x, y] of points) {
    if (Number.isFinite(y)) {
      // A line back to the same point makes single points visible, as round caps.
      commands += pen === 'M' ? `M${px(x)} ${px(y)}h0` : `L${px(x)} ${px(y)}`;
      pen = 'L';
    } else {
      pen = 'M';
    }
  }
  return commands;
}

const px = (value: number): number => Math.round(value * 10) / 10;

const format = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));
