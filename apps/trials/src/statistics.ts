/** The middle of the values; of an even number of them the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = sorted.length % 2 === 1 ? [middle, middle] : [middle - 1, middle];
  return ((sorted[low] as number) + (sorted[high] as number)) / 2;
}

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** A table of Markdown; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...rest] = rows;
  return [heading, heading.map((_, i) => (i === 0 ? '---' : '---:')), ...rest]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}
