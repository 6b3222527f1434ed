import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { fitSections } from './fits.ts';
import { iterationTimes } from './iteration-time.ts';
import { minimizers } from './methods.ts';
import { page, timedSection } from './page.ts';
import { problems, tolerances } from './problems.ts';
import { violations } from './report.ts';

const { values } = parseArgs({ options: { untimed: { type: 'boolean', default: false } } });
const path = fileURLToPath(new URL('../../../docs/second-order-results.md', import.meta.url));

const all = minimizers.flatMap((minimizer) => tolerances.map((tolerance) => compare(minimizer, tolerance, problems)));
const old = existsSync(path) ? readFileSync(path, 'utf8') : '';
const timed = values.untimed ? timedSection(old) : iterationTimes();
writeFileSync(path, page(all, problems, fitSections(problems), timed));
process.stdout.write(`${violations(all)}\n\ndocs/second-order-results.md is written\n`);
