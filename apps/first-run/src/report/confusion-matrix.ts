import { html, type Markup } from './html.ts';

/** Counts by true class (rows) and predicted class (columns): a table whose cells are tinted by their share of the row. */
export function confusionMatrixTable(counts: readonly (readonly number[])[], classNames: readonly string[]): Markup {
  return html`<figure>
<div class="wide"><table class="confusion">
<caption>Rows: true digits. Columns: answers.</caption>
<thead><tr><td></td>${classNames.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${counts.map((row, i) => tableRow(row, classNames[i] ?? '', i))}</tbody>
</table></div>
<figcaption>${describeConfusion(counts, classNames)}</figcaption>
</figure>`;
}

function tableRow(row: readonly number[], name: string, diagonal: number): Markup {
  const total = row.reduce((sum, count) => sum + count, 0);
  const cell = (count: number, column: number): Markup => {
    const kind = column === diagonal ? 'right' : 'wrong';
    // Few mistakes must be seen as well: shades of wrong answers grow with the root of their share.
    const share = total === 0 ? 0 : count / total;
    const tint = Math.round(100 * (kind === 'right' ? share * 0.6 : Math.sqrt(share)));
    return html`<td class="${kind}" style="--tint:${tint}%">${count}</td>`;
  };
  return html`<tr><th scope="row">${name}</th>${row.map(cell)}</tr>`;
}

/** What the matrix shows, in words: how many answers are right, and the most frequent confusion. */
export function describeConfusion(counts: readonly (readonly number[])[], classNames: readonly string[]): string {
  let total = 0;
  let right = 0;
  let worst = { truth: 0, predicted: 0, count: 0 };
  for (const [truth, row] of counts.entries()) {
    for (const [predicted, count] of row.entries()) {
      total += count;
      if (truth === predicted) right += count;
      else if (count > worst.count) worst = { truth, predicted, count };
    }
  }
  const found = `${right} of ${total} test images are recognised.`;
  if (worst.count === 0) return found;
  const times = worst.count === 1 ? 'once' : `${worst.count} times`;
  return `${found} The most frequent confusion: a ${classNames[worst.truth]} taken for a ${classNames[worst.predicted]}, ${times}.`;
}
