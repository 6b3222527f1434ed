import { add, mul, square, type Tensor } from '@gradkit/core';
import { nag, type Optimizer, sgd } from '@gradkit/optimizers';
import type { Config, Frame } from '../experiment.ts';
import type { Label } from '../label.ts';
import { RecordedPath } from '../path/recorded-path.ts';
import { stepsOverSurface } from '../path/steps-over-surface.ts';
import { surfaceGrid } from '../surface/surface-grid.ts';
import { chosenPair } from './chosen-pair.ts';
import { closedRate, measuredRate } from './convergence.ts';

/** In multiples of 1/L, and of momentum. */
const rateRange = [0, 4] as const;
const betaRange = [0, 0.99] as const;
/** Factors above are drawn as this one: errors grow. */
const highest = 1.05;
const window = { xRange: [-1.2, 1.2], yRange: [-3, 3] } as const;
const start = [1, 1] as const;
/** Where a descent is over: errors are a millionth of those at the start. */
const enough = 1e-6;
const grid = 81;
/** Of the measured map: two thousand steps for every point. */
const measuredGrid = 41;

interface Descent {
  readonly name: 'chosen' | 'best' | 'plain';
  readonly label: Label;
  readonly path: RecordedPath;
  readonly errors: number[];
  steps?: number;
}

/** Measures how fast momentum converges, for every pair of learning rate and momentum. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const { rule, high, rate, momentum, best, plain } = chosenPair(config);
  const eigenvalues = [1, high];
  const f = (x: Tensor, y: Tensor): Tensor => mul(0.5, add(square(x), mul(high, square(y))));
  const surface = surfaceGrid(f, window, grid, grid).map((each) => Math.max(each, 1e-3));
  const make = (learningRate: number, beta: number): Optimizer =>
    (rule === 'nesterov' ? nag : sgd)({ learningRate, momentum: beta });

  const at = ([low, top]: readonly [number, number], share: number): number => low + (top - low) * share;
  const formula = Float64Array.from({ length: grid * grid }, (_, i) => {
    const [column, row] = [i % grid, Math.floor(i / grid)];
    const alpha = at(rateRange, column / (grid - 1)) / high;
    return Math.min(highest, closedRate(rule, alpha, at(betaRange, row / (grid - 1)), eigenvalues));
  });

  const descents: readonly Descent[] = [
    { name: 'chosen', label: { en: 'chosen', ko: '고른 조합' }, path: new RecordedPath(), errors: [] },
    { name: 'best', label: { en: 'best pair', ko: '가장 좋은 조합' }, path: new RecordedPath(), errors: [] },
    {
      name: 'plain',
      label: { en: 'best without momentum', ko: '모멘텀 없이 가장 좋은 학습률' },
      path: new RecordedPath(),
      errors: [],
    },
  ];
  const step = stepsOverSurface(f, start, [make(rate, momentum), make(best.rate, best.beta), make(plain.rate, 0)]);
  // As many as the slower of the chosen pair and the best learning rate alone takes, and some more; not without end.
  const factor = closedRate(rule, rate, momentum, eigenvalues);
  const slowest = Math.max(plain.convergence, factor < 1 ? factor : 0);
  const most = Math.min(10_000, Math.ceil((Math.log(enough) / Math.log(slowest)) * 1.1) + 20);
  const perFrame = Math.ceil(most / 10);
  // Not measured yet: as if it diverged.
  const measured = new Float64Array(measuredGrid ** 2).fill(highest);
  let difference = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let done = 0;
  for (let frame = 0; frame < 10; frame++) {
    for (; done < Math.min(most, (frame + 1) * perFrame); done++) {
      for (const [i, { x, y, value }] of step().entries()) {
        const descent = descents[i] as Descent;
        const error = Math.hypot(x, y) / Math.hypot(...start);
        if (descent.steps !== undefined || !(error < 1e6)) continue;
        descent.path.add(x, y, value, done);
        descent.errors.push(error);
        if (error <= enough) descent.steps = done;
      }
    }
    yield frameAt(((frame + 1) / 10) * 0.3);
  }

  for (let row = 0; row < measuredGrid; row++) {
    const beta = at(betaRange, row / (measuredGrid - 1));
    for (let column = 0; column < measuredGrid; column++) {
      const alpha = at(rateRange, column / (measuredGrid - 1)) / high;
      const found = measuredRate(rule, alpha, beta, eigenvalues, 1000);
      difference = Math.max(difference, Math.abs(found - closedRate(rule, alpha, beta, eigenvalues)));
      lowest = Math.min(lowest, found);
      measured[row * measuredGrid + column] = Math.min(highest, found);
    }
    yield frameAt(0.3 + (0.7 * (row + 1)) / measuredGrid);
  }

  function frameAt(progress: number): Frame {
    const measures: Record<string, number> = { expected: closedRate(rule, rate, momentum, eigenvalues), made: done };
    for (const { name, steps } of descents) if (steps !== undefined) measures[`${name}.steps`] = steps;
    if (lowest < Number.POSITIVE_INFINITY) {
      Object.assign(measures, { rate: measuredRate(rule, rate, momentum, eigenvalues, 1000), difference, lowest });
    }
    return { progress, views: views(), measures };
  }

  function views(): Frame['views'] {
    const rateAxis = { label: { en: 'learning rate × L', ko: '학습률 × L' }, range: rateRange };
    const betaAxis = { label: { en: 'momentum β', ko: '모멘텀 β' }, range: betaRange };
    const points = [
      { x: rate * high, y: momentum, label: { en: 'chosen', ko: '고른 조합' } },
      { x: best.rate * high, y: best.beta, label: { en: 'best', ko: '최적' } },
    ];
    return [
      {
        kind: 'surface',
        id: 'formula',
        title: { en: 'Factor per step, by formula', ko: '걸음마다의 배율(공식)' },
        x: rateAxis,
        y: betaAxis,
        columns: grid,
        rows: grid,
        values: formula,
        scale: 'linear',
        paths: [],
        points,
        start: { x: 'rate', y: 'momentum' },
      },
      {
        kind: 'surface',
        id: 'measured',
        title: { en: 'Factor per step, measured', ko: '걸음마다의 배율(측정)' },
        x: rateAxis,
        y: betaAxis,
        columns: measuredGrid,
        rows: measuredGrid,
        values: measured,
        scale: 'linear',
        paths: [],
        points,
      },
      {
        kind: 'surface',
        id: 'paths',
        title: { en: 'Paths over the quadratic', ko: '이차 함수 위의 경로' },
        x: { label: { en: 'along the valley', ko: '골짜기 방향' }, range: window.xRange },
        y: { label: { en: 'across the valley', ko: '골짜기를 가로지르는 방향' }, range: window.yRange },
        columns: grid,
        rows: grid,
        values: surface,
        scale: 'log',
        paths: descents.map(({ label, path }) => path.line(label, path.length, 0.005, window)),
        points: [{ x: 0, y: 0, label: { en: 'minimum', ko: '최솟값' } }],
      },
      {
        kind: 'curves',
        id: 'errors',
        title: { en: 'Distance from the minimum', ko: '최솟값까지의 거리' },
        x: { label: { en: 'steps', ko: '걸음' } },
        y: { label: { en: 'distance, relative to the start', ko: '거리(출발점 대비)' }, scale: 'log' },
        series: descents.map(({ label, errors }) => ({
          name: label,
          x: Float64Array.from(errors, (_, i) => i),
          y: Float64Array.from(errors),
        })),
      },
    ];
  }
}
