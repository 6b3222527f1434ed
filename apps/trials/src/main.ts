import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { directory, isPresent } from './images.ts';
import { head, pageWith } from './page.ts';
import { trials } from './trials.ts';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const names = trials.map(({ name }) => name);
const unknown = values.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`trials: there is no "${unknown}". There are ${names.join(', ')}.\n`);
  process.exit(1);
}

const page = fileURLToPath(new URL('../../../docs/training-results.md', import.meta.url));
const write = (line: string): boolean => process.stdout.write(`${line}\n`);

for (const trial of trials.filter(({ name }) => values.only?.includes(name) ?? true)) {
  if (trial.needsImages && !isPresent()) {
    write(`${trial.title}: skipped, MNIST is not in ${directory}. Set GRADKIT_MNIST to the folder that holds it.`);
    continue;
  }
  write(`${trial.title}:`);
  const section = await trial.run((line) => write(`  ${line}`));
  // One after the other, so that what was measured is there also when a later trial fails.
  const old = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const text = pageWith(
    head,
    old,
    new Map([[trial.title, section]]),
    trials.map(({ title }) => title),
  );
  writeFileSync(`${page}.new`, text);
  renameSync(`${page}.new`, page);
}
write('docs/training-results.md is written');
