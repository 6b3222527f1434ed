import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import type { Finding } from '@gradkit/diagnostics/report';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { type LearningRate, sgd } from '@gradkit/optimizers';
import { reduceLearningRateOnPlateau } from '@gradkit/train';
import type { Config, Frame } from '../experiment.ts';
import { epochsOf } from '../training/epochs-of.ts';
import type { View } from '../view.ts';
import { makeSchedule } from './make-schedule.ts';
import { noisyRegression } from './noisy-regression.ts';
import {
  annealed,
  constantRates,
  type ScheduleName,
  samples,
  scheduleLabels,
  scheduleSettings,
} from './schedule-list.ts';

/** Epochs over which the loss at the end is averaged. */
const lastEpochs = 3;

/** A training with one schedule, epoch by epoch. */
interface Course {
  readonly name: ScheduleName;
  readonly losses: number[];
  /** The rate at the end of each epoch. */
  readonly rates: number[];
}

const endOf = ({ losses }: Course): number => {
  const last = losses.slice(-lastEpochs);
  return last.reduce((sum, each) => sum + each, 0) / last.length;
};

/** Trains one noisy problem with every schedule, and with many constant rates. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const { schedule: chosen, peak, epochs, batchSize, noise, seed, steps } = scheduleSettings(config);
  const problem = noisyRegression(samples, noise, seed);
  const start = problem.excess(new Float32Array(problem.features));
  const courses: Course[] = [];
  const constants: { readonly rate: number; readonly end: number }[] = [];
  let findings: readonly Finding[] = [];
  yield frameAt(0);

  const order: readonly ScheduleName[] = [chosen, ...annealed.filter((name) => name !== chosen)];
  const runs = order.length + constantRates.length;
  for (const name of order) {
    const course: Course = { name, losses: [], rates: [] };
    courses.push(course);
    for await (const _ of train(course, makeSchedule[name](peak, steps), name === chosen)) {
      if (course.losses.length % 4 === 0) yield frameAt((courses.length - 1 + course.losses.length / epochs) / runs);
    }
  }
  for (const rate of constantRates) {
    const course: Course = { name: 'constant', losses: [], rates: [] };
    for await (const _ of train(course, rate, false)) {
      if (course.losses.length % 8 === 0)
        yield frameAt((order.length + constants.length + course.losses.length / epochs) / runs);
    }
    constants.push({ rate, end: endOf(course) });
  }
  yield frameAt(1);

  /** Trains to the end, and gives the epochs. */
  async function* train(
    course: Course,
    learningRate: LearningRate,
    isWatched: boolean,
  ): AsyncGenerator<void, void, void> {
    const model = sequential([dense({ units: 1, useBias: false, inputShape: [problem.features] })]);
    model.setWeights([new Float32Array(problem.features)]);
    const optimizer = sgd(learningRate);
    const recorder = recordTraining();
    const onPlateaus = reduceLearningRateOnPlateau({ monitor: 'loss', factor: 0.3, patience: 2, minDelta: 0 });
    const training = epochsOf(model, problem.data, {
      optimizer,
      loss: meanSquaredError(),
      epochs,
      batchSize,
      seed,
      callbacks: [...(course.name === 'plateau' ? [onPlateaus] : []), ...(isWatched ? [recorder] : [])],
    });
    for await (const _ of training) {
      const [weights] = model.getWeights();
      course.losses.push(problem.excess(weights as Float32Array));
      course.rates.push(optimizer.learningRate);
      if (isWatched) findings = findingsOf(recorder.record);
      yield;
    }
  }

  function best(): { readonly rate: number; readonly end: number } | undefined {
    if (constants.length < constantRates.length) return undefined;
    return constants.reduce((a, b) => (b.end < a.end ? b : a));
  }

  function frameAt(progress: number): Frame {
    const measures: Record<string, number> = { start };
    for (const course of courses) if (course.losses.length > 0) measures[course.name] = endOf(course);
    const lowest = best();
    if (lowest !== undefined) Object.assign(measures, { best: lowest.end, bestRate: lowest.rate });
    return { progress, views: views(), measures, findings };
  }

  function views(): View[] {
    const lowest = best();
    const finished = courses.filter(({ losses }) => losses.length === epochs);
    const stepsOf = (count: number): Float64Array =>
      Float64Array.from({ length: count }, (_, i) => ((i + 1) * steps) / epochs);
    const rateLine = (course: Course) => {
      if (course.name === 'plateau') return { x: stepsOf(course.rates.length), y: Float64Array.from(course.rates) };
      const rate = makeSchedule[course.name](peak, steps);
      const x = Float64Array.from({ length: 97 }, (_, i) => Math.min(steps - 1, Math.round((i * steps) / 96)));
      return { x, y: x.map((step) => (typeof rate === 'number' ? rate : rate(step))) };
    };
    return [
      {
        kind: 'curves',
        id: 'rates',
        title: { en: 'Learning rate', ko: '학습률' },
        x: { label: { en: 'step', ko: '걸음' }, range: [0, steps] },
        y: { label: { en: 'learning rate', ko: '학습률' } },
        series: courses.map((course) => ({ name: scheduleLabels[course.name], ...rateLine(course) })),
      },
      {
        kind: 'curves',
        id: 'losses',
        title: { en: 'Loss above the least', ko: '최소 손실과의 차이' },
        x: { label: { en: 'step', ko: '걸음' }, range: [0, steps] },
        y: { label: { en: 'loss − least', ko: '손실 − 최소 손실' }, scale: 'log' },
        series: courses.map(({ name, losses }) => ({
          name: scheduleLabels[name],
          x: stepsOf(losses.length),
          y: Float64Array.from(losses),
        })),
      },
      {
        kind: 'curves',
        id: 'constants',
        title: { en: 'Constant rates: the loss at the end', ko: '일정한 학습률: 마지막 손실' },
        x: {
          label: { en: 'learning rate', ko: '학습률' },
          scale: 'log',
          range: [constantRates[0] as number, constantRates.at(-1) as number],
        },
        y: { label: { en: 'loss − least', ko: '손실 − 최소 손실' }, scale: 'log' },
        series: [
          {
            name: { en: 'loss at the end', ko: '마지막 손실' },
            x: Float64Array.from(constants, ({ rate }) => rate),
            y: Float64Array.from(constants, ({ end }) => end),
          },
        ],
        ...(lowest === undefined ? {} : { marks: [{ x: lowest.rate, label: { en: 'best', ko: '최적' } }] }),
      },
      {
        kind: 'bars',
        id: 'ends',
        title: { en: 'Loss at the end, above the least', ko: '마지막 손실과 최소 손실의 차이' },
        names: finished.map(({ name }) => scheduleLabels[name]),
        y: { label: { en: 'loss − least', ko: '손실 − 최소 손실' }, scale: 'log' },
        series: [{ name: { en: 'loss at the end', ko: '마지막 손실' }, values: Float64Array.from(finished, endOf) }],
        ...(lowest === undefined
          ? {}
          : { limits: [{ y: lowest.end, label: { en: 'best constant rate', ko: '가장 좋은 일정한 학습률' } }] }),
      },
    ];
  }
}
