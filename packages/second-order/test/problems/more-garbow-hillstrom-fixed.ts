// J. J. Moré, B. S. Garbow and K. E. Hillstrom, Testing unconstrained optimization software, ACM TOMS 7(1), 1981: the problems
// whose number of variables is fixed, 1 to 19. Minima to more digits than printed there were computed by `scripts/golden/minimizers.py`.
import { type Problem, repeat, sumOfSquares } from './problem.ts';

const { exp, sin, cos, sqrt, atan, log, abs, PI } = Math;
const paper = (number: number, more = ''): string => `Moré, Garbow, Hillstrom 1981, no. ${number}${more}`;

const rosenbrock = sumOfSquares({
  id: 'mgh01_rosenbrock/2',
  x0: [-1.2, 1],
  m: 2,
  rows([a, b], row) {
    row(10 * (b - a * a), [-20 * a, 10]);
    row(1 - a, [-1]);
  },
  minima: [0],
  source: paper(1),
});

const freudensteinRoth = sumOfSquares({
  id: 'mgh02_freudenstein_roth/2',
  x0: [0.5, -2],
  m: 2,
  rows([a, b], row) {
    row(a - 13 + ((5 - b) * b - 2) * b, [1, 10 * b - 3 * b * b - 2]);
    row(a - 29 + ((b + 1) * b - 14) * b, [1, 3 * b * b + 2 * b - 14]);
  },
  minima: [0, 48.98425367924001],
  source: paper(2),
});

const powellBadlyScaled = sumOfSquares({
  id: 'mgh03_powell_badly_scaled/2',
  x0: [0, 1],
  m: 2,
  rows([a, b], row) {
    row(1e4 * a * b - 1, [1e4 * b, 1e4 * a]);
    row(exp(-a) + exp(-b) - 1.0001, [-exp(-a), -exp(-b)]);
  },
  minima: [0],
  source: paper(3),
});

const brownBadlyScaled = sumOfSquares({
  id: 'mgh04_brown_badly_scaled/2',
  x0: [1, 1],
  m: 3,
  rows([a, b], row) {
    row(a - 1e6, [1]);
    row(b - 2e-6, [1], 1);
    row(a * b - 2, [b, a]);
  },
  minima: [0],
  source: paper(4),
});

const beale = sumOfSquares({
  id: 'mgh05_beale/2',
  x0: [1, 1],
  m: 3,
  rows([a, b], row) {
    for (const [k, y] of [1.5, 2.25, 2.625].entries()) {
      const i = k + 1;
      row(y - a * (1 - b ** i), [b ** i - 1, a * i * b ** (i - 1)]);
    }
  },
  minima: [0],
  source: paper(5),
});

const jennrichSampson = sumOfSquares({
  id: 'mgh06_jennrich_sampson/2',
  x0: [0.3, 0.4],
  m: 10,
  rows([a, b], row) {
    for (let i = 1; i <= 10; i++) row(2 + 2 * i - exp(i * a) - exp(i * b), [-i * exp(i * a), -i * exp(i * b)]);
  },
  minima: [124.3621823556148],
  source: paper(6),
});

const helicalValley = sumOfSquares({
  id: 'mgh07_helical_valley/3',
  x0: [-1, 0, 0],
  m: 3,
  rows([a, b, c], row) {
    const turns = a === 0 ? (b < 0 ? -0.25 : 0.25) : atan(b / a) / (2 * PI) + (a < 0 ? 0.5 : 0);
    const squared = a * a + b * b;
    const radius = sqrt(squared);
    row(10 * (c - 10 * turns), [(50 * b) / (PI * squared), (-50 * a) / (PI * squared), 10]);
    row(10 * (radius - 1), [(10 * a) / radius, (10 * b) / radius]);
    row(c, [1], 2);
  },
  minima: [0],
  source: paper(7),
});

const bard = sumOfSquares({
  id: 'mgh08_bard/3',
  x0: [1, 1, 1],
  m: 15,
  rows([a, b, c], row) {
    const ys = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
    for (const [k, y] of ys.entries()) {
      const [u, v] = [k + 1, 15 - k];
      const w = Math.min(u, v);
      const denominator = v * b + w * c;
      row(y - a - u / denominator, [-1, (u * v) / denominator ** 2, (u * w) / denominator ** 2]);
    }
  },
  minima: [0.008214877306578963, 17.42869333],
  source: paper(8, '; the second minimum is at infinity'),
});

