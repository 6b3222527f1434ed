import { broadcastTo, reshape, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import type { Frame, Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { type Judgement, judge } from '../training/judge.ts';
import type { View } from '../view.ts';
import { expectation, networkWith, subNetwork, watchMasks, wholeNetwork } from './network.ts';
import { averages, expectations, gaps, losses, subNetworkView } from './pictures.ts';
import { defaults, ratesWith } from './settings.ts';

/** How many masks the expectation is a mean over. */
const copies = 2000;

/** Which share of the run is training. */
const trainingShare = 0.8;

export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { samples, units, epochs, seed } = settings;
  // Rates are set in tenths; their floating-point neighbours are the same rate.
  const rate = Math.round(10 * settings.rate) / 10;
  const all = digits().shuffle({ seed });
  const train = all.take(samples);
  const validation = all.skip(samples).take(500);
  const masks = watchMasks(units);
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const trainings = ratesWith(rate).map((each) => {
    const model = networkWith(each, units, seed);
    const watch = each === rate && rate > 0 ? { watch: masks.watch } : {};
    return {
      rate: each,
      model,
      step: trainStep(model, { optimizer: adam({ learningRate: 0.003 }), loss, ...watch }),
      judged: judge(model),
      curve: { train: [] as number[], validation: [] as number[] },
      now: { train: { loss: NaN, accuracy: NaN }, validation: { loss: NaN, accuracy: NaN } } as Judged,
    };
  });
  const own = trainings.find((each) => each.rate === rate) as (typeof trainings)[number];
  const plain = trainings[0] as (typeof trainings)[number];
  const shuffled = train.shuffle({ seed });
  const times: number[] = [];

  for (let epoch = 0; epoch <= epochs; epoch++) {
    for (const each of trainings) {
      if (epoch > 0) for (const batch of shuffled.epoch(epoch - 1).batch(32)) each.step(batch);
      // Those that show in bars only are measured now and then.
      if (each === own || each === plain || epoch % 5 === 0 || epoch === epochs) measure(each);
    }
    times.push(epoch);
    yield { progress: (trainingShare * epoch) / epochs, views: views(), measures: measures(epoch) };
  }
  yield* afterwards();

  function measure(each: (typeof trainings)[number]): void {
    each.now = { train: each.judged(train), validation: each.judged(validation) };
    each.curve.train.push(each.now.train.loss);
    each.curve.validation.push(each.now.validation.loss);
  }

  function measures(epoch: number): Record<string, number> {
    const numbers: Record<string, number> = {
      epoch,
      trainLoss: own.now.train.loss,
      validationLoss: own.now.validation.loss,
      validationAccuracy: own.now.validation.accuracy,
      active:
        masks
          .read()
          .flatMap((mask) => [...(mask as Float32Array)])
          .reduce((sum, each) => sum + each, 0) /
        (2 * units),
    };
    for (const each of trainings) numbers[`gap.${each.rate}`] = each.now.validation.loss - each.now.train.loss;
    return numbers;
  }

  function views(): readonly View[] {
    const shown = own === plain ? [own] : [own, plain];
    return [
      subNetworkView(masks.read(), units),
      losses(times, shown, epochs),
      gaps(
        trainings.map((each) => ({
          rate: each.rate,
          train: each.now.train.loss,
          validation: each.now.validation.loss,
        })),
      ),
    ];
  }

  /** What becomes of the trained network: the mean behind dropout, and many sub-networks against the whole. */
  async function* afterwards(): AsyncGenerator<Frame, void, void> {
    const { x, y } = validation as unknown as Sample;
    const before = measures(epochs);
    const sample = broadcastTo(reshape(validation.take(1).x, [1, 64]), [copies, 64]);
    const [whole, behind] = halves(expectation(own.model)(sample));
    const deviations = whole.map((value, unit) => standardized((behind[unit] as number) - value, value, rate));
    const mean = { expectationError: Math.max(...deviations.map(Math.abs)), copies };
    const shown = [...views(), expectations(whole, behind, rate)];

    yield { progress: trainingShare, views: shown, measures: { ...before, ...mean } };

    const alone = wholeNetwork(own.model)(x).dataSync();
    const draw = subNetwork(own.model);
    const sum = new Float64Array(alone.length);
    const labels = y.dataSync();
    const wholeAccuracy = accuracyOf(alone, labels);
    const accuracies: number[] = [];
    let single = 0;
    for (let count = 1; count <= settings.masks; count++) {
      const drawn = draw(x).dataSync();
      single += accuracyOf(drawn, labels);
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (drawn[i] as number);
      accuracies.push(accuracyOf(sum, labels));
      if (count % 2 !== 0 && count !== settings.masks) continue;
      const distance =
        sum.reduce((total, each, i) => total + Math.abs(each / count - (alone[i] as number)), 0) / sum.length;
      yield {
        progress: trainingShare + ((1 - trainingShare) * count) / settings.masks,
        views: [...shown, averages(accuracies, wholeAccuracy, settings.masks)],
        measures: {
          ...before,
          ...mean,
          wholeAccuracy,
          averagedAccuracy: accuracies.at(-1) as number,
          subNetworkAccuracy: single / count,
          distance,
          drawn: count,
        },
      };
    }
  }
};

interface Judged {
  readonly train: Judgement;
  readonly validation: Judgement;
}

function halves(both: Tensor): readonly [Float32Array, Float32Array] {
  const flat = both.dataSync() as Float32Array;
  return [flat.slice(0, flat.length / 2), flat.slice(flat.length / 2)];
}

/** A deviation in units of the standard error of a mean over the copies: of `h/(1 − p)` or 0, `|h|·√(p / (1 − p))`. */
function standardized(deviation: number, value: number, rate: number): number {
  if (rate === 0) return deviation;
  return deviation / (Math.abs(value) * Math.sqrt(rate / (1 - rate) / copies));
}

function accuracyOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classes = probabilities.length / labels.length;
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let id = 1; id < classes; id++) {
      if ((probabilities[i * classes + id] as number) > (probabilities[i * classes + best] as number)) best = id;
    }
    if (best === labels[i]) right++;
  }
  return right / labels.length;
}
