import type { Suite } from './suite/read-suites.ts';
import type { Result, SuiteResult } from './suite/run-suite.ts';
import { graphs } from './webnn/read.ts';

type Status = Result['outcome']['status'];

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
}

/** The page of all suites: it holds no dates and no measurements, so that equal results make equal pages. */
export function page(suites: readonly SuiteResult[]): string {
  return `${[
    '# Conformance',
    'Written by `npm run conformance`; a test checks that it is up to date.',
    'Public suites of operator tests, written by others for other systems, run against gradkit. An adaptor translates each ' +
      'operator into calls of the public functions of `@gradkit/core`, `@gradkit/activations`, `@gradkit/losses` and ' +
      '`@gradkit/optimizers`: one function where there is one, a few where the operator is put together from them. Every ' +
      'case is one compiled program, whose inputs are arguments.',
    table([
      ['suite', 'cases', 'applicable', 'passed', 'failed', 'not applicable', 'passed of applicable'],
      ...suites.map(({ suite, results }) => {
        const { passed, failed, notApplicable } = count(results);
        const applicable = passed + failed;
        const share = `${((100 * passed) / applicable).toFixed(1)} %`;
        return [suite.title, ...[results.length, applicable, passed, failed, notApplicable].map(String), share];
      }),
    ]),
    '## How cases are counted',
    [
      '- *Passed*: every result has the element type, the shape and, within the tolerance of the suite, the values that it records.',
      '- *Failed*: anything else that happens to an operator which gradkit has, or which is put together from its functions. ' +
        'Each failure has its reason below.',
      '- *Not applicable*: there is nothing to run, for the reason given. These cases are not in the shares above.',
      '- gradkit has no int64 and no int8. Where all values of a case fit, they are held as int32, and results are compared ' +
        'as integers; a case with larger ones is not applicable.',
      '- *One function*: the adaptor brings arguments into its order, layout and options, and calls it. *Several functions*: ' +
        'gradkit has no function for the operator, which the adaptor puts together from others.',
      '- Where a suite records truth values as uint8, results are bool.',
      '- Shapes, axes and other numbers that decide the shape of a result are read from the case, since programs have static shapes.',
    ].join('\n'),
    ...suites.map(section),
  ].join('\n\n')}\n`;
}

function section({ suite, source, results }: SuiteResult): string {
  const narrowed = results.filter(({ case: { inputs, outputs }, outcome }) => {
    const operands = [...Object.values(inputs), ...Object.values(outputs)];
    return outcome.status === 'passed' && operands.some(({ dtype }) => dtype === 'int64' || dtype === 'int8');
  });
  const failures = results.filter(({ outcome }) => outcome.status === 'failed');
  const ours = Object.keys(suite.adaptors);
  return [
    `## ${suite.title}`,
    [
      `- Tests: ${source.join('; ')}`,
      `- Licence: ${suite.attribution}`,
      `- Tolerance: ${suite.tolerance}`,
      `- Operators: ${ours.length}, of which ${ours.length - suite.composed.length} are one function of gradkit and ${suite.composed.length} are put together from several.`,
      `- Of the passed cases, ${narrowed.length} hold int64 or int8, of operands or of positions, as int32.`,
    ].join('\n'),
    ...(failures.length === 0
      ? []
      : [
          '### Failures',
          table([
            ['operator', 'case', 'reason'],
            ...failures.map(({ case: { operator, name } }) => [operator, name, suite.failures[name] ?? '']),
          ]),
        ]),
    '### Operators',
    table([
      ['operator', 'made of', 'passed', 'failed', 'not applicable', 'why not applicable'],
      ...byOperator(results).map(([operator, own]) => {
        const { passed, failed, notApplicable } = count(own);
        return [
          operator,
          madeOf(suite, operator),
          ...[passed, failed, notApplicable].map((n) => (n === 0 ? '' : String(n))),
          reasons(own),
        ];
      }),
    ]),
  ].join('\n\n');
}

/** Results by operator, in the order of their names; graphs of several come last. */
function byOperator(results: readonly Result[]): [string, Result[]][] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const { operator } = result.case;
    groups.set(operator, [...(groups.get(operator) ?? []), result]);
  }
  const rank = (operator: string): string => `${operator === graphs ? 1 : 0}${operator.toLowerCase()}`;
  return [...groups].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
}

/** Whether an operator is a function of gradkit, or several. */
function madeOf({ adaptors, composed }: Suite, operator: string): string {
  if (operator === graphs || composed.includes(operator)) return 'several functions';
  return operator in adaptors ? 'one function' : '';
}

/** Why cases of one operator are not applicable; with counts where there are several reasons. */
function reasons(results: readonly Result[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of results) {
    if (outcome.status === 'not applicable') counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  }
  if (counts.size === 1) return [...counts.keys()].join('');
  return [...counts].map(([reason, n]) => `${reason} (${n})`).join('; ');
}

/** How many cases went which way. */
export function count(results: readonly Result[]): Counts {
  const of = (status: Status): number => results.filter(({ outcome }) => outcome.status === status).length;
  return { passed: of('passed'), failed: of('failed'), notApplicable: of('not applicable') };
}

/** A table of Markdown; the first row is its head. */
function table(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [lines[0], `|${' --- |'.repeat(rows[0]?.length ?? 0)}`, ...lines.slice(1)].join('\n');
}
