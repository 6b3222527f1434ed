import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { count, page } from '../src/report.ts';
import { dataFolder, isPresent, type Suite } from '../src/suite/read-suites.ts';
import { repository } from '../src/suite/repository.ts';
import { runSuite, type SuiteResult } from '../src/suite/run-suite.ts';
import { suites } from '../src/suites.ts';

const results = new Map<Suite, SuiteResult>();

/** In milliseconds: a limit against hanging, not a measurement. */
const limit = 300_000;

beforeAll(() => {
  for (const suite of suites) if (isPresent(suite)) results.set(suite, runSuite(suite));
}, limit);

/** The results of a suite. Its data is no part of the repository: where it is absent, there is nothing to test. */
function resultsOf(suite: Suite, { skip }: TestContext): SuiteResult {
  const found = results.get(suite);
  return found ?? skip(`${suite.file} is not in ${dataFolder}: set GRADKIT_REFERENCE to the folder that holds it`);
}

describe.each(suites)('$title', (suite) => {
  it('passes 95 % of the applicable cases or more', (context) => {
    const { passed, failed } = count(resultsOf(suite, context).results);
    expect(passed).toBeGreaterThan(0);
    expect(passed / (passed + failed)).toBeGreaterThanOrEqual(0.95);
  });

  it('fails where a reason is written down, and nowhere else', (context) => {
    const failed = resultsOf(suite, context).results.filter(({ outcome }) => outcome.status === 'failed');
    expect(failed.map(({ case: { name } }) => name).sort()).toEqual(Object.keys(suite.failures).sort());
  });

  it('has an adaptor for each operator, or says why there is none', (context) => {
    const operators = new Set(
      resultsOf(suite, context).results.flatMap(({ case: each }) => each.operators.map(({ operator }) => operator)),
    );
    const known = [...Object.keys(suite.adaptors), ...Object.keys(suite.absent)];
    expect([...operators].sort()).toEqual(known.sort());
  });
});

describe.each(suites)('the tables of $title', ({ adaptors, composed }) => {
  it('call only those operators composed that have an adaptor', () => {
    expect(composed.filter((operator) => !(operator in adaptors))).toEqual([]);
    expect(new Set(composed).size).toBe(composed.length);
  });
});

describe('docs/conformance.md', () => {
  it('is up to date: npm run conformance writes it', (context) => {
    const all = suites.map((suite) => resultsOf(suite, context));
    expect(readFileSync(join(repository, 'docs', 'conformance.md'), 'utf8')).toBe(page(all));
  });

  it('has the totals that the READMEs give', (context) => {
    const totals = suites.flatMap((suite) => {
      const { passed, failed } = count(resultsOf(suite, context).results);
      return [passed, passed + failed].map((n) => n.toLocaleString('en'));
    });
    for (const file of ['README.md', 'README.ko.md']) {
      const text = readFileSync(join(repository, file), 'utf8');
      expect(totals.filter((n) => !new RegExp(`\\b${n}(?!\\d)`).test(text))).toEqual([]);
    }
  });
});
