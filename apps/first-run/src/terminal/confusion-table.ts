/** Counts by true class (rows) and predicted class (columns) as text; a dot stands for 0. */
export function confusionTable(counts: readonly (readonly number[])[], classNames: readonly string[]): string {
  const cells = counts.map((row) => row.map((count) => (count === 0 ? '·' : String(count))));
  const width = Math.max(...[...classNames, ...cells.flat()].map((text) => text.length)) + 2;
  const corner = 'true ╲ predicted';
  const line = (head: string, values: readonly string[]): string =>
    head.padStart(corner.length) + values.map((value) => value.padStart(width)).join('');
  return [line(corner, classNames), ...cells.map((row, i) => line(classNames[i] ?? '', row))].join('\n');
}
