import type { View } from 'experiments';
import '../../src/charts/charts.css';
import { createFigure, type Figure } from '../../src/charts/index.ts';
import { sampleViews } from './sample-views.ts';

/** What the tests in the browser ask for. */
export interface ChartsPage {
  readonly figures: readonly Figure[];
  readonly views: readonly View[];
  /** Where the starts of surfaces were moved to. */
  readonly moves: readonly { readonly x: number; readonly y: number }[];
}

const language = new URLSearchParams(location.search).get('lang') === 'ko' ? 'ko' : 'en';
document.documentElement.lang = language;
const main = document.querySelector('main');
const moves: { x: number; y: number }[] = [];
const figures = sampleViews.map((view) => {
  const figure = createFigure(language, { onMove: (start) => moves.push(start) });
  main?.append(figure.element);
  figure.update(view);
  return figure;
});
Object.assign(window, { charts: { figures, views: sampleViews, moves } satisfies ChartsPage });
