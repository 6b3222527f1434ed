import type { Boundary, Curves, Heatmap, Histograms, Network, Surface, View } from 'experiments';

/** Numbers that look random and are the same everywhere. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  while (true) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const range = (count: number, of: (i: number) => number = (i) => i): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => of(i));

const list = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

const step = { en: 'step', ko: '스텝' };
const loss = { en: 'loss', ko: '손실' };

export const lossCurves: Curves = {
  kind: 'curves',
  id: 'loss',
  title: { en: 'Loss of training and validation', ko: '훈련 손실과 검증 손실' },
  x: { label: step },
  y: { label: loss },
  series: [
    ['Adam', 0.05, 0],
    ['SGD', 0.012, 1],
    ['RMSProp', 0.035, 2],
  ].flatMap(([name, rate, group]) => [
    {
      name: { en: `${name}, training`, ko: `${name}, 훈련` },
      group: Number(group),
      x: range(101),
      y: range(101, (i) => 0.1 + 2.2 * Math.exp(-i * Number(rate))),
    },
    {
      name: { en: `${name}, validation`, ko: `${name}, 검증` },
      group: Number(group),
      dashed: true,
      x: range(101),
      y: range(101, (i) => 0.2 + 2.2 * Math.exp(-i * Number(rate)) + 0.00004 * i * i),
    },
  ]),
  marks: [{ x: 62, label: { en: 'early stopping', ko: '조기 종료' } }],
};

export const signalCurves: Curves = {
  kind: 'curves',
  id: 'signal',
  title: { en: 'Standard deviation by depth', ko: '깊이에 따른 표준편차' },
  x: {
    label: { en: 'layer', ko: '층' },
    names: list(10, (i) => `${i + 1}`),
  },
  y: { label: { en: 'standard deviation', ko: '표준편차' }, scale: 'log' },
  series: ['he', 'lecun', 'glorot', 'N(0, 1)', 'N(0, 0.01²)', 'zeros'].map((name, i) => ({
    name,
    x: range(10),
    y: range(10, (layer) => [1, 0.7, 0.6, 10, 0.03, 0][i] ** layer * (i === 5 ? 0 : 1)),
  })),
};

const noise = numbers(3);
export const longCurve: Curves = {
  kind: 'curves',
  id: 'long',
  title: { en: '5,000 steps with gaps and infinities', ko: '빈 곳과 무한대가 있는 5,000스텝' },
  x: { label: step },
  y: { label: loss },
  series: [
    {
      name: 'SGD',
      x: range(5000),
      y: range(5000, (i) => {
        const jitter = noise.next().value;
        return i > 2000 && i < 2300 ? Number.NaN : Math.exp(-i / 1500) * (1 + 0.4 * jitter);
      }),
    },
    {
      name: { en: 'learning rate 10', ko: '학습률 10' },
      x: range(900, (i) => 5 * i),
      y: range(900, (i) => (i < 300 ? 0.5 + i / 500 : Number.POSITIVE_INFINITY)),
    },
  ],
};

export const emptyCurves: Curves = {
  kind: 'curves',
  id: 'empty',
  title: { en: 'Nothing yet', ko: '아직 없음' },
  x: { label: step },
  y: { label: loss, scale: 'log' },
  series: [{ name: 'Adam', x: range(0), y: range(0) }],
};

const layers = list(10, (i) => `${i + 1}`);
export const activationHistograms: Histograms = {
  kind: 'histograms',
  id: 'activations',
  title: { en: 'Activations of ten layers', ko: '10개 층의 활성값' },
  rows: ['glorotUniform', 'heNormal', { en: 'N(0, 0.01²)', ko: '정규분포 0.01' }, 'zeros'],
  columns: layers,
  x: { label: { en: 'activation', ko: '활성값' }, range: [-1, 1] },
  cells: [0.6, 0.9, 0.3, 0].flatMap((scale) =>
    list(10, (layer) => {
      const deviation = Math.max(0.01, scale * (scale === 0.9 ? 0.98 : 0.8) ** layer);
      const counts = range(40, (i) => 400 * Math.exp(-(((i - 19.5) / 20 / deviation) ** 2) / 2));
      return { from: -1, to: 1, counts };
    }),
  ),
};

export const gradientHeatmap: Heatmap = {
  kind: 'heatmap',
  id: 'gradients',
  title: { en: 'Gradient norm of each layer over training', ko: '훈련 중 층별 기울기 크기' },
  x: { label: step, range: [0, 200] },
  y: { label: { en: 'layer', ko: '층' }, names: layers },
  columns: 41,
  rows: 10,
  values: range(410, (i) =>
    i % 41 === 20 && i > 200 ? Number.NaN : 10 ** (-6 + 0.7 * Math.floor(i / 41) - (i % 41) * 0.02),
  ),
  color: { label: { en: 'gradient norm', ko: '기울기 크기' }, scale: 'log' },
};

const signedHeatmap: Heatmap = {
  kind: 'heatmap',
  id: 'weights',
  title: { en: 'Weights', ko: '가중치' },
  x: { label: { en: 'input', ko: '입력' } },
  y: { label: { en: 'unit', ko: '유닛' } },
  columns: 12,
  rows: 6,
  values: range(72, (i) => Math.sin(i * 0.7) * (1 + (i % 5))),
  color: { label: { en: 'weight', ko: '가중치' }, diverging: true },
};

const grid = (count: number, from: number, to: number, of: (x: number, y: number) => number): Float64Array =>
  range(count * count, (i) =>
    of(from + ((to - from) * (i % count)) / (count - 1), from + ((to - from) * Math.floor(i / count)) / (count - 1)),
  );

const descent = (rate: number, momentum: number): Float64Array => {
  const points: number[] = [];
  let [x, y, vx, vy] = [-1.5, 1.6, 0, 0];
  for (let i = 0; i < 120; i++) {
    points.push(x, y);
    const [gx, gy] = [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)];
    [vx, vy] = [momentum * vx - rate * gx, momentum * vy - rate * gy];
    [x, y] = [x + vx, y + vy];
  }
  return Float64Array.from(points);
};

export const rosenbrock: Surface = {
  kind: 'surface',
  id: 'race',
  title: { en: 'Race over the Rosenbrock valley', ko: '로젠브록 골짜기 경주' },
  x: { label: 'x', range: [-2, 2] },
  y: { label: 'y', range: [-2, 2] },
  columns: 81,
  rows: 81,
  values: grid(81, -2, 2, (x, y) => (1 - x) ** 2 + 10 * (y - x * x) ** 2),
  scale: 'log',
  start: { x: 'startX', y: 'startY' },
  paths: [
    { name: 'SGD', points: descent(0.004, 0) },
    { name: { en: 'momentum', ko: '모멘텀' }, points: descent(0.004, 0.8) },
    { name: 'Newton', points: Float64Array.of(-1.5, 1.6, -1.3, 1.7, 0.4, -0.6, 0.6, 0.4, 0.95, 0.9, 1, 1) },
  ],
  points: [
    { x: 1, y: 1, label: { en: 'minimum', ko: '최솟값' } },
    { x: -1.5, y: 1.6, label: { en: 'start', ko: '시작' } },
  ],
};

const lasso: Surface = {
  kind: 'surface',
  id: 'lasso',
  title: { en: 'L1: contours meet a corner', ko: 'L1: 등고선이 꼭짓점에서 만남' },
  x: { label: 'w₁', range: [-2, 2] },
  y: { label: 'w₂', range: [-2, 2] },
  columns: 61,
  rows: 61,
  values: grid(61, -2, 2, (x, y) => (x - 1.4) ** 2 + 3 * (y - 0.3 * x - 0.2) ** 2),
  scale: 'linear',
  paths: [],
  points: [{ x: 0.9, y: 0, label: { en: 'solution', ko: '해' } }],
  ball: { norm: 1, radius: 0.9 },
};

/** Two spirals, and a rule that winds with them. */
export function spirals(classes: number): Boundary {
  const random = numbers(7);
  const [x, y, label, isTest]: number[][] = [[], [], [], []];
  for (let i = 0; i < 300; i++) {
    const radius = 0.1 + 0.85 * random.next().value;
    const own = i % classes;
    const angle = radius * 6 + (2 * Math.PI * own) / classes + 0.3 * (random.next().value - 0.5);
    x.push(radius * Math.cos(angle));
    y.push(radius * Math.sin(angle));
    label.push(own);
    isTest.push(i % 4 === 0 ? 1 : 0);
  }
  const turn = (px: number, py: number): number => {
    const angle = Math.atan2(py, px) - Math.hypot(px, py) * 6 + Math.PI / classes;
    return (((angle / (2 * Math.PI)) % 1) + 1) % 1;
  };
  return {
    kind: 'boundary',
    id: `boundary-${classes}`,
    title: { en: `Decision boundary of ${classes} classes`, ko: `클래스 ${classes}개의 결정 경계` },
    x: { label: 'x₁', range: [-1.2, 1.2] },
    y: { label: 'x₂', range: [-1.2, 1.2] },
    columns: 60,
    rows: 60,
    values: grid(60, -1.2, 1.2, (px, py) => {
      if (classes === 2) return 1 / (1 + Math.exp(-6 * -Math.sin(2 * Math.PI * turn(px, py))));
      const place = turn(px, py) * classes;
      return Math.floor(place) + 0.5 + 0.49 * Math.sin(Math.PI * (place % 1));
    }),
    classes,
    points: {
      x: Float64Array.from(x),
      y: Float64Array.from(y),
      label: Float64Array.from(label),
      isTest: Float64Array.from(isTest),
    },
  };
}

