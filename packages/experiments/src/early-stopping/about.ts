import type { Cure, Experiment } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { percent, shortNumber } from '../short-number.ts';
import { codeOf } from './code.ts';
import { defaults, type Remedy, remedies, remedyOf } from './remedies.ts';

const numbers = (measures: Readonly<Record<string, number>>) => {
  const { epoch = NaN, trainLoss = NaN, validationLoss = NaN, testLoss = NaN, testAccuracy = NaN } = measures;
  const { bestEpoch = NaN, bestValidationLoss = NaN, stopEpoch = NaN, restoredEpoch = NaN } = measures;
  const {
    plainTrainLoss = NaN,
    plainValidationLoss = NaN,
    plainTestLoss = NaN,
    plainBestValidationLoss = NaN,
  } = measures;
  const { writtenEpoch = NaN, writtenValidationLoss = NaN } = measures;
  return {
    epoch,
    trainLoss,
    validationLoss,
    testLoss,
    testAccuracy,
    bestEpoch,
    bestValidationLoss,
    stopEpoch,
    restoredEpoch,
    plainTrainLoss,
    plainValidationLoss,
    plainTestLoss,
    plainBestValidationLoss,
    writtenEpoch,
    writtenValidationLoss,
  };
};

export const earlyStopping: Experiment = {
  id: 'early-stopping',
  group: 'generalization',
  title: { en: 'Overfitting and early stopping', ko: '과적합(overfitting)과 조기 종료(early stopping)' },
  question: {
    en: 'Why does a network that gets better and better on its training data get worse on all other data, and when should it stop?',
    ko: '훈련 데이터에서는 계속 좋아지는 신경망이 왜 다른 데이터에서는 나빠지며, 언제 멈추어야 합니까?',
  },
  claim: {
    en: 'A large network with few noisy samples learns them by heart: its training loss goes to 0 while the validation loss turns and rises. Penalties, dropout and more data narrow the gap between the two; stopping at the epoch of least validation loss makes the test loss smaller. The stopping rule of the document, `error[t+1] − error[t] < ε`, is wrong as written: every decrease satisfies it, so it stops at once.',
    ko: '잡음이 섞인 적은 표본으로 큰 신경망을 훈련하면 표본을 외워 버립니다. 훈련 손실은 0으로 가지만 검증 손실은 어느 시점부터 다시 커집니다. 규제(regularisation)와 드롭아웃(dropout), 더 많은 데이터는 두 손실의 차이를 줄이고, 검증 손실이 가장 작은 에포크에서 멈추면 테스트 손실이 작아집니다. 문서의 종료 규칙 `error[t+1] − error[t] < ε`는 적힌 그대로는 틀렸습니다. 손실이 줄기만 하면 성립하므로 곧바로 멈춥니다.',
  },
  explanation: [
    {
      en: 'Two half moons with noise, a network with two hidden layers of 64 units: some 4,500 parameters for a few dozen points. Training goes on for as many epochs as set; validation loss is measured after each of them, on 200 points of its own, and the test loss on 1,000 others, without penalties and without dropout.',
      ko: '잡음이 있는 두 개의 반달 데이터와, 은닉 유닛 64개짜리 층 두 개를 가진 신경망입니다. 점 수십 개에 매개변수는 약 4,500개입니다. 정해진 에포크만큼 훈련하며, 에포크마다 별도의 점 200개로 검증 손실을, 또 다른 점 1,000개로 테스트 손실을 잽니다. 손실에는 규제 항과 드롭아웃이 들어가지 않습니다.',
    },
    {
      en: 'What early stopping means: remember the weights of the epoch with the least validation loss; stop when `patience` epochs in a row brought no improvement, that is when `best − error[t] ≤ minDelta`; go back to the remembered weights. What the document writes, `error[t+1] − error[t] < ε`, is the opposite: an improvement is a negative difference, which is smaller than any positive ε.',
      ko: '조기 종료의 올바른 뜻은 이렇습니다. 검증 손실이 가장 작았던 에포크의 가중치를 기억해 두고, `patience` 에포크 동안 계속 나아지지 않으면, 곧 `best − error[t] ≤ minDelta`이면 멈춘 뒤, 기억해 둔 가중치로 되돌아갑니다. 문서에 적힌 `error[t+1] − error[t] < ε`는 그 반대입니다. 나아졌다는 것은 차이가 음수라는 뜻이고, 음수는 어떤 양수 ε보다도 작습니다.',
    },
    {
      en: 'Look at the boundary: without a remedy it winds around single points; with one it becomes smooth. Filled points are training data, the others test data.',
      ko: '결정 경계를 보십시오. 대책이 없으면 경계가 점 하나하나를 감싸며 구불거리고, 대책이 있으면 매끄러워집니다. 채워진 점은 훈련 데이터, 나머지는 테스트 데이터입니다.',
    },
  ],
  inventory: ['1.1.5', '1.2.21', '1.2.31', '1.2.32', '1.4.11', '1.4.15', '1.4.16'],
  source: 'Prechelt, Early stopping – but when?, Neural Networks: Tricks of the Trade, 1998',
  controls: [
    {
      key: 'remedy',
      label: { en: 'Remedy', ko: '대책' },
      kind: 'choice',
      choices: Object.entries(remedies).map(([value, label]) => ({ value, label })),
    },
    {
      key: 'samples',
      label: { en: 'Training samples', ko: '훈련 표본 수' },
      kind: 'number',
      least: 10,
      most: 400,
      step: 10,
    },
    { key: 'noise', label: { en: 'Noise', ko: '잡음' }, kind: 'number', least: 0, most: 0.6, step: 0.05 },
    { key: 'epochs', label: { en: 'Epochs', ko: '에포크' }, kind: 'number', least: 20, most: 1000, step: 20 },
    {
      key: 'l1',
      label: { en: 'λ of L1', ko: 'L1의 λ' },
      kind: 'number',
      least: 1e-5,
      most: 0.1,
      step: 1.25,
      scale: 'log',
    },
    {
      key: 'l2',
      label: { en: 'λ of L2', ko: 'L2의 λ' },
      kind: 'number',
      least: 1e-5,
      most: 0.1,
      step: 1.25,
      scale: 'log',
    },
    {
      key: 'rate',
      label: { en: 'Dropout rate', ko: '드롭아웃 비율' },
      kind: 'number',
      least: 0.1,
      most: 0.8,
      step: 0.1,
    },
    {
      key: 'patience',
      label: { en: 'Patience', ko: '인내 에포크 수(patience)' },
      hint: {
        en: 'Epochs without improvement before training stops.',
        ko: '나아지지 않아도 기다리는 에포크 수입니다.',
      },
      kind: 'number',
      least: 1,
      most: 100,
      step: 1,
    },
    { key: 'seed', label: { en: 'Seed', ko: '시드(seed)' }, kind: 'number', least: 1, most: 99, step: 1 },
  ],
  defaults,
  holds(measures, config) {
    const remedy = remedyOf(settingsOf(defaults, config).remedy);
    const of = numbers(measures);
    if (remedy === 'none')
      return of.trainLoss < of.validationLoss / 2 && of.validationLoss > 1.2 * of.bestValidationLoss;
    if (remedy === 'early-stopping') return of.testLoss < of.plainTestLoss && of.restoredEpoch === of.bestEpoch;
    // The rule as written stops long before the validation loss is at its least.
    if (remedy === 'written-rule') {
      return of.stopEpoch < of.bestEpoch / 2 && of.validationLoss > 1.1 * of.plainBestValidationLoss;
    }
    return of.validationLoss - of.trainLoss < 0.9 * (of.plainValidationLoss - of.plainTrainLoss);
  },
  sees(measures, config) {
    const remedy = remedyOf(settingsOf(defaults, config).remedy);
    const of = numbers(measures);
    const [epoch, train, validation, test] = [of.epoch, of.trainLoss, of.validationLoss, of.testLoss].map((each) =>
      shortNumber(each),
    );
    const [best, bestAt, accuracy] = [shortNumber(of.plainBestValidationLoss), of.bestEpoch, percent(of.testAccuracy)];
    const plainTest = shortNumber(of.plainTestLoss);
    if (remedy === 'none') {
      const [writtenAt, written] = [of.writtenEpoch, shortNumber(of.writtenValidationLoss)];
      return {
        en: `After ${epoch} epochs the training loss is ${train}, the validation loss ${validation}; that was least, ${best}, after ${bestAt}. The test loss is ${test}, with ${accuracy} correct. The rule as written would have stopped after ${writtenAt} epochs, at ${written}.`,
        ko: `${epoch} 에포크 뒤 훈련 손실은 ${train}, 검증 손실은 ${validation}입니다. 검증 손실은 ${bestAt} 에포크에서 ${best}로 가장 작았습니다. 테스트 손실은 ${test}, 정확도는 ${accuracy}입니다. 문서에 적힌 그대로의 규칙은 ${writtenAt} 에포크, 손실 ${written}에서 멈추었을 것입니다.`,
      };
    }
    if (remedy === 'early-stopping' || remedy === 'written-rule') {
      if (Number.isNaN(of.stopEpoch)) {
        return {
          en: `After ${epoch} epochs training goes on: the validation loss is ${validation}.`,
          ko: `${epoch} 에포크까지 훈련이 계속되고 있습니다. 검증 손실은 ${validation}입니다.`,
        };
      }
      if (remedy === 'written-rule') {
        return {
          en: `The rule as written stopped after ${of.stopEpoch} epochs, at a validation loss of ${validation}, because the loss had fallen. Training on would have brought it to ${best} after ${bestAt} epochs.`,
          ko: `적힌 그대로의 규칙은 손실이 줄었다는 이유로 ${of.stopEpoch} 에포크, 검증 손실 ${validation}에서 멈추었습니다. 계속 훈련했다면 ${bestAt} 에포크에서 ${best}까지 내려갔을 것입니다.`,
        };
      }
      return {
        en: `Training stopped after ${of.stopEpoch} epochs and took back the weights of epoch ${of.restoredEpoch}, where the validation loss was least: ${validation}. The test loss is ${test}, with ${accuracy} correct; trained to the end it is ${plainTest}.`,
        ko: `${of.stopEpoch} 에포크에서 훈련을 멈추고, 검증 손실이 ${validation}로 가장 작았던 ${of.restoredEpoch} 에포크의 가중치로 되돌아갔습니다. 테스트 손실은 ${test}, 정확도는 ${accuracy}입니다. 끝까지 훈련하면 테스트 손실은 ${plainTest}입니다.`,
      };
    }
    const name = remedies[remedy];
    return {
      en: `With ${name.en}, after ${epoch} epochs, the training loss is ${train}, the validation loss ${validation}, the test loss ${test}, with ${accuracy} correct; without, the test loss is ${plainTest}.`,
      ko: `${name.ko}: ${epoch} 에포크 뒤 훈련 손실은 ${train}, 검증 손실은 ${validation}, 테스트 손실은 ${test}, 정확도는 ${accuracy}입니다. 대책이 없으면 테스트 손실은 ${plainTest}입니다.`,
    };
  },
  cures(config) {
    const present = settingsOf(defaults, config);
    const cure = (remedy: Remedy): Cure => ({ id: remedy, label: remedies[remedy], config: { ...config, remedy } });
    const remedy = remedyOf(present.remedy);
    if (remedy === 'written-rule') return [cure('early-stopping')];
    if (remedy !== 'none') return [];
    return (['early-stopping', 'l2', 'l1', 'dropout', 'more-data'] as const).map(cure);
  },
  code: codeOf,
};