const gaussian = sumOfSquares({
  id: 'mgh09_gaussian/3',
  x0: [0.4, 1, 0],
  m: 15,
  rows([a, b, c], row) {
    const half = [0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521];
    for (const [k, y] of [...half, 0.3989, ...half.toReversed()].entries()) {
      const d = (7 - k) / 2 - c;
      const e = exp((-b * d * d) / 2);
      row(a * e - y, [e, (-a * e * d * d) / 2, a * e * b * d]);
    }
  },
  minima: [1.127932769618641e-8],
  source: paper(9),
});

const meyer = sumOfSquares({
  id: 'mgh10_meyer/3',
  x0: [0.02, 4000, 250],
  m: 16,
  rows([a, b, c], row) {
    const ys = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];
    for (const [k, y] of ys.entries()) {
      const d = 50 + 5 * k + c;
      const e = exp(b / d);
      row(a * e - y, [e, (a * e) / d, (-a * e * b) / (d * d)]);
    }
  },
  minima: [87.94585517018605],
  source: paper(10, '; a gradient of 1e-5 is below rounding: the value decides'),
});

const gulf = sumOfSquares({
  id: 'mgh11_gulf/3',
  x0: [5, 2.5, 0.15],
  m: 99,
  rows([a, b, c], row) {
    for (let i = 1; i <= 99; i++) {
      const t = i / 100;
      const d = 25 + (-50 * log(t)) ** (2 / 3) - b;
      const power = abs(d) ** c;
      const e = exp(-power / a);
      row(e - t, [(e * power) / (a * a), (e * c * power) / (a * d), (-e * power * log(abs(d))) / a]);
    }
  },
  minima: [0, 0.038],
  source: paper(11, ', with |yᵢ − x₂|, as the code of Argonne has it, not as printed'),
});

const box = sumOfSquares({
  id: 'mgh12_box3d/3',
  x0: [0, 10, 20],
  m: 10,
  rows([a, b, c], row) {
    for (let i = 1; i <= 10; i++) {
      const t = i / 10;
      const d = exp(-t) - exp(-10 * t);
      row(exp(-t * a) - exp(-t * b) - c * d, [-t * exp(-t * a), t * exp(-t * b), -d]);
    }
  },
  minima: [0, 0.0755887],
  source: paper(12, '; the second is at infinity'),
});

const powellSingular = sumOfSquares({
  id: 'mgh13_powell_singular/4',
  x0: [3, -1, 0, 1],
  m: 4,
  rows([a, b, c, d], row) {
    row(a + 10 * b, [1, 10]);
    row(sqrt(5) * (c - d), [sqrt(5), -sqrt(5)], 2);
    row((b - 2 * c) ** 2, [2 * (b - 2 * c), -4 * (b - 2 * c)], 1);
    row(sqrt(10) * (a - d) ** 2, [2 * sqrt(10) * (a - d), 0, 0, -2 * sqrt(10) * (a - d)]);
  },
  minima: [0],
  source: paper(13, '; the Hessian is singular at the minimum'),
});

const wood = sumOfSquares({
  id: 'mgh14_wood/4',
  x0: [-3, -1, -3, -1],
  m: 6,
  rows([a, b, c, d], row) {
    row(10 * (b - a * a), [-20 * a, 10]);
    row(1 - a, [-1]);
    row(sqrt(90) * (d - c * c), [-2 * sqrt(90) * c, sqrt(90)], 2);
    row(1 - c, [-1], 2);
    row(sqrt(10) * (b + d - 2), [sqrt(10), 0, sqrt(10)], 1);
    row((b - d) / sqrt(10), [1 / sqrt(10), 0, -1 / sqrt(10)], 1);
  },
  minima: [0],
  source: paper(14),
});

const kowalikOsborne = sumOfSquares({
  id: 'mgh15_kowalik_osborne/4',
  x0: [0.25, 0.39, 0.415, 0.39],
  m: 11,
  rows([a, b, c, d], row) {
    const ys = [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
    const us = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];
    for (const [i, u] of us.entries()) {
      const above = u * u + u * b;
      const below = u * u + u * c + d;
      const slope = (a * above) / (below * below);
      row(ys[i] - (a * above) / below, [-above / below, (-a * u) / below, u * slope, slope]);
    }
  },
  minima: [0.0003075056038492365, 0.00102734],
  source: paper(15, '; the second is at infinity'),
});

