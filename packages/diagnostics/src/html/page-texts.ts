import type { Language } from '../language.ts';

/** What a report says besides its findings. Numbers come as text. */
export interface PageTexts {
  readonly title: string;
  readonly findings: string;
  readonly howItWent: string;
  readonly cost: string;
  readonly numbers: string;
  readonly evidence: string;
  readonly remedies: string;
  readonly hence: string;
  readonly inventory: (lines: string) => string;
  readonly facts: (optimizer: string, steps: string, samples: string | undefined, batchSize: string) => string;
  readonly step: string;
  readonly epoch: string;
  readonly layer: string;
  readonly value: string;
  readonly lossTitle: string;
  readonly loss: string;
  readonly smoothedLoss: string;
  readonly trainingLoss: string;
  readonly validationLoss: string;
  readonly gap: string;
  readonly guessing: string;
  readonly lossSummary: (first: string, last: string, steps: string, guessing: string | undefined) => string;
  readonly gapSummary: (validation: string, ratio: string) => string;
  readonly gradientTitle: string;
  readonly gradientSummary: (
    firstLayer: string,
    ratio: string,
    lastLayer: string,
    smallest: string,
    largest: string,
  ) => string;
  readonly gradient: string;
  readonly activationTitle: string;
  readonly activationSummary: string;
  readonly look: (step: string) => string;
  readonly signalTitle: string;
  readonly signalSummary: (first: string, firstValue: string, last: string, lastValue: string) => string;
  readonly depth: string;
  readonly mean: string;
  readonly deviation: string;
  readonly updateTitle: string;
  readonly updateAxis: string;
  readonly updateSummary: (smallest: string, atSmallest: string, largest: string, atLargest: string) => string;
  readonly usual: (value: string) => string;
  readonly unitsTitle: string;
  readonly dead: string;
  readonly saturated: string;
  readonly deadSummary: (share: string, layer: string) => string;
  readonly noneDead: string;
  readonly saturatedSummary: (share: string, layer: string) => string;
  readonly noneSaturated: string;
  readonly rangeTitle: string;
  readonly learningRate: string;
  readonly rangeSummary: (lowest: string, suggestion: string | undefined) => string;
  readonly rangeUsed: (rate: string) => string;
  readonly suggestion: string;
  readonly used: string;
  readonly parameters: string;
  readonly parametersValue: (trained: string, fixed: string) => string;
  readonly operations: string;
  readonly operationsValue: (forward: string, backward: string) => string;
  readonly memory: string;
  readonly memoryValue: (weights: string, optimizer: string, program: string, activations: string) => string;
  readonly time: string;
  readonly timeValue: (step: string, epoch: string | undefined, isMeasured: boolean) => string;
}

