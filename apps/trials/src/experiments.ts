import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { experiments } from 'experiments';
import { runOf } from 'experiments/runs';
import { english } from './experiments/english.ts';
import { headOf } from './experiments/head.ts';
import { sectionOf } from './experiments/section.ts';
import { pageWith } from './page.ts';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const ids = experiments.map(({ id }) => id);
const unknown = values.only?.find((id) => !ids.includes(id));
if (unknown !== undefined) {
  process.stderr.write(`experiments: there is no "${unknown}". There are ${ids.join(', ')}.\n`);
  process.exit(1);
}

const page = fileURLToPath(new URL('../../../docs/experiments.md', import.meta.url));
const titles = experiments.map(({ title }) => english(title));

for (const experiment of experiments.filter(({ id }) => values.only?.includes(id) ?? true)) {
  const title = english(experiment.title);
  process.stdout.write(`${title}\n`);
  const section = await sectionOf(experiment, await runOf(experiment.id));
  // One after the other, so that what was measured is there also when a later run fails.
  const old = existsSync(page) ? readFileSync(page, 'utf8') : '';
  writeFileSync(`${page}.new`, pageWith(headOf(experiments), old, new Map([[title, section]]), titles));
  renameSync(`${page}.new`, page);
}
process.stdout.write('docs/experiments.md is written\n');