export const network: Network = {
  kind: 'network',
  id: 'dropout',
  title: { en: 'A network that dropout draws', ko: '드롭아웃이 뽑은 부분 신경망' },
  layers: [
    { name: { en: 'input', ko: '입력' }, units: [true, true, true].map((active) => ({ active })) },
    {
      name: { en: 'hidden 1', ko: '은닉층 1' },
      units: [true, false, true, true, false, true].map((active) => ({ active })),
    },
    {
      name: { en: 'hidden 2', ko: '은닉층 2' },
      units: [false, true, true, false, true, true].map((active) => ({ active })),
    },
    { name: { en: 'output', ko: '출력' }, units: [{ active: true }] },
  ],
};

export const sampleViews: readonly View[] = [
  lossCurves,
  signalCurves,
  longCurve,
  emptyCurves,
  activationHistograms,
  gradientHeatmap,
  signedHeatmap,
  rosenbrock,
  lasso,
  spirals(2),
  spirals(3),
  {
    kind: 'bars',
    id: 'sparsity',
    title: { en: 'Weights that are zero', ko: '0인 가중치' },
    names: [{ en: 'none', ko: '없음' }, 'L1', 'L2', 'L1 + L2'],
    y: { label: { en: 'share', ko: '비율' } },
    series: [{ name: { en: 'share', ko: '비율' }, values: Float64Array.of(0, 0.83, 0.02, 0.55) }],
    limits: [{ y: 0.5, label: { en: 'half', ko: '절반' } }],
  },
  {
    kind: 'bars',
    id: 'evaluations',
    title: { en: 'Evaluations until the goal', ko: '목표까지의 계산 횟수' },
    names: ['Rosenbrock', 'Beale', { en: 'quadratic', ko: '이차 함수' }],
    y: { label: { en: 'evaluations', ko: '계산 횟수' }, scale: 'log' },
    series: [
      { name: 'SGD', values: Float64Array.of(12_000, 3100, 900) },
      { name: 'Adam', values: Float64Array.of(2400, 800, 340) },
      { name: 'L-BFGS', values: Float64Array.of(44, 20, 8) },
    ],
  },
  {
    kind: 'images',
    id: 'augmented',
    title: { en: 'Augmented digits', ko: '증강된 숫자' },
    width: 8,
    height: 8,
    images: list(9, (k) => {
      const pixels = range(64, (i) => Math.max(0, 1 - Math.abs((i % 8) - 2 - k * 0.4) / 2));
      return { pixels, caption: `${k * 5}°` };
    }),
  },
  network,
  {
    kind: 'table',
    id: 'summary',
    title: { en: 'Results', ko: '결과' },
    columns: [{ en: 'method', ko: '방법' }, loss, step],
    rows: [
      ['Adam', 0.0312, 120],
      ['SGD', 1.2e-7, 1200],
    ],
  },
];
