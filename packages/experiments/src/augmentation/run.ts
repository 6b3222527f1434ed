import { relu } from '@gradkit/activations';
import { augment, type Dataset, randomFlip, randomRotation, randomTranslation } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { dense, flatten, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import type { Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { type Judgement, judge } from '../training/judge.ts';
import type { View } from '../view.ts';
import { type ChangeName, changeNames, changeOf, changes, defaults } from './changes.ts';

/** The digits that are looked at: those that a flip turns into each other, and two that it turns into nothing. */
const shownDigits = [6, 9, 2, 5];
const variants = 5;

export const run: Run = async function* (config) {
  const settings = settingsOf(defaults, config);
  const { shift, rotation, samples, epochs, seed } = settings;
  const chosen = changeOf(settings.augmentation);
  const all = digits({ image: true }).shuffle({ seed });
  const train = all.take(samples);
  const centred = all.skip(samples).take(500);
  const move = (from: number) =>
    augment([randomTranslation(shift, shift), randomRotation(rotation / 360)], { seed: from });
  // Others than those of training, and the same whenever they are measured.
  const moved = inMemory(centred.map(move(seed + 1000)));
  const sixesAndNines = centred.select(placesOf(centred, (label) => label === 6 || label === 9));
  const augmented: Readonly<Record<ChangeName, (data: Dataset) => Dataset>> = {
    none: (data) => data,
    move: (data) => data.map(move(seed)),
    flip: (data) => data.map(augment([randomFlip()], { seed })),
  };

  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const trainings = changeNames.map((name) => {
    const hidden = () => dense({ units: 64, activation: relu });
    const model = sequential([flatten(), hidden(), hidden(), dense({ units: 10 })], { seed });
    return {
      name,
      step: trainStep(model, { optimizer: adam({ learningRate: 0.003 }), loss }),
      data: augmented[name](train.shuffle({ seed })),
      judged: judge(model),
      curve: { train: [] as number[], moved: [] as number[] },
    };
  });
  const labels = all.y.dataSync();
  const originals = all.select(shownDigits.map((digit) => labels.indexOf(digit)));
  const shown = augmented[chosen](originals);
  const times: number[] = [];

  for (let epoch = 0; epoch <= epochs; epoch++) {
    for (const { step, data } of trainings) {
      if (epoch > 0) for (const batch of data.epoch(epoch - 1).batch(32)) step(batch);
    }
    if (epoch % 2 === 1 && epoch < epochs) continue;
    times.push(epoch);
    const measures: Record<string, number> = { epoch };
    for (const { name, judged, curve } of trainings) {
      const [own, upright, turned, pair] = [train, centred, moved, sixesAndNines].map(judged) as [
        Judgement,
        Judgement,
        Judgement,
        Judgement,
      ];
      curve.train.push(own.accuracy);
      curve.moved.push(turned.accuracy);
      measures[`${name}.train`] = own.accuracy;
      measures[`${name}.centred`] = upright.accuracy;
      measures[`${name}.moved`] = turned.accuracy;
      measures[`${name}.sixNine`] = pair.accuracy;
    }
    yield { progress: epoch / epochs, views: [images(epoch), curves(), bars(measures)], measures };
  }

  function images(epoch: number): View {
    const drawn = Array.from({ length: variants }, (_, i) => shown.epoch(epoch * variants + i).gather([0, 1, 2, 3]));
    return {
      kind: 'images',
      id: 'images',
      title: {
        en: 'Digits and what training sees of them, with the label that it is told',
        ko: '숫자와 훈련에 쓰이는 모습, 그리고 함께 주어지는 정답',
      },
      width: 8,
      height: 8,
      images: shownDigits.flatMap((digit, row) =>
        [originals, ...drawn].map(({ x }, column) => ({
          pixels: Float32Array.from(x.dataSync().subarray(64 * row, 64 * (row + 1))).map(limited),
          caption: column === 0 ? { en: `${digit}, as it is`, ko: `${digit}, 원본` } : `${digit}`,
        })),
      ),
    };
  }

  function curves(): View {
    const x = Float32Array.from(times);
    return {
      kind: 'curves',
      id: 'accuracy',
      title: { en: 'Accuracy on moved digits by epoch', ko: '움직인 숫자에 대한 에포크별 정확도' },
      x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
      y: { label: { en: 'accuracy', ko: '정확도' }, range: [0, 1] },
      series: trainings.flatMap(({ name, curve }, group) => {
        const { en, ko } = changes[name];
        return [
          { name: { en: `training, ${en}`, ko: `훈련, ${ko}` }, x, y: Float32Array.from(curve.train), group },
          {
            name: { en: `moved digits, ${en}`, ko: `움직인 숫자, ${ko}` },
            x,
            y: Float32Array.from(curve.moved),
            group,
            dashed: true,
          },
        ];
      }),
    };
  }
};

/** Where the samples with certain labels are. */
function placesOf(data: Dataset, isWanted: (label: number) => boolean): number[] {
  return [...data.y.dataSync()].flatMap((label, i) => (isWanted(label) ? [i] : []));
}

/** The samples as they are now, drawn once. */
function inMemory(data: Dataset): { readonly x: Dataset['x']; readonly y: Dataset['y'] } {
  const { x, y } = data;
  return { x, y };
}

/** Between the pixels of a moved image lie values that rounding may carry a little beyond 0 and 1. */
const limited = (value: number): number => Math.min(1, Math.max(0, value));

function bars(measures: Readonly<Record<string, number>>): View {
  const groups = {
    centred: { en: 'digits as they are', ko: '원래 숫자' },
    moved: { en: 'moved digits', ko: '움직인 숫자' },
    sixNine: { en: 'sixes and nines', ko: '6과 9' },
  };
  return {
    kind: 'bars',
    id: 'groups',
    title: { en: 'Accuracy on digits that were not trained on', ko: '훈련에 쓰지 않은 숫자에 대한 정확도' },
    names: Object.values(groups),
    y: { label: { en: 'accuracy', ko: '정확도' }, range: [0, 1] },
    series: changeNames.map((name) => ({
      name: changes[name],
      values: Float32Array.from(Object.keys(groups), (group) => measures[`${name}.${group}`] as number),
    })),
  };
}
