import { key, normal } from '@gradkit/core';
import type { Config, Frame } from '../experiment.ts';
import type { Label } from '../label.ts';
import { RecordedPath } from '../path/recorded-path.ts';
import { sparseIndices } from '../path/sparse-indices.ts';
import { type Evaluation, stepsOverSurface } from '../path/steps-over-surface.ts';
import { shortNumber } from '../short-number.ts';
import { surfaceFunctions } from '../surface/surface-functions.ts';
import { surfaceGrid } from '../surface/surface-grid.ts';
import { surfaces } from '../surface/surfaces.ts';
import type { View } from '../view.ts';
import { makeOptimizer } from './first-order.ts';
import { hasLeftSaddle, raceOf, targetOf } from './race.ts';
import { type FirstOrder, fields, firstOrder, type Racer, racerLabels, secondOrder, tunedRates } from './racers.ts';
import { secondOrderRun } from './second-order-race.ts';

/** Below this nothing is left to show: a method stops. */
const arrived = 1e-12;
const grid = 101;
const framesPerRun = 32;

/** One method on its way. */
interface Runner {
  readonly name: Racer;
  readonly path: RecordedPath;
  gradients: number;
  products: number;
  /** How it ended; undefined while it runs. */
  end?: End;
  /** What y moved by over the gradient along y. */
  readonly rates: number[];
  latest?: Evaluation;
}

type End = 'arrived' | 'left' | 'diverged' | 'stuck' | 'stopped';

const endLabels: Readonly<Record<End | 'running', Label>> = {
  arrived: { en: 'arrived', ko: '도착' },
  left: { en: 'left the picture', ko: '그림 밖으로 나감' },
  diverged: { en: 'diverged', ko: '발산' },
  stuck: { en: 'gradient is 0', ko: '기울기가 0' },
  stopped: { en: 'found no lower value', ko: '더 낮은 값을 찾지 못함' },
  running: { en: 'on its way', ko: '가는 중' },
};

