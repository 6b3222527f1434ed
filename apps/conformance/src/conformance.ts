import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { count, page } from './report.ts';
import { dataFolder, isPresent } from './suite/read-suites.ts';
import { repository } from './suite/repository.ts';
import { runSuite } from './suite/run-suite.ts';
import { suites } from './suites.ts';

const missing = suites.filter((suite) => !isPresent(suite));
if (missing.length > 0) {
  process.stderr.write(
    `conformance: ${missing.map(({ file }) => file).join(' and ')} not found in ${dataFolder}. ` +
      'Set GRADKIT_REFERENCE to the folder that holds them.\n',
  );
  process.exitCode = 1;
} else {
  const results = suites.map(runSuite);
  writeFileSync(join(repository, 'docs', 'conformance.md'), page(results));
  for (const { suite, results: cases } of results) {
    const { passed, failed, notApplicable } = count(cases);
    process.stdout.write(`${suite.title}: ${passed} passed, ${failed} failed, ${notApplicable} not applicable\n`);
    for (const { case: each, outcome } of cases) {
      if (outcome.status === 'failed') process.stdout.write(`  ${each.operator}, ${each.name}: ${outcome.reason}\n`);
    }
  }
  process.stdout.write('docs/conformance.md is written\n');
}
