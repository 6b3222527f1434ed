/** What the page of trials begins with. */
export const head = `# Results of training

What the networks that the catalogue speaks of do when they are trained with gradkit, measured by \`npm run trials\`. All
runs are determined by their seeds: the same version gives the same numbers again.
`;

/**
 * A page that begins with a head, with the new sections in the place of those of the same title; others stay as they are.
 */
export function pageWith(
  head: string,
  old: string,
  sections: ReadonlyMap<string, string>,
  order: readonly string[],
): string {
  const known = new Map(
    old
      .split(/^## /m)
      .slice(1)
      .map((section) => {
        const [title = '', ...lines] = section.split('\n');
        return [title, lines.join('\n').trim()] as const;
      }),
  );
  const all = new Map([...known, ...sections]);
  const parts = order.flatMap((title) => (all.has(title) ? [`## ${title}\n\n${all.get(title)}\n`] : []));
  return [head, ...parts].join('\n');
}
