import type { DigitMessages } from './en.ts';

export const ko: DigitMessages = {
  title: '숫자 그리기',
  question: '신경망이 이 페이지에서 방금 숫자를 배웠습니다. 직접 그린 숫자는 무엇으로 알아볼까요?',
  drawing: '직접 그린 숫자',
  drawingHint: '마우스, 손가락, 펜으로 그립니다. 키보드로는 옆의 격자나 예시를 씁니다.',
  padName: '마우스, 손가락, 펜으로 그리는 곳. 키보드로는 8×8 격자에서 똑같이 할 수 있습니다.',
  clear: '지우기',
  undo: '되돌리기',
  examples: '예시 그리기',
  grid: '신경망이 보는 모습',
  gridHint: '화살표 키로 칸을 옮기고, 스페이스 키로 칠하거나 지웁니다. +와 −로 조금씩 바꿉니다.',
  gridExplanation:
    '그림의 높이를 32점으로 맞춘 뒤 4×4 묶음마다 잉크를 셉니다. 신경망이 배운 이미지도 이렇게 만들어졌습니다.',
  cell: (row, column, ink) => `${row}행 ${column}열: 잉크 16 중 ${ink}`,
  training: '신경망',
  settings: { units: '은닉 유닛 수', seed: '시드(seed)' },
  trainAgain: '다시 훈련',
  trainingNow: (epoch, epochs, accuracy) =>
    `훈련 중: ${epochs}에포크 중 ${epoch}에포크. 처음 보는 숫자의 ${accuracy}를 알아봅니다.`,
  trained: (epochs, time, accuracy) =>
    `${time}초 동안 ${epochs}에포크를 훈련했습니다. 처음 보는 숫자의 ${accuracy}를 알아봅니다.`,
  preparing: '숫자 데이터를 가져오는 중 …',
  nothingDrawn: '아직 그린 것이 없습니다.',
  isSure: (digit, share) => `이 숫자는 ${digit}입니다(${share}).`,
  isUnsure: (digit, share, other, otherShare) =>
    `이 숫자는 ${digit}(${share})일 수도 있고 ${other}(${otherShare})일 수도 있습니다.`,
  probabilities: '무엇으로 알아보는가',
  probability: '확률',
  nearest: '훈련에 쓰인 숫자 중 가장 비슷한 것',
  neighbour: (digit) => `${digit}`,
  relevance: (digit) => `숫자 ${digit}의 근거가 되는 픽셀`,
  relevanceAxis: '근거(보라) 또는 반증(주황)',
  row: '행',
  column: '열',
  accuracy: '처음 보는 숫자에 대한 정확도',
  share: '정확도',
  epoch: '에포크',
};
