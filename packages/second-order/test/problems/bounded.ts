// W. Hock and K. Schittkowski, Test examples for nonlinear programming codes, 1981: the problems with bounds alone; and the
// problem of the driver of L-BFGS-B.
import { type Problem, repeat, smooth, upTo } from './problem.ts';

const { exp, log, cos, sin, sqrt, abs, PI } = Math;
const hockSchittkowski = (number: number, more = ''): string => `Hock, Schittkowski 1981, no. ${number}${more}`;

const rosenbrockAbove = (number: number, lower: number, minima: readonly number[], more: string): Problem =>
  smooth({
    id: `hs${number}/2`,
    x0: [-2, 1],
    bounds: [
      [null, null],
      [lower, null],
    ],
    valueAndGrad([x, y], gradient) {
      const [a, b] = [y - x * x, 1 - x];
      gradient[0] = -400 * x * a - 2 * b;
      gradient[1] = 200 * a;
      return 100 * a * a + b * b;
    },
    minima,
    source: hockSchittkowski(number, more),
  });

const hs3 = smooth({
  id: 'hs3/2',
  x0: [10, 1],
  bounds: [
    [null, null],
    [0, null],
  ],
  valueAndGrad([x, y], gradient) {
    gradient[0] = -2e-5 * (y - x);
    gradient[1] = 1 + 2e-5 * (y - x);
    return y + 1e-5 * (y - x) ** 2;
  },
  minima: [0],
  source: hockSchittkowski(3),
});

const hs4 = smooth({
  id: 'hs4/2',
  x0: [1.125, 0.125],
  bounds: [
    [1, null],
    [0, null],
  ],
  valueAndGrad([x, y], gradient) {
    gradient[0] = (x + 1) ** 2;
    gradient[1] = 1;
    return (x + 1) ** 3 / 3 + y;
  },
  minima: [8 / 3],
  source: hockSchittkowski(4),
});

const hs5 = smooth({
  id: 'hs5/2',
  x0: [0, 0],
  bounds: [
    [-1.5, 4],
    [-3, 3],
  ],
  valueAndGrad([x, y], gradient) {
    gradient[0] = cos(x + y) + 2 * (x - y) - 1.5;
    gradient[1] = cos(x + y) - 2 * (x - y) + 2.5;
    return sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1;
  },
  minima: [-sqrt(3) / 2 - PI / 3],
  source: hockSchittkowski(5),
});

const hs25 = smooth({
  id: 'hs25/3',
  x0: [100, 12.5, 3],
  bounds: [
    [0.1, 100],
    [0, 25.6],
    [0, 5],
  ],
  valueAndGrad([a, b, c], gradient) {
    let f = 0;
    gradient.fill(0);
    for (let i = 1; i <= 99; i++) {
      const d = 25 + (-50 * log(0.01 * i)) ** (2 / 3) - b;
      const power = abs(d) ** c;
      const e = exp(-power / a);
      const r = e - 0.01 * i;
      f += r * r;
      gradient[0] += (2 * r * e * power) / (a * a);
      gradient[1] += (2 * r * e * c * power) / (a * d);
      gradient[2] -= (2 * r * e * power * log(abs(d))) / a;
    }
    return f;
  },
  minima: [0, 32.835],
  source: hockSchittkowski(25, '; the gradient at the start is below 1e-5'),
});

const hs38 = smooth({
  id: 'hs38/4',
  x0: [-3, -1, -3, -1],
  bounds: upTo(4, () => 0).map(() => [-10, 10] as const),
  valueAndGrad([a, b, c, d], gradient) {
    const [p, q] = [b - a * a, d - c * c];
    gradient[0] = -400 * a * p - 2 * (1 - a);
    gradient[1] = 200 * p + 20.2 * (b - 1) + 19.8 * (d - 1);
    gradient[2] = -360 * c * q - 2 * (1 - c);
    gradient[3] = 180 * q + 20.2 * (d - 1) + 19.8 * (b - 1);
    return (
      100 * p * p +
      (1 - a) ** 2 +
      90 * q * q +
      (1 - c) ** 2 +
      10.1 * ((b - 1) ** 2 + (d - 1) ** 2) +
      19.8 * (b - 1) * (d - 1)
    );
  },
  minima: [0],
  source: hockSchittkowski(38),
});

const hs45 = smooth({
  id: 'hs45/5',
  x0: repeat(5, 2),
  bounds: upTo(5, (i) => i).map((upper) => [0, upper] as const),
  valueAndGrad(x, gradient) {
    for (let j = 0; j < 5; j++) {
      gradient[j] = -x.reduce((product, each, k) => (k === j ? product : product * each), 1) / 120;
    }
    return 2 - x.reduce((product, each) => product * each, 1) / 120;
  },
  minima: [1],
  source: hockSchittkowski(45, '; its start is outside of the bounds'),
});

const hs110 = smooth({
  id: 'hs110/10',
  x0: repeat(10, 9),
  bounds: upTo(10, () => 0).map(() => [2.001, 9.999] as const),
  valueAndGrad(x, gradient) {
    const root = x.reduce((product, each) => product * each, 1) ** 0.2;
    let f = -root;
    for (let i = 0; i < 10; i++) {
      const [a, b] = [log(x[i] - 2), log(10 - x[i])];
      f += a * a + b * b;
      gradient[i] = (2 * a) / (x[i] - 2) - (2 * b) / (10 - x[i]) - (0.2 * root) / x[i];
    }
    return f;
  },
  minima: [-45.77846970744629],
  source: hockSchittkowski(110),
});

const driver1 = (n: number): Problem =>
  smooth({
    id: `lbfgsb_driver1/${n}`,
    x0: repeat(n, 3),
    bounds: upTo(n, (i) => i).map((i) => (i % 2 === 1 ? ([1, 100] as const) : ([-100, 100] as const))),
    valueAndGrad(x, gradient) {
      let f = (x[0] - 1) ** 2;
      gradient.fill(0);
      gradient[0] = 2 * (x[0] - 1);
      for (let i = 1; i < n; i++) {
        const a = x[i] - x[i - 1] * x[i - 1];
        f += 4 * a * a;
        gradient[i] += 8 * a;
        gradient[i - 1] -= 16 * x[i - 1] * a;
      }
      return f;
    },
    minima: [0],
    source:
      'R. H. Byrd, P. Lu, J. Nocedal and C. Zhu, A limited memory algorithm for bound constrained optimization, 1995: driver1',
  });

export const boundedProblems: readonly Problem[] = [
  rosenbrockAbove(1, -1.5, [0], ''),
  rosenbrockAbove(2, 1.5, [0.0504261879, 4.941229318], '; its start is outside of the bounds'),
  hs3,
  hs4,
  hs5,
  hs25,
  hs38,
  hs45,
  hs110,
  driver1(25),
];
