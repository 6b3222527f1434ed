import type { ChartWords } from './en.ts';

// Numbers stand before particles that do not depend on how they are read.
export const ko = {
  showTable: '표로 보기',
  hideTable: '표 숨기기',
  keys: '화살표 키로 값을 읽습니다.',
  empty: '아직 값이 없습니다.',
  value: '값',
  others: (count) => `그 밖에 ${count}개가 더 있습니다.`,
  rowsShown: (shown, all) => `전체 ${all}행 중 ${shown}행.`,

  falls: (name, from, to, where) => `${name}: ${from}에서 ${to}까지 줄어듭니다${where}`,
  rises: (name, from, to, where) => `${name}: ${from}에서 ${to}까지 늘어납니다${where}`,
  stays: (name, at, where) => `${name}: ${at}에 머무릅니다${where}`,
  between: (name, low, high, from, to, where) =>
    `${name}: ${low}에서 ${high} 사이를 오가며, 처음 값은 ${from}, 마지막 값은 ${to}입니다${where}`,
  along: (axis, from, to) => `(${axis} ${from}–${to})`,
  lowest: (value, where) => `, 최솟값 ${value}(${where})`,
  highest: (value, where) => `, 최댓값 ${value}(${where})`,
  infinite: (where) => `, ${where}부터 무한대`,
  notANumber: (where) => `, ${where}부터 NaN`,
  points: (name, count) => `${name}: 점 ${count}개`,
  noNumbers: (name) => `${name}: 아직 값이 없습니다`,
  mark: (label, where) => `${label}: ${where}.`,

  spread: (row, first, firstAt, last, lastAt) =>
    `${row}: 표준편차는 ${firstAt}에서 ${first}, ${lastAt}에서 ${last}입니다.`,
  oneSpread: (row, deviation, mean) => `${row}: 평균 ${mean}, 표준편차 ${deviation}.`,
  meanAndDeviation: (mean, deviation) => `평균 ${mean}, 표준편차 ${deviation}`,
  values: (count) => `값 ${count}개`,
  eachFrom: (axis, from, to) => `${axis}: 칸마다 ${from}에서 ${to}까지`,

  extremes: (low, lowAt, high, highAt) => `최솟값은 ${lowAt}에서 ${low}, 최댓값은 ${highAt}에서 ${high}입니다.`,
  missing: (count) => `${count}칸에는 값이 없습니다.`,
  path: (name, steps, from, to) => `${name}: 점 ${steps}개, 처음 값 ${from}, 마지막 값 ${to}.`,
  pathLeft: (name, steps) => `${name}: 점 ${steps}개, 그림 밖에서 끝납니다.`,
  ball: (norm, radius) => `원점을 둘러싼 반지름 ${radius}의 ${norm === 1 ? 'L1 마름모' : 'L2 원'}.`,

  area: (label, share) => `그림의 ${share}에서 예측은 클래스 ${label}입니다.`,
  trainAccuracy: (share) => `훈련 데이터의 ${share}가 자기 클래스 영역에 있습니다.`,
  testAccuracy: (share) => `테스트 데이터의 ${share}가 자기 클래스 영역에 있습니다.`,
  classNumber: (label) => `클래스 ${label}`,
  hollowIsTest: '속이 빈 점: 테스트 데이터',

  largest: (name, value) => `최댓값: ${name}(${value}).`,
  limit: (label, value) => `${label}: ${value}.`,
  imageCount: (count, width, height) => `${width} × ${height} 픽셀 이미지 ${count}장.`,
  layer: (name, active, all) => `${name}: 유닛 ${all}개 중 ${active}개 활성`,
  connections: (active, all) => `연결 ${all}개 중 ${active}개 활성.`,
  tableSize: (rows, columns) => `${rows}행 ${columns}열.`,

  columns: {
    row: '행',
    column: '열',
    mean: '평균',
    deviation: '표준편차',
    count: '값의 개수',
    from: '시작',
    to: '끝',
    name: '이름',
    point: '점',
    label: '클래스',
    predicted: '예측',
    use: '용도',
    train: '훈련',
    test: '테스트',
    caption: '이미지',
    brightness: '평균 밝기',
    layer: '층',
    active: '활성 유닛',
    units: '유닛',
  },
} satisfies ChartWords;
