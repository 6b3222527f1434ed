import { readSuite, type Suite, type SuiteData } from './read-suites.ts';
import type { Case } from './recorded.ts';
import { type Outcome, runCase } from './run-case.ts';

/** A case and how it went. */
export interface Result {
  readonly case: Case;
  readonly outcome: Outcome;
}

/** A suite, where its data comes from, and how each case went. */
export interface SuiteResult {
  readonly suite: Suite;
  readonly source: SuiteData['source'];
  readonly results: readonly Result[];
}

/** Runs all cases of a suite. */
export function runSuite(suite: Suite): SuiteResult {
  const { cases, source } = readSuite(suite);
  return {
    suite,
    source,
    results: cases.map((each) => ({ case: each, outcome: runCase(each, suite.adaptors, suite.absent) })),
  };
}
