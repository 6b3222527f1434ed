import type { Experiment } from '../experiment.ts';
import { shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { annealed, better, defaults, scheduleLabels, scheduleNames, scheduleSettings } from './schedule-list.ts';

export const schedules: Experiment = {
  id: 'schedules',
  group: 'descent',
  title: { en: 'Learning rates that fall', ko: '점점 낮추는 학습률' },
  question: {
    en: 'Gradients are noisy. Is there a constant learning rate that is both quick and exact?',
    ko: '기울기에는 잡음이 있습니다. 빠르면서도 정확한 일정한 학습률이 있을까요?',
  },
  claim: {
    en: 'Fast first, slow later: a rate that falls ends lower than the best constant rate after the same steps. A large constant rate keeps shaking around the minimum, a small one does not get there in time.',
    ko: '처음에는 빠르게, 나중에는 천천히: 같은 걸음 수라면 점점 낮추는 학습률이 가장 좋은 일정한 학습률보다 더 낮은 손실로 끝납니다. 일정한 학습률은 크면 최솟값 둘레에서 계속 흔들리고, 작으면 제때 도착하지 못합니다.',
  },
  explanation: [
    {
      en: 'A step of SGD shrinks the error along an eigenvalue `λ` by `1 − αλ`, and adds noise of variance `α²σ²`. With a constant `α` the two balance: the loss stays about `α·σ²/4` for each direction above the least. Halving `α` halves that, and doubles the time of the slowest direction, `1/(αλ)`.',
      ko: 'SGD의 한 걸음은 고윳값 `λ` 방향의 오차를 `1 − αλ`배로 줄이고, 분산이 `α²σ²`인 잡음을 더합니다. `α`가 일정하면 둘이 균형을 이루어, 손실은 방향마다 약 `α·σ²/4`만큼 최소보다 높은 곳에 머뭅니다. `α`를 반으로 줄이면 이 높이도 반이 되지만, 가장 느린 방향에 걸리는 시간 `1/(αλ)`은 두 배가 됩니다.',
    },
    {
      en: 'All schedules here begin at, or climb to, the same highest rate. Steps: a tenth after half of the run, a hundredth after three quarters. Exponential: down to 3 %. 1/time is what the option `decay` of older optimizers did, `α/(1 + decay·t)`; it leaves the high rates so early that it mostly ends above the best constant rate. Warm-up matters where the first steps are dangerous, as with Adam, batch normalization or large batches; here it costs a little and gains nothing.',
      ko: '여기서는 모든 스케줄(schedule)의 최고 학습률이 같습니다. 계단은 절반에서 10분의 1, 4분의 3에서 100분의 1로 낮추고, 지수는 3 %까지 낮춥니다. 시간 반비례는 예전 최적화 방법의 `decay` 옵션이 하던 `α/(1 + decay·t)`이며, 높은 학습률을 너무 일찍 떠나므로 대개 가장 좋은 일정한 학습률보다 높은 손실로 끝납니다. 워밍업(warm-up)은 Adam, 배치 정규화, 큰 배치처럼 처음 걸음이 위험한 경우에 중요하며, 이 문제에서는 조금 늦어질 뿐 얻는 것이 없습니다.',
    },
    {
      en: 'The problem is linear with 16 weights, so that the least loss is known exactly from the normal equations: what is drawn is how far above it a run is.',
      ko: '가중치가 16개인 선형 문제이므로 최소 손실을 정규 방정식으로 정확히 알 수 있습니다. 그림은 그보다 얼마나 높은지를 보여 줍니다.',
    },
  ],
  inventory: ['1.1.9', '1.1.14', '1.3.10'],
  source:
    'Robbins and Monro, A stochastic approximation method, 1951; Loshchilov and Hutter, SGDR, ICLR 2017; Smith and Topin, Super-convergence, 2018',
  controls: [
    {
      kind: 'choice',
      key: 'schedule',
      label: { en: 'Schedule', ko: '스케줄' },
      hint: {
        en: 'The one that the sentence and the findings are about; all others are drawn, too.',
        ko: '설명 문장과 진단은 여기서 고른 것에 관한 것입니다. 나머지도 함께 그립니다.',
      },
      choices: scheduleNames.map((value) => ({ value, label: scheduleLabels[value] })),
    },
    {
      kind: 'number',
      key: 'peak',
      label: { en: 'Highest rate', ko: '최고 학습률' },
      least: 0.01,
      most: 0.2,
      step: 10 ** 0.1,
      scale: 'log',
    },
    { kind: 'number', key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, least: 6, most: 60, step: 6 },
    {
      kind: 'number',
      key: 'batchSize',
      label: { en: 'Batch size', ko: '배치 크기' },
      least: 1,
      most: 64,
      step: 2,
      scale: 'log',
    },
    {
      kind: 'number',
      key: 'noise',
      label: { en: 'Noise of the data', ko: '데이터의 잡음' },
      least: 0,
      most: 2,
      step: 0.1,
    },
    { kind: 'number', key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures) {
    const { best = Number.NaN } = measures;
    return better.every((name) => (measures[name] ?? Number.POSITIVE_INFINITY) < best);
  },
  sees(measures, config) {
    const { schedule, peak } = scheduleSettings(config);
    const { best, bestRate } = measures;
    const label = scheduleLabels[schedule];
    const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
    const end = measures[schedule];
    if (end === undefined) return { en: 'The problem is being made.', ko: '문제를 만드는 중입니다.' };
    const own = {
      en: `With the schedule “${en}”, at most ${shortNumber(peak)}, the loss ends ${shortNumber(end)} above the least.`,
      ko: `‘${ko}’ 스케줄(최고 ${shortNumber(peak)})에서 손실은 최소보다 ${shortNumber(end)} 높은 곳에서 끝납니다.`,
    };
    if (best === undefined || bestRate === undefined) return own;
    const [lowest] = [...annealed].sort((a, b) => (measures[a] ?? Infinity) - (measures[b] ?? Infinity));
    const name = scheduleLabels[lowest ?? 'cosine'];
    const [lowestEn, lowestKo] = typeof name === 'string' ? [name, name] : [name.en, name.ko];
    const lowestEnd = shortNumber(measures[lowest ?? 'cosine'] ?? Number.NaN);
    return {
      en: `${own.en} The best constant rate, ${shortNumber(bestRate)}, ends at ${shortNumber(best)}; the lowest of the falling ones, “${lowestEn}”, at ${lowestEnd}.`,
      ko: `${own.ko} 가장 좋은 일정한 학습률 ${shortNumber(bestRate)}에서는 ${shortNumber(best)}, 낮추는 스케줄 가운데 가장 낮은 ‘${lowestKo}’에서는 ${lowestEnd}입니다.`,
    };
  },
  cures(config) {
    const { schedule } = scheduleSettings(config);
    if (schedule !== 'constant') return [];
    return (['cosine', 'one-cycle'] as const).map((name) => {
      const label = scheduleLabels[name];
      const [en, ko] = typeof label === 'string' ? [label, label] : [label.en, label.ko];
      return {
        id: name,
        label: { en: `Let it fall: ${en}`, ko: `점점 낮추기: ${ko}` },
        config: { ...config, schedule: name },
      };
    });
  },
  code: codeOf,
};
