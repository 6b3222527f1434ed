import { findingsOf, recordTraining } from '@gradkit/diagnostics';
import { sgd } from '@gradkit/optimizers';
import { learningRateRangeTest, type RangeTest, trainStep } from '@gradkit/train';
import type { Config, Frame } from '../experiment.ts';
import { prepareRecipe } from '../recipe/fit-recipe.ts';
import { epochsOf } from '../training/epochs-of.ts';
import { judge } from '../training/judge.ts';
import type { Numbers, View } from '../view.ts';
import { parabolaPicture, parabolaTable, slides } from './parabola.ts';
import { recipeOf, swept, sweptEpochs } from './rate-settings.ts';

/** Losses are drawn up to so many times the first. */
const ceiling = 10;

/** Trains one network with the chosen learning rate, then with many others, and tests a range of rates. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const found = slides();
  const losses: number[] = [];
  const validationLosses: number[] = [];
  const sweep: number[] = [];
  let first = Number.NaN;
  let worst = 0;
  let loss = Number.NaN;
  let suggestedLoss = Number.NaN;
  let rangeTest: RangeTest | undefined;
  yield frameAt(0);

  const recipe = recipeOf(config);
  const { learningRate, batchSize, epochs, seed } = recipe;
  const { train, validation, model, loss: lossOf } = await prepareRecipe(recipe);
  const judged = judge(model);
  model.build(train.x.shape.slice(1));
  const weights = model.getWeights().map((each) => each.slice());
  first = judged(train).loss;

  const recorder = recordTraining();
  const training = epochsOf(model, train, {
    optimizer: sgd(learningRate),
    loss: lossOf,
    epochs,
    batchSize,
    seed,
    validationData: validation,
    callbacks: [recorder],
  });
  for await (const { logs } of training) {
    losses.push(logs['loss'] as number);
    validationLosses.push(logs['valLoss'] as number);
    loss = judged(train).loss;
    worst = Math.max(worst, ...losses);
    yield frameAt((0.5 * losses.length) / epochs);
  }

  const optimizer = sgd(learningRate);
  const step = trainStep(model, { optimizer, loss: lossOf });
  const shuffled = train.shuffle({ seed });
  const lossAfter = (rate: number): number => {
    model.setWeights(weights);
    optimizer.learningRate = rate;
    for (let epoch = 0; epoch < sweptEpochs; epoch++) {
      for (const batch of shuffled.epoch(epoch).batch(batchSize)) step(batch);
    }
    return judged(train).loss;
  };
  for (const rate of swept) {
    sweep.push(lossAfter(rate));
    yield frameAt(0.5 + (0.4 * sweep.length) / swept.length);
  }

  model.setWeights(weights);
  rangeTest = await learningRateRangeTest(model, train, {
    optimizer: (rate) => sgd(rate),
    loss: lossOf,
    minLearningRate: swept[0] as number,
    maxLearningRate: swept.at(-1) as number,
    batchSize,
    seed,
  });
  if (rangeTest.suggestion !== undefined) suggestedLoss = lossAfter(rangeTest.suggestion);
  yield frameAt(1);

  function frameAt(progress: number): Frame {
    const measures: Record<string, number> = {
      learningRate: recipeOf(config).learningRate,
      first,
      loss,
      worst,
      limit: found.every(({ expected, measured }) => Math.abs(expected - measured) < 1e-12) ? 1 : 0,
      ...(rangeTest?.suggestion === undefined ? {} : { suggestion: rangeTest.suggestion, suggestedLoss }),
    };
    if (sweep.length === swept.length) {
      const best = Math.min(...sweep.filter(Number.isFinite));
      Object.assign(measures, {
        best,
        bestRate: swept[sweep.indexOf(best)] as number,
        smallest: sweep[0] as number,
        // What is no number any more is as large as it gets.
        largest: Number.isFinite(sweep.at(-1)) ? (sweep.at(-1) as number) : Number.MAX_VALUE,
      });
    }
    const done = losses.length > 0 ? { findings: findingsOf(recorder.record) } : {};
    return { progress, views: views(), measures, ...done };
  }

  function views(): View[] {
    const cut = (values: readonly number[], most = ceiling): Numbers =>
      Float64Array.from(values, (each) => Math.min(each, most * first));
    const rateAxis = {
      label: { en: 'learning rate', ko: '학습률' },
      scale: 'log' as const,
      range: [swept[0] as number, swept.at(-1) as number] as const,
    };
    const epoch = Float64Array.from(losses, (_, i) => i + 1);
    return [
      {
        kind: 'curves',
        id: 'training',
        title: { en: 'Training with the chosen rate', ko: '고른 학습률로 훈련' },
        x: { label: { en: 'epoch', ko: '에포크' } },
        y: { label: { en: 'loss', ko: '손실' }, scale: 'log' },
        series: [
          { name: { en: 'training', ko: '훈련' }, x: epoch, y: cut(losses), group: 0 },
          { name: { en: 'validation', ko: '검증' }, x: epoch, y: cut(validationLosses), group: 0, dashed: true },
        ],
      },
      {
        kind: 'curves',
        id: 'sweep',
        title: {
          en: `Loss after ${sweptEpochs} epochs, for each rate`,
          ko: `학습률마다 ${sweptEpochs} 에포크 뒤의 손실`,
        },
        x: rateAxis,
        y: { label: { en: 'loss', ko: '손실' }, scale: 'log' },
        series: [
          { name: { en: 'loss', ko: '손실' }, x: Float64Array.from(swept.slice(0, sweep.length)), y: cut(sweep) },
        ],
        marks: [{ x: recipeOf(config).learningRate, label: { en: 'chosen', ko: '고른 값' } }],
      },
      {
        kind: 'curves',
        id: 'range-test',
        title: { en: 'Range test: the rate grows at each step', ko: '범위 시험(range test): 걸음마다 커지는 학습률' },
        x: rateAxis,
        y: { label: { en: 'loss', ko: '손실' } },
        series: [
          {
            name: { en: 'of each step', ko: '걸음마다' },
            x: Float64Array.from(rangeTest?.learningRates ?? []),
            y: cut(rangeTest?.losses ?? [], 2),
            dots: true,
          },
          {
            name: { en: 'smoothed', ko: '평활' },
            x: Float64Array.from(rangeTest?.learningRates ?? []),
            y: cut(rangeTest?.smoothed ?? [], 2),
          },
        ],
        ...(rangeTest?.suggestion === undefined
          ? {}
          : { marks: [{ x: rangeTest.suggestion, label: { en: 'suggested', ko: '추천' } }] }),
      },
      parabolaPicture(found),
      parabolaTable(found),
    ];
  }
}