/** Races methods from one start to the lowest place. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const race = raceOf(config);
  const { surface, start, budget } = race;
  const target = targetOf(race);
  const about = surfaces[surface];
  const f = surfaceFunctions[surface];
  const racers = fields[race.methods] as readonly Racer[];
  const runners = racers.map(
    (name): Runner => ({ name, path: new RecordedPath(), gradients: 0, products: 0, rates: [] }),
  );
  const picture = { columns: grid, rows: grid, values: surfaceGrid(f, about, grid, grid) };
  const values = picture.values.map((each) => (about.scale === 'log' ? Math.max(each - about.least, 1e-4) : each));

  const noise = normal(key(race.seed), [budget, 2], { stddev: race.noise, dtype: 'float64' }).dataSync();
  const noiseAt = (evaluation: number): readonly [number, number] => [
    noise[2 * evaluation] as number,
    noise[2 * evaluation + 1] as number,
  ];
  const isLeft = (x: number, y: number): boolean => {
    const beyond = (at: number, [from, to]: readonly [number, number]): boolean =>
      at < from - (to - from) || at > to + (to - from);
    return beyond(x, about.xRange) || beyond(y, about.yRange);
  };
  const hasArrived = (value: number): boolean => about.minima.length > 0 && value - about.least <= arrived;

  yield frameAt(1);
  for (const runner of runners) {
    const name = secondOrder.find((each) => each === runner.name);
    if (name === undefined) continue;
    const isOver = (x: number, y: number, value: number): boolean => hasArrived(value) || isLeft(x, y);
    const { path, gradients, products, status } = secondOrderRun(name, f, start, { budget, noise: noiseAt, isOver });
    for (let i = 0; i < path.length; i++)
      runner.path.add(path.x[i] as number, path.y[i] as number, path.value[i] as number, path.evaluations[i] as number);
    Object.assign(runner, { gradients, products });
    const [x, y, value] = [path.x.at(-1), path.y.at(-1), path.value.at(-1)] as [number, number, number];
    const end = endOf(status, isLeft(x, y), hasArrived(value));
    if (end !== undefined) runner.end = end;
    yield frameAt(1);
  }

  const optimizers = runners.filter((each): each is Runner & { readonly name: FirstOrder } =>
    firstOrder.some((name) => name === each.name),
  );
  const rates = tunedRates[surface];
  const step = stepsOverSurface(
    f,
    start,
    optimizers.map(({ name }) => makeOptimizer[name](rates[name] * race.rateFactor)),
  );
  let done = 0;
  for (let frame = 1; frame <= framesPerRun; frame++) {
    const until = Math.round(budget ** (frame / framesPerRun));
    for (; done < until; done++) {
      const found = optimizers.length === 0 ? [] : step(...noiseAt(done));
      for (const [i, runner] of optimizers.entries()) advance(runner, found[i] as Evaluation);
    }
    yield frameAt(until);
  }

  function advance(runner: Runner, now: Evaluation): void {
    if (runner.end !== undefined) return;
    const { latest, path } = runner;
    if (latest !== undefined) {
      runner.rates.push(Math.abs((now.y - latest.y) / latest.gradientY));
    }
    if (!Number.isFinite(now.value)) {
      runner.end = 'diverged';
      return;
    }
    runner.latest = now;
    runner.gradients++;
    path.add(now.x, now.y, now.value, runner.gradients);
    if (isLeft(now.x, now.y)) runner.end = about.minima.length > 0 ? 'diverged' : 'left';
    else if (hasArrived(now.value)) runner.end = 'arrived';
  }

  function frameAt(until: number): Frame {
    const progress = Math.min(1, Math.log(until) / Math.log(budget));
    return { progress, views: viewsAt(until), measures: measuresAt(until) };
  }

  function reachedBy({ path }: Runner, until: number): number | undefined {
    for (let i = 0; i < path.until(until); i++) {
      const value = path.value[i] as number;
      const is = surface === 'saddle' ? hasLeftSaddle(path.y[i] as number) : value - about.least <= target;
      if (is) return path.evaluations[i];
    }
    return undefined;
  }

  function measuresAt(until: number): Record<string, number> {
    const measures: Record<string, number> = { evaluations: until };
    for (const runner of runners) {
      const { name, path, rates: own } = runner;
      const count = path.until(until);
      if (count === 0) continue;
      const reached = reachedBy(runner, until);
      if (reached !== undefined) measures[`${name}.reached`] = reached;
      measures[`${name}.value`] = (path.value[count - 1] as number) - about.least;
      measures[`${name}.level`] = meanOf(path.value.slice(count >> 1, count)) - about.least;
      measures[`${name}.y`] = path.y[count - 1] as number;
      const rates = own.slice(0, count - 1).filter(Number.isFinite);
      if (rates.length > 0) measures[`${name}.rate`] = (rates.at(-1) as number) / (rates[0] as number);
    }
    return measures;
  }

  function viewsAt(until: number): View[] {
    const spacing = (about.xRange[1] - about.xRange[0]) / 400;
    const excess = (value: number): number => Math.max(value - about.least, arrived);
    const curve = (runner: Runner, y: (i: number) => number, count: number) => {
      const picked = sparseIndices(count, 160);
      return {
        name: racerLabels[runner.name],
        x: Float64Array.from(picked, (i) => runner.path.evaluations[i] as number),
        y: Float64Array.from(picked, y),
      };
    };
    const isSaddle = surface === 'saddle';
    const scaled = runners.filter(({ name }) => name === 'sgd' || name === 'adagrad' || name === 'rmsprop');
    return [
      {
        kind: 'surface',
        id: 'paths',
        title: { en: 'Paths over the surface', ko: '곡면 위의 경로' },
        x: { label: 'x', range: about.xRange },
        y: { label: 'y', range: about.yRange },
        columns: grid,
        rows: grid,
        values,
        scale: about.scale,
        paths: runners.map(({ name, path }) => path.line(racerLabels[name], path.until(until), spacing, about)),
        points: [
          ...about.minima.map(([x, y]) => ({ x, y, label: { en: 'minimum', ko: '최솟값' } })),
          ...(isSaddle ? [{ x: 0, y: 0, label: { en: 'saddle', ko: '안장점' } }] : []),
        ],
        start: { x: 'x', y: 'y' },
      },
      {
        kind: 'curves',
        id: 'values',
        title: isSaddle
          ? { en: 'Distance from the ridge, |y|', ko: '능선에서 벗어난 거리 |y|' }
          : { en: 'How far above the minimum', ko: '최솟값까지 남은 높이' },
        x: { label: { en: 'evaluations', ko: '계산 횟수' }, scale: 'log', range: [1, budget] },
        y: isSaddle ? { label: '|y|', scale: 'log' } : { label: 'f − min f', scale: 'log' },
        series: runners.map((runner) =>
          curve(
            runner,
            (i) =>
              isSaddle
                ? Math.max(Math.abs(runner.path.y[i] as number), arrived)
                : excess(runner.path.value[i] as number),
            runner.path.until(until),
          ),
        ),
      },
      {
        kind: 'table',
        id: 'counts',
        title: { en: 'What it cost', ko: '든 비용' },
        columns: [
          { en: 'method', ko: '방법' },
          { en: 'gradients', ko: '기울기 계산' },
          { en: 'H·v', ko: 'H·v(헤세 행렬 곱)' },
          isSaddle
            ? { en: 'all until |y| ≥ 1', ko: '|y| ≥ 1까지 모두' }
            : {
                en: `all until ≤ ${shortNumber(target)}`,
                ko: `${shortNumber(target)}까지 모두`,
              },
          isSaddle ? { en: 'last f', ko: '마지막 f' } : { en: 'f − min f', ko: '마지막 f − min f' },
          { en: 'state', ko: '상태' },
        ],
        rows: runners.map((runner) => [
          racerLabels[runner.name],
          runner.gradients,
          runner.products,
          reachedBy(runner, until) ?? '–',
          (runner.path.value[runner.path.until(until) - 1] ?? Number.NaN) - about.least,
          endLabels[runner.end ?? 'running'],
        ]),
      },
      ...(scaled.length === 0
        ? []
        : [
            {
              kind: 'curves' as const,
              id: 'rates',
              title: { en: 'A step along y over its gradient', ko: 'y 방향의 걸음을 그 기울기로 나눈 값' },
              x: { label: { en: 'evaluations', ko: '계산 횟수' }, scale: 'log' as const, range: [1, budget] as const },
              y: { label: '|Δy| / |∂f/∂y|', scale: 'log' as const },
              series: scaled.map((runner) =>
                curve(
                  runner,
                  (i) => runner.rates[i] as number,
                  Math.min(runner.rates.length, runner.path.until(until)),
                ),
              ),
            },
          ]),
    ];
  }
}

const meanOf = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;

function endOf(status: string, isLeft: boolean, hasArrived: boolean): End | undefined {
  if (hasArrived) return 'arrived';
  if (isLeft || status === 'unbounded') return 'left';
  if (status === 'gtol') return 'stuck';
  if (status === 'line-search-failed' || status === 'small-trust-radius') return 'stopped';
  return undefined;
}
