/** A table of Markdown; the first row is the heading, whose first column is text. */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...rest] = rows;
  return [heading, heading.map(() => '---'), ...rest].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
