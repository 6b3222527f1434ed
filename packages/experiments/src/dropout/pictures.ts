import type { Label } from '../label.ts';
import { shortNumber } from '../short-number.ts';
import type { Bars, Curves, Network, Series } from '../view.ts';

/** As many units of a layer as a picture shows. */
const shownUnits = 12;

const rateLabel = (rate: number): Label =>
  rate === 0
    ? { en: 'no dropout', ko: '드롭아웃 없음' }
    : { en: `rate ${shortNumber(rate)}`, ko: `비율 ${shortNumber(rate)}` };

/** The sub-network of one sample at the last step. */
export function subNetworkView(masks: readonly ArrayLike<number>[], units: number): Network {
  const shown = Math.min(shownUnits, units);
  const whole = (count: number) => Array.from({ length: count }, () => ({ active: true }));
  const hidden = masks.map((mask, i) => ({
    name: { en: `hidden ${i + 1} (${shown} of ${units})`, ko: `은닉 ${i + 1} (${units}개 중 ${shown}개)` },
    units: Array.from({ length: shown }, (_, unit) => ({ active: mask[unit] === 1 })),
  }));
  return {
    kind: 'network',
    id: 'sub-network',
    title: {
      en: 'The sub-network that a sample goes through at this step',
      ko: '이 걸음에서 한 표본이 지나는 부분 신경망',
    },
    layers: [...hidden, { name: { en: 'digits', ko: '숫자' }, units: whole(10) }],
  };
}

/** Losses by epoch, of what is looked at and of no dropout. */
export function losses(
  times: readonly number[],
  shown: readonly {
    readonly rate: number;
    readonly curve: { readonly train: readonly number[]; readonly validation: readonly number[] };
  }[],
  epochs: number,
): Curves {
  const x = Float32Array.from(times);
  return {
    kind: 'curves',
    id: 'losses',
    title: { en: 'Loss by epoch, measured without dropout', ko: '에포크별 손실 (드롭아웃 없이 측정)' },
    x: { label: { en: 'epoch', ko: '에포크' }, range: [0, epochs] },
    y: { label: { en: 'cross-entropy', ko: '교차 엔트로피' }, scale: 'log' },
    series: shown.flatMap(({ rate, curve }, group): Series[] => {
      const label = rateLabel(rate) as { readonly en: string; readonly ko: string };
      return [
        { name: { en: `training, ${label.en}`, ko: `훈련, ${label.ko}` }, x, y: Float32Array.from(curve.train), group },
        {
          name: { en: `validation, ${label.en}`, ko: `검증, ${label.ko}` },
          x,
          y: Float32Array.from(curve.validation),
          group,
          dashed: true,
        },
      ];
    }),
  };
}

/** Training and validation loss of each rate. */
export function gaps(
  trained: readonly { readonly rate: number; readonly train: number; readonly validation: number }[],
): Bars {
  return {
    kind: 'bars',
    id: 'gaps',
    title: { en: 'Training and validation loss by dropout rate', ko: '드롭아웃 비율에 따른 훈련 손실과 검증 손실' },
    names: trained.map(({ rate }) => shortNumber(rate)),
    y: { label: { en: 'cross-entropy', ko: '교차 엔트로피' } },
    series: [
      { name: { en: 'training', ko: '훈련' }, values: Float32Array.from(trained, ({ train }) => train) },
      { name: { en: 'validation', ko: '검증' }, values: Float32Array.from(trained, ({ validation }) => validation) },
    ],
  };
}

/** Hidden outputs before dropout, and their means behind it. */
export function expectations(whole: Float32Array, behind: Float32Array, rate: number): Bars {
  const first = (values: Float32Array): Float32Array => values.slice(0, shownUnits);
  return {
    kind: 'bars',
    id: 'expectation',
    title: {
      en: 'What stays of a sample’s hidden outputs in the mean over 2,000 masks',
      ko: '마스크 2,000개에 대한 평균에서 은닉 출력은 어떻게 됩니까',
    },
    names: Array.from(first(whole), (_, unit) => `${unit + 1}`),
    y: { label: { en: 'output', ko: '출력' } },
    series: [
      { name: { en: 'without dropout', ko: '드롭아웃 없음' }, values: first(whole) },
      { name: { en: 'mean, divided by 1 − rate', ko: '평균, 1 − 비율로 나눔' }, values: first(behind) },
      {
        name: { en: 'mean, not divided', ko: '평균, 나누지 않음' },
        values: first(behind).map((value) => value * (1 - rate)),
      },
    ],
  };
}

/** How many of the digits the average of so many sub-networks gets right. */
export function averages(accuracies: readonly number[], whole: number, masks: number): Curves {
  const x = Float32Array.from(accuracies, (_, i) => i + 1);
  return {
    kind: 'curves',
    id: 'averages',
    title: { en: 'The average of sub-networks, and the whole network', ko: '부분 신경망의 평균과 전체 신경망' },
    x: { label: { en: 'sub-networks', ko: '부분 신경망 수' }, scale: 'log', range: [1, Math.max(2, masks)] },
    y: { label: { en: 'validation accuracy', ko: '검증 정확도' } },
    series: [
      { name: { en: 'average of sub-networks', ko: '부분 신경망의 평균' }, x, y: Float32Array.from(accuracies) },
      {
        name: { en: 'one prediction without dropout', ko: '드롭아웃 없이 한 번 예측' },
        x: Float32Array.of(1, Math.max(2, masks)),
        y: Float32Array.of(whole, whole),
        dashed: true,
      },
    ],
  };
}
