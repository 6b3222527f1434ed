import type { Experiment } from 'experiments';
import { english } from './english.ts';

/** What the page of experiments begins with: which claims there are, and the lines of the inventory that make them. */
export function headOf(experiments: readonly Experiment[]): string {
  const rows = experiments.map((each) => {
    const title = english(each.title);
    return `| [${title}](#${anchorOf(title)}) | \`${each.id}\` | ${each.inventory.join(', ')} |`;
  });
  return `# Experiments

What the documents behind this library claim, as experiments: the numbers of their last frames, measured by
\`npm run experiments\`. All runs are determined by their seeds; machines with and without fused multiply-add round differently,
and where training amplifies that their last digits differ. Every claim is also a test over several seeds, in
\`packages/experiments/test\`. The laboratory (\`npm run demo\`) runs the same code with controls and pictures.

| experiment | id | lines of the inventory |
|---|---|---|
${rows.join('\n')}
`;
}

/** The place that a heading gets: in small letters, without punctuation, with hyphens for spaces. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} -]/gu, '')
    .replaceAll(' ', '-');
}
