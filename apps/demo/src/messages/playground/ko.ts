import type { PlaygroundMessages } from './en.ts';

export const ko: PlaygroundMessages = {
  title: '놀이터',
  question: '신경망을 만들고 훈련시키면서, 배우거나 실패하는 모습을 지켜봅니다.',
  groups: {
    data: '데이터',
    network: '신경망',
    training: '훈련',
    regularization: '규제(regularization)',
    faults: '일부러 망가뜨리기',
  },
  groupHints: {
    faults: '의사가 찾아내야 할 결함입니다.',
  },
  layers: '은닉층(hidden layer)',
  layer: (number) => `${number}층`,
  unitsOf: (number, units) => `${number}층: 유닛 ${units}개`,
  moreUnits: (number) => `${number}층에 유닛 하나 더하기`,
  fewerUnits: (number) => `${number}층에서 유닛 하나 빼기`,
  removeLayer: (number) => `${number}층 없애기`,
  addLayer: '층 추가',
  noLayers: '은닉층이 없습니다. 선형 분류기입니다.',
  speed: '속도',
  speeds: { 1: '그림마다 1스텝', 10: '그림마다 10스텝', 100: '그림마다 100스텝', 0: '최대 속도' },
  oneStep: '한 스텝',
  oneEpoch: '한 에포크',
  step: '스텝',
  epoch: '에포크',
  rate: '스텝/초',
  loss: '손실',
  accuracy: '정확도',
  train: '훈련',
  test: '테스트',
  numbers: '훈련 상태',
  boundary: '결정 경계(decision boundary)',
  boundaryOfPlane: (features) => `특성 ${features}개의 두 주성분이 이루는 평면에서 본 결정 경계(decision boundary)`,
  planeHint:
    '표본의 특성이 두 개보다 많습니다. 그림은 표본이 가장 넓게 퍼지는 평면을 보여 줍니다. 평면에서 벗어난 표본은 배경색과 다르게 분류될 수 있습니다.',
  firstComponent: '제1주성분',
  secondComponent: '제2주성분',
  losses: '훈련 손실과 테스트 손실',
  network: '유닛마다 배운 것',
  networkHint:
    '네모는 같은 영역에서 본 유닛의 출력입니다. 주황은 음수, 보라는 양수입니다. 선은 가중치이며, 굵을수록 크고 음수는 점선입니다.',
  networkSummary: (features, hidden, classes) =>
    `입력 ${features}개, ${hidden.length === 0 ? '은닉층 없음' : `유닛 수가 ${hidden.join(', ')}인 은닉층 ${hidden.length}개`}, 클래스 ${classes}개인 신경망입니다.`,
  unitSummary: (layer, constant, shown) =>
    `${layer}층: ${constant === 0 ? `표시된 유닛 ${shown}개가 모두 입력에 반응합니다` : `표시된 유닛 ${shown}개 중 ${constant}개는 어디서나 같은 값을 냅니다`}.`,
  inputs: '입력',
  output: '출력',
  moreUnitsHidden: (count) => `+ ${count}`,
  preparing: '준비하는 중 …',
  applyCure: '이렇게 고치기',
  notYetExamined: '훈련이 시작되면 의사가 진찰합니다.',
  sees: {
    start: (loss, guess) => `아직 배운 것이 없습니다. 손실은 ${loss}이고, 무작위로 찍을 때의 손실은 ${guess}입니다.`,
    nothing: (epochs, loss, guess) =>
      `${epochs}에포크가 지나도 손실이 ${loss}입니다. 무작위로 찍는 것(${guess})보다 나을 것이 없습니다.`,
    learns: (epochs, train, test) =>
      `${epochs}에포크 후 훈련 데이터의 ${train}, 테스트 데이터의 ${test}를 바르게 분류합니다.`,
    overfits: (epochs, train, test, best, now) =>
      `${epochs}에포크 후 훈련 데이터는 ${train}를 바르게 분류하지만 테스트 데이터는 ${test}뿐입니다. 테스트 손실이 ${best}까지 내려갔다가 다시 ${now}까지 올라왔습니다.`,
    broken: (epochs) => `${epochs}에포크 후 손실이 더는 숫자가 아닙니다(NaN). 훈련이 무너졌습니다.`,
  },
};
