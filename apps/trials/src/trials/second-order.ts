import { lbfgs, newtonCG, trustNcg } from '@gradkit/second-order';
import { type History, isBetter, lowest, reached } from '../full-batch/history.ts';
import { type FullBatch, problems } from '../full-batch/problems.ts';
import { adamRun, type Contender, minimized } from '../full-batch/runs.ts';
import { table } from '../statistics.ts';
import type { Trial } from '../trial.ts';

const contenders: readonly Contender[] = [
  { name: 'L-BFGS', minimizer: lbfgs },
  { name: 'L-BFGS, memory 50', minimizer: lbfgs, memory: 50 },
  { name: 'Newton-CG', minimizer: newtonCG, curvature: 'hessian' },
  { name: 'trust region', minimizer: trustNcg, curvature: 'hessian' },
];

/** Where outputs are not linear in the parameters, the Gauss–Newton matrix is not the Hessian. */
const gaussNewton: readonly Contender[] = [
  { name: 'Newton-CG, Gauss–Newton', minimizer: newtonCG, curvature: 'gauss-newton' },
  { name: 'trust region, Gauss–Newton', minimizer: trustNcg, curvature: 'gauss-newton' },
];

const rates = [0.3, 0.1, 0.03, 0.01, 0.003];

const amount = (x: number | undefined): string => (x === undefined ? '–' : x.toExponential(1));

/** What it took to come to each level: evaluations, products after a plus sign, and seconds. */
function costs(histories: readonly History[], { what, levels }: FullBatch): string {
  const heading = levels.map((level) => `${what === 'slope' ? '‖g‖∞' : 'loss'} ≤ ${level.toExponential(0)}`);
  const rows = histories.map((history) => [
    history.method,
    ...levels.map((level) => {
      const moment = reached(history, what, level);
      if (moment === undefined) return '–';
      const { evaluations, products, seconds } = moment;
      return `${evaluations}${products > 0 ? ` + ${products}` : ''}, ${seconds.toFixed(2)} s`;
    }),
    history.end,
    amount(Math.min(...history.moments.map(({ slope }) => slope))),
  ]);
  return table([['method', ...heading, 'end', 'smallest ‖g‖∞'], ...rows]);
}

/** How far above the lowest loss of all runs each of them is, by evaluations and by time. */
function traces(histories: readonly History[], { what }: FullBatch): string[] {
  const floor = what === 'loss' ? 0 : Math.min(...histories.flatMap(({ moments }) => moments.map(({ loss }) => loss)));
  const counts = [1, 3, 10, 30, 100, 300, 1000, 3000];
  const seconds = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
  const row = (marks: readonly number[], of: (history: History, mark: number) => number | undefined): string[][] =>
    histories.map((history) => [
      history.method,
      ...marks.map((mark) => {
        const loss = of(history, mark);
        return loss === undefined ? '–' : amount(Math.max(0, loss - floor));
      }),
    ]);
  const name = what === 'loss' ? 'loss' : 'loss − minimum';
  return [
    table([
      [`${name} after evaluations, products included`, ...counts.map(String)],
      ...row(counts, (history, mark) => lowest(history, ({ evaluations, products }) => evaluations + products <= mark)),
    ]),
    table([
      [`${name} after seconds`, ...seconds.map(String)],
      ...row(seconds, (history, mark) => lowest(history, (moment) => moment.seconds <= mark)),
    ]),
  ];
}

function compared(problem: FullBatch, report: (line: string) => void): string[] {
  const { title, what, levels } = problem;
  report(title);
  const said = (history: History): History => {
    const { evaluations = 0, products = 0, seconds = 0, loss } = history.moments.at(-1) ?? {};
    report(
      `  ${history.method}: ${history.end}, ${evaluations} + ${products}, ${seconds.toFixed(2)} s, ${amount(loss)}`,
    );
    return history;
  };
  const all = problem.isLinear ? contenders : [...contenders, ...gaussNewton];
  const histories = all.map((contender) => said(minimized(problem, contender)));
  const best = rates
    .map((rate) => said(adamRun(problem, rate)))
    .reduce((a, b) => (isBetter(b, a, what, levels) ? b : a));
  const shown = [...histories, best];
  return [`### ${title}`, '', costs(shown, problem), '', ...traces(shown, problem).flatMap((each) => [each, ''])];
}

export const secondOrder: Trial = {
  name: 'second-order',
  title: 'Second-order methods',
  needsImages: false,
  async run(report) {
    return [
      'All samples at once, in float64, from one start for all methods. An evaluation is one of loss and gradient; products with',
      'the Hessian, or with the Gauss–Newton matrix, follow after a plus sign. Adam has the best of five learning rates,',
      `${rates.join(', ')}, constant. Times are without compiling and depend on the machine.`,
      '',
      ...problems.flatMap((problem) => compared(problem(), report)),
    ]
      .join('\n')
      .trimEnd();
  },
};
