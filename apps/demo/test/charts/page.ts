import type { View } from 'experiments';
import '../../src/charts/charts.css';
import { createFigure, type Figure } from '../../src/charts/index.ts';
import { sampleViews } from './sample-views.ts';

/** What the tests in the browser ask for. */
export interface ChartsPage {
  readonly figures: readonly Figure[];
  readonly views: readonly View[];
}

const language = new URLSearchParams(location.search).get('lang') === 'ko' ? 'ko' : 'en';
document.documentElement.lang = language;
const main = document.querySelector('main');
const figures = sampleViews.map((view) => {
  const figure = createFigure(language);
  main?.append(figure.element);
  figure.update(view);
  return figure;
});
Object.assign(window, { charts: { figures, views: sampleViews } satisfies ChartsPage });
