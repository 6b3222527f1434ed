import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import { curvesSummary } from './summary/curves-summary.ts';
import { boundarySummary, heatmapSummary, surfaceSummary } from './summary/field-summary.ts';
import { histogramsSummary } from './summary/histograms-summary.ts';
import { barsSummary, imagesSummary, networkSummary, tableSummary } from './summary/shape-summary.ts';
import { textOf } from './text-of.ts';

/** What a picture shows, in words: computed from its numbers. Begins with its title. */
export function summaryOf(view: View, language: Language): string {
  return `${textOf(view.title, language)}. ${summary(view, language)}`;
}

function summary(view: View, language: Language): string {
  switch (view.kind) {
    case 'curves':
      return curvesSummary(view, language);
    case 'histograms':
      return histogramsSummary(view, language);
    case 'heatmap':
      return heatmapSummary(view, language);
    case 'surface':
      return surfaceSummary(view, language);
    case 'boundary':
      return boundarySummary(view, language);
    case 'bars':
      return barsSummary(view, language);
    case 'images':
      return imagesSummary(view, language);
    case 'network':
      return networkSummary(view, language);
    case 'table':
      return tableSummary(view, language);
  }
}
