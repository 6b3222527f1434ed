import type { View } from 'experiments';

/** Tables have many columns; a grid of histograms has many cells. */
function needsWidth(view: View): boolean {
  if (view.kind === 'table') return true;
  return view.kind === 'histograms' && view.columns.length * view.rows.length > 4;
}

/**
 * Which pictures stand alone in their row, where two have room: those that need it, the first of three or more, and one of those that would
 * have an empty place beside them. Runs side by side have one column each: there, only tables stand alone.
 */
export function widePictures(views: readonly View[], lanes: number): readonly boolean[] {
  if (lanes > 1) return views.map(({ kind }) => kind === 'table');
  const wide = views.map((view, index) => needsWidth(view) || (index === 0 && views.length > 2));
  let start = 0;
  for (let end = 0; end <= wide.length; end++) {
    if (end < wide.length && !wide[end]) continue;
    if ((end - start) % 2 === 1) wide[start] = true;
    start = end + 1;
  }
  return wide;
}
