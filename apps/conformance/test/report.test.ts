import { describe, expect, it } from 'vitest';
import { count, page } from '../src/report.ts';
import type { Suite } from '../src/suite/read-suites.ts';
import type { Outcome } from '../src/suite/run-case.ts';
import type { Result, SuiteResult } from '../src/suite/run-suite.ts';

const suite: Suite = {
  title: 'Sample suite',
  file: 'sample.json.gz',
  attribution: 'somebody, some licence',
  tolerance: 'none',
  adaptors: { Add: (call) => call.input(0), Mul: (call) => call.input(0) },
  composed: ['Mul'],
  absent: {},
  failures: { second: 'a | b' },
  read: () => ({ cases: [], source: [] }),
};

const result = (operator: string, name: string, outcome: Outcome, dtype: 'int64' | 'float32' = 'float32'): Result => ({
  case: {
    name,
    operator,
    operators: [],
    inputs: { a: { dtype, shape: [], data: [0] } },
    outputs: {},
    tolerance: { metric: 'ULP', value: 0 },
  },
  outcome,
});

const results: readonly Result[] = [
  result('Mul', 'first', { status: 'passed' }, 'int64'),
  result('Add', 'second', { status: 'failed', reason: '1 of 1 elements differ' }),
  result('Add', 'third', { status: 'not applicable', reason: 'why' }),
  result('Add', 'fourth', { status: 'not applicable', reason: 'why' }),
  result('Add', 'fifth', { status: 'not applicable', reason: 'because' }),
  result('Add', 'sixth', { status: 'passed' }),
  result('Add', 'seventh', { status: 'passed' }),
];

const sample: SuiteResult = { suite, source: ['somewhere', 'somewhere else'], results };

describe('count', () => {
  it('tells how many cases went which way', () => {
    expect(count(results)).toEqual({ passed: 3, failed: 1, notApplicable: 3 });
  });
});

describe('page', () => {
  const text = page([sample]);

  it('gives totals, and the share of applicable cases that pass', () => {
    expect(text).toContain('| Sample suite | 7 | 4 | 3 | 1 | 3 | 75.0 % |');
  });

  it('gives each operator a row, in the order of names, with reasons and their numbers', () => {
    const rows = text.split('\n').filter((line) => /^\| (Add|Mul) \| (one|several)/.test(line));
    expect(rows).toEqual([
      '| Add | one function | 2 | 1 | 3 | why (2); because (1) |',
      '| Mul | several functions | 1 |  |  |  |',
    ]);
  });

  it('gives each failure its written reason', () => {
    expect(text).toContain('| Add | second | a \\| b |');
  });

  it('says where tests come from, and how many hold types that gradkit lacks', () => {
    expect(text).toContain(
      '- Tests: somewhere; somewhere else\n- Licence: somebody, some licence\n- Tolerance: none\n',
    );
    expect(text).toContain('Of the passed cases, 1 hold int64 or int8');
  });

  it('has no table of failures where there are none', () => {
    expect(page([{ ...sample, results: results.slice(0, 1) }])).not.toContain('### Failures');
  });
});