const en: PageTexts = {
  title: 'Training report',
  findings: 'Findings',
  howItWent: 'How training went',
  cost: 'What training takes',
  numbers: 'Numbers',
  evidence: 'Measured',
  remedies: 'What helps',
  hence: 'What comes from it',
  inventory: (lines) => `Inventory: ${lines}`,
  facts: (optimizer, steps, samples, batchSize) =>
    `${optimizer} · ${steps} steps${samples === undefined ? '' : ` · ${samples} samples`} · batches of ${batchSize}`,
  step: 'step',
  epoch: 'epoch',
  layer: 'layer',
  value: 'value',
  lossTitle: 'Loss',
  loss: 'loss of a batch',
  smoothedLoss: 'smoothed',
  trainingLoss: 'training, by epoch',
  validationLoss: 'validation',
  gap: 'gap',
  guessing: 'guessing',
  lossSummary: (first, last, steps, guessing) =>
    `The loss goes from ${first} to ${last} in ${steps} steps${guessing === undefined ? '' : `; guessing would have ${guessing}`}.`,
  gapSummary: (validation, ratio) => ` Validation ends at ${validation}, ${ratio} times the training loss.`,
  gradientTitle: 'Gradients by layer',
  gradientSummary: (firstLayer, ratio, lastLayer, smallest, largest) =>
    `At the last look the gradient of ${firstLayer} is ${ratio} times that of ${lastLayer}. All lie between ${smallest} and ${largest}; brighter is larger.`,
  gradient: 'gradient per weight (root mean square)',
  activationTitle: 'Outputs of layers',
  activationSummary:
    'How often outputs occur, from the smallest to the largest; heights are square roots, so that rare outputs are seen.',
  look: (step) => `step ${step}`,
  signalTitle: 'Signal by depth',
  signalSummary: (first, firstValue, last, lastValue) =>
    `From sample to sample the outputs of ${first} deviate by ${firstValue}, and those of ${last} by ${lastValue}, at the last look.`,
  depth: 'layer, counted from the input',
  mean: 'mean',
  deviation: 'deviation',
  updateTitle: 'Change of weights by a step',
  updateAxis: 'change, by size',
  updateSummary: (smallest, atSmallest, largest, atLargest) =>
    `At the last look a step changes the weights of ${atSmallest} by ${smallest}, and those of ${atLargest} by ${largest} of their size.`,
  usual: (value) => `usual: ${value}`,
  unitsTitle: 'Dead and saturated units',
  dead: 'dead',
  saturated: 'saturated',
  deadSummary: (share, layer) => `At the last look up to ${share} of the units are dead (${layer})`,
  noneDead: 'At the last look no unit is dead',
  saturatedSummary: (share, layer) => `, and up to ${share} of the outputs are saturated (${layer}).`,
  noneSaturated: ', and no output is saturated.',
  rangeTitle: 'Range test of the learning rate',
  learningRate: 'learning rate',
  rangeSummary: (lowest, suggestion) =>
    suggestion === undefined
      ? 'The loss never falls.'
      : `The loss is lowest at ${lowest}; a tenth of that, ${suggestion}, is suggested.`,
  rangeUsed: (rate) => ` In use is ${rate}.`,
  suggestion: 'suggested',
  used: 'in use',
  parameters: 'Parameters',
  parametersValue: (trained, fixed) => `${trained} trained, ${fixed} fixed`,
  operations: 'Multiply-adds of a step',
  operationsValue: (forward, backward) => `${forward} forward, ${backward} backward`,
  memory: 'Memory',
  memoryValue: (weights, optimizer, program, activations) =>
    `weights ${weights}, optimizer ${optimizer}, compiled step ${program}; outputs of all layers, if kept, ${activations}`,
  time: 'Time',
  timeValue: (step, epoch, isMeasured) =>
    `${step} a step${epoch === undefined ? '' : `, ${epoch} an epoch`}, ${isMeasured ? 'from steps that were timed' : 'from operations'}`,
};