const brownDennis = sumOfSquares({
  id: 'mgh16_brown_dennis/4',
  x0: [25, 5, -5, -1],
  m: 20,
  rows([a, b, c, d], row) {
    for (let i = 1; i <= 20; i++) {
      const t = i / 5;
      const p = a + t * b - exp(t);
      const q = c + d * sin(t) - cos(t);
      row(p * p + q * q, [2 * p, 2 * p * t, 2 * q, 2 * q * sin(t)]);
    }
  },
  minima: [85822.20162635628],
  source: paper(16),
});

const osborne1 = sumOfSquares({
  id: 'mgh17_osborne1/5',
  x0: [0.5, 1.5, -1, 0.01, 0.02],
  m: 33,
  rows([a, b, c, d, e], row) {
    const ys = [
      844, 908, 932, 936, 925, 908, 881, 850, 818, 784, 751, 718, 685, 658, 628, 603, 580, 558, 538, 522, 506, 490, 478,
      467, 457, 448, 438, 431, 424, 420, 414, 411, 406,
    ];
    for (const [i, y] of ys.entries()) {
      const t = 10 * i;
      const [p, q] = [exp(-t * d), exp(-t * e)];
      row(y / 1000 - a - b * p - c * q, [-1, -p, -q, t * b * p, t * c * q]);
    }
  },
  minima: [5.464894697482517e-5],
  source: paper(17),
});

const biggs = sumOfSquares({
  id: 'mgh18_biggs_exp6/6',
  x0: [1, 2, 1, 1, 1, 1],
  m: 13,
  rows([a, b, c, d, e, f], row) {
    for (let i = 1; i <= 13; i++) {
      const t = i / 10;
      const y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t);
      const [p, q, r] = [exp(-t * a), exp(-t * b), exp(-t * e)];
      row(c * p - d * q + f * r - y, [-t * c * p, t * d * q, p, -q, -t * f * r, r]);
    }
  },
  minima: [0, 0.005655649925499927],
  source: paper(18, '; the second is a saddle of the set x₁ = x₅, x₃ = x₆, in which the start lies'),
});

const osborne2 = sumOfSquares({
  id: 'mgh19_osborne2/11',
  x0: [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5],
  m: 65,
  rows(x, row) {
    const ys = [
      1366, 1191, 1112, 1013, 991, 885, 831, 847, 786, 725, 746, 679, 608, 655, 616, 606, 602, 626, 651, 724, 649, 649,
      694, 644, 624, 661, 612, 558, 533, 495, 500, 423, 395, 375, 372, 391, 396, 405, 428, 429, 523, 562, 607, 653, 672,
      708, 633, 668, 645, 632, 591, 559, 597, 625, 739, 710, 729, 720, 636, 581, 428, 292, 162, 98, 54,
    ];
    for (const [i, y] of ys.entries()) {
      const t = i / 10;
      const decay = exp(-t * x[4]);
      const derivatives = repeat(11, 0);
      derivatives[0] = -decay;
      derivatives[4] = t * x[0] * decay;
      let model = x[0] * decay;
      for (const k of [1, 2, 3]) {
        const [height, width, d] = [x[k], x[k + 4], t - x[k + 7]];
        const peak = exp(-d * d * width);
        model += height * peak;
        derivatives[k] = -peak;
        derivatives[k + 4] = height * d * d * peak;
        derivatives[k + 7] = -2 * height * width * d * peak;
      }
      row(y / 1000 - model, derivatives);
    }
  },
  minima: [0.04013773629354767],
  source: paper(19),
});

export const fixedProblems: readonly Problem[] = [
  rosenbrock,
  freudensteinRoth,
  powellBadlyScaled,
  brownBadlyScaled,
  beale,
  jennrichSampson,
  helicalValley,
  bard,
  gaussian,
  meyer,
  gulf,
  box,
  powellSingular,
  wood,
  kowalikOsborne,
  brownDennis,
  osborne1,
  biggs,
  osborne2,
];
