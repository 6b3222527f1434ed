import type { Language } from '@gradkit/diagnostics/report';
import type { Histograms } from 'experiments';
import { formatNumber } from '../number-format.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';
import { spreadOf } from './spread-of.ts';

/** How wide the first and the last histogram of each row are. */
export function histogramsSummary({ rows, columns, cells }: Histograms, language: Language): string {
  const words = wordsOf(language);
  if (cells.length === 0) return words.empty;
  const count = Math.max(1, columns.length);
  const names = rows.length > 0 ? rows : [''];
  return names
    .map((row, i) => {
      const [first, last] = [cells[i * count], cells[(i + 1) * count - 1]].map((cell) => cell && spreadOf(cell));
      if (first === undefined || last === undefined) return words.noNumbers(textOf(row, language));
      const deviations = [formatNumber(first.deviation), formatNumber(last.deviation)] as const;
      if (count === 1) return words.oneSpread(textOf(row, language), deviations[0], formatNumber(first.mean));
      const ends = [textOf(columns[0], language), textOf(columns[count - 1], language)] as const;
      return words.spread(textOf(row, language), deviations[0], ends[0], deviations[1], ends[1]);
    })
    .join(' ');
}