const ko: PageTexts = {
  title: '학습 진단 보고서',
  findings: '진단 결과',
  howItWent: '학습 과정',
  cost: '학습에 드는 비용',
  numbers: '수치 보기',
  evidence: '측정값',
  remedies: '해결 방법',
  hence: '이로 인한 문제',
  inventory: (lines) => `문서 항목: ${lines}`,
  facts: (optimizer, steps, samples, batchSize) =>
    `${optimizer} · 스텝 ${steps}개${samples === undefined ? '' : ` · 샘플 ${samples}개`} · 배치 크기 ${batchSize}`,
  step: '스텝',
  epoch: '에폭',
  layer: '층',
  value: '값',
  lossTitle: '손실(loss)',
  loss: '배치의 손실',
  smoothedLoss: '평활한 값',
  trainingLoss: '에폭별 훈련 손실',
  validationLoss: '검증 손실',
  gap: '차이',
  guessing: '무작정 찍을 때',
  lossSummary: (first, last, steps, guessing) =>
    `스텝 ${steps}개 동안 손실이 변한 정도: 처음 ${first}, 마지막 ${last}.${guessing === undefined ? '' : ` 무작정 찍을 때의 손실은 ${guessing}입니다.`}`,
  gapSummary: (validation, ratio) => ` 마지막 검증 손실은 ${validation}, 훈련 손실의 ${ratio}배입니다.`,
  gradientTitle: '층별 그래디언트(gradient)',
  gradientSummary: (firstLayer, ratio, lastLayer, smallest, largest) =>
    `마지막 관찰에서 ${firstLayer} 층의 그래디언트는 ${lastLayer} 층의 ${ratio}배입니다. 전체 범위는 ${smallest}부터 ${largest}까지이며, 밝을수록 큽니다.`,
  gradient: '가중치 하나당 그래디언트(제곱평균제곱근)',
  activationTitle: '층의 출력',
  activationSummary:
    '층의 출력이 가장 작은 값부터 가장 큰 값까지 얼마나 자주 나타나는지 보여 줍니다. 드문 값도 보이도록 높이는 제곱근으로 그렸습니다.',
  look: (step) => `스텝 ${step}`,
  signalTitle: '깊이에 따른 신호',
  signalSummary: (first, firstValue, last, lastValue) =>
    `마지막 관찰에서 샘플에 따른 출력의 표준편차는 ${first} 층이 ${firstValue}, ${last} 층이 ${lastValue}입니다.`,
  depth: '입력에서부터 센 층의 번호',
  mean: '평균',
  deviation: '표준편차',
  updateTitle: '스텝마다 바뀌는 가중치의 비율',
  updateAxis: '변화량 / 크기',
  updateSummary: (smallest, atSmallest, largest, atLargest) =>
    `마지막 관찰에서 한 스텝에 바뀌는 가중치의 비율이 가장 작은 층은 ${atSmallest}(${smallest}), 가장 큰 층은 ${atLargest}(${largest})입니다.`,
  usual: (value) => `보통 수준: ${value}`,
  unitsTitle: '죽은 유닛과 포화된 출력',
  dead: '죽은 유닛',
  saturated: '포화된 출력',
  deadSummary: (share, layer) => `마지막 관찰에서 죽은 유닛은 최대 ${share}(${layer} 층)이고, `,
  noneDead: '마지막 관찰에서 죽은 유닛은 없고, ',
  saturatedSummary: (share, layer) => `포화된 출력은 최대 ${share}(${layer} 층)입니다.`,
  noneSaturated: '포화된 출력도 없습니다.',
  rangeTitle: '학습률 범위 테스트(range test)',
  learningRate: '학습률',
  rangeSummary: (lowest, suggestion) =>
    suggestion === undefined
      ? '손실이 줄어드는 학습률이 없습니다.'
      : `학습률이 ${lowest}일 때 손실이 가장 작습니다. 그 10분의 1인 ${suggestion} 정도를 권합니다.`,
  rangeUsed: (rate) => ` 현재 학습률은 ${rate}입니다.`,
  suggestion: '권장 값',
  used: '현재 값',
  parameters: '파라미터',
  parametersValue: (trained, fixed) => `학습하는 것 ${trained}개, 고정된 것 ${fixed}개`,
  operations: '스텝당 곱셈-덧셈 횟수',
  operationsValue: (forward, backward) => `순방향 ${forward}, 역방향 ${backward}`,
  memory: '메모리',
  memoryValue: (weights, optimizer, program, activations) =>
    `가중치 ${weights}, 옵티마이저 ${optimizer}, 컴파일된 스텝 ${program}. 모든 층의 출력을 남긴다면 ${activations}`,
  time: '시간',
  timeValue: (step, epoch, isMeasured) =>
    `스텝당 ${step}${epoch === undefined ? '' : `, 에폭당 ${epoch}`} (${isMeasured ? '실제 스텝을 측정한 값' : '연산 횟수로 추정한 값'})`,
};

/** The words of a language. */
export function pageTextsOf(language: Language): PageTexts {
  return language === 'ko' ? ko : en;
}
