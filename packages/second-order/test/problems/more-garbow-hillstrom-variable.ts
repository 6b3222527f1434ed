// J. J. Moré, B. S. Garbow and K. E. Hillstrom, Testing unconstrained optimization software, ACM TOMS 7(1), 1981: the problems
// of any number of variables, 20 to 35. Minima to more digits than printed there were computed by `scripts/golden/minimizers.py`.
import { type Problem, repeat, sumOfSquares, upTo } from './problem.ts';

const { exp, sin, cos, sqrt } = Math;
const paper = (number: number, more = ''): string => `Moré, Garbow, Hillstrom 1981, no. ${number}${more}`;
const sum = (x: Float64Array): number => x.reduce((total, each) => total + each, 0);

const watson = (n: number, minimum: number): Problem =>
  sumOfSquares({
    id: `mgh20_watson/${n}`,
    x0: repeat(n, 0),
    m: 31,
    rows(x, row) {
      for (let i = 1; i <= 29; i++) {
        const powers = upTo(n, (j) => (i / 29) ** (j - 1));
        let slope = 0;
        let value = 0;
        for (let j = 0; j < n; j++) {
          value += powers[j] * x[j];
          if (j > 0) slope += j * powers[j - 1] * x[j];
        }
        row(
          slope - value * value - 1,
          powers.map((power, j) => (j > 0 ? j * powers[j - 1] : 0) - 2 * value * power),
        );
      }
      row(x[0], [1]);
      row(x[1] - x[0] * x[0] - 1, [-2 * x[0], 1]);
    },
    minima: [minimum],
    source: paper(20, '; very badly conditioned'),
  });

const extendedRosenbrock = (n: number): Problem =>
  sumOfSquares({
    id: `mgh21_extended_rosenbrock/${n}`,
    x0: repeat(n, -1.2, 1),
    m: n,
    rows(x, row) {
      for (let i = 0; i < n; i += 2) {
        row(10 * (x[i + 1] - x[i] * x[i]), [-20 * x[i], 10], i);
        row(1 - x[i], [-1], i);
      }
    },
    minima: [0],
    source: paper(21),
  });

const extendedPowell = (n: number): Problem =>
  sumOfSquares({
    id: `mgh22_extended_powell/${n}`,
    x0: repeat(n, 3, -1, 0, 1),
    m: n,
    rows(x, row) {
      for (let i = 0; i < n; i += 4) {
        const [p, q] = [x[i + 1] - 2 * x[i + 2], x[i] - x[i + 3]];
        row(x[i] + 10 * x[i + 1], [1, 10], i);
        row(sqrt(5) * (x[i + 2] - x[i + 3]), [sqrt(5), -sqrt(5)], i + 2);
        row(p * p, [2 * p, -4 * p], i + 1);
        row(sqrt(10) * q * q, [2 * sqrt(10) * q, 0, 0, -2 * sqrt(10) * q], i);
      }
    },
    minima: [0],
    source: paper(22, '; the Hessian is singular at the minimum'),
  });

const penalty1 = (n: number, minimum: number): Problem =>
  sumOfSquares({
    id: `mgh23_penalty1/${n}`,
    x0: upTo(n, (j) => j),
    m: n + 1,
    rows(x, row) {
      const weight = sqrt(1e-5);
      let squares = -0.25;
      for (let i = 0; i < n; i++) {
        row(weight * (x[i] - 1), [weight], i);
        squares += x[i] * x[i];
      }
      row(
        squares,
        x.map((each) => 2 * each),
      );
    },
    minima: [minimum],
    source: paper(23),
  });

const penalty2 = (n: number, minimum: number): Problem =>
  sumOfSquares({
    id: `mgh24_penalty2/${n}`,
    x0: repeat(n, 0.5),
    m: 2 * n,
    rows(x, row) {
      const weight = sqrt(1e-5);
      const e = x.map((each) => exp(each / 10));
      row(x[0] - 0.2, [1]);
      for (let i = 1; i < n; i++) {
        const y = exp((i + 1) / 10) + exp(i / 10);
        row(weight * (e[i] + e[i - 1] - y), [(weight * e[i - 1]) / 10, (weight * e[i]) / 10], i - 1);
      }
      for (let i = 1; i < n; i++) row(weight * (e[i] - exp(-1 / 10)), [(weight * e[i]) / 10], i);
      row(
        x.reduce((total, each, j) => total + (n - j) * each * each, -1),
        x.map((each, j) => 2 * (n - j) * each),
      );
    },
    minima: [minimum],
    source: paper(24),
  });

const variablyDimensioned = (n: number): Problem =>
  sumOfSquares({
    id: `mgh25_variably_dimensioned/${n}`,
    x0: upTo(n, (j) => 1 - j / n),
    m: n + 2,
    rows(x, row) {
      let total = 0;
      for (let i = 0; i < n; i++) {
        row(x[i] - 1, [1], i);
        total += (i + 1) * (x[i] - 1);
      }
      row(
        total,
        x.map((_, j) => j + 1),
      );
      row(
        total * total,
        x.map((_, j) => 2 * total * (j + 1)),
      );
    },
    minima: [0],
    source: paper(25),
  });

const trigonometric = (n: number, ...minima: number[]): Problem =>
  sumOfSquares({
    id: `mgh26_trigonometric/${n}`,
    x0: repeat(n, 1 / n),
    m: n,
    rows(x, row) {
      const cosines = x.map(cos);
      const sines = x.map(sin);
      const total = sum(cosines);
      for (let i = 0; i < n; i++) {
        const derivatives = sines.slice();
        derivatives[i] += (i + 1) * sines[i] - cosines[i];
        row(n - total + (i + 1) * (1 - cosines[i]) - sines[i], derivatives);
      }
    },
    minima,
    source: paper(26, '; there are other local minima'),
  });

const brownAlmostLinear = (n: number): Problem =>
  sumOfSquares({
    id: `mgh27_brown_almost_linear/${n}`,
    x0: repeat(n, 0.5),
    m: n,
    rows(x, row) {
      const total = sum(x);
      for (let i = 0; i < n - 1; i++) {
        const derivatives = repeat(n, 1);
        derivatives[i] = 2;
        row(x[i] + total - (n + 1), derivatives);
      }
      const productWithout = (j: number): number =>
        x.reduce((product, each, k) => (k === j ? product : product * each), 1);
      row(
        productWithout(-1) - 1,
        x.map((_, j) => productWithout(j)),
      );
    },
    minima: [0, 1],
    source: paper(27),
  });

const discreteBoundaryValue = (n: number): Problem =>
  sumOfSquares({
    id: `mgh28_discrete_boundary_value/${n}`,
    x0: upTo(n, (j) => (j / (n + 1)) * (j / (n + 1) - 1)),
    m: n,
    rows(x, row) {
      const h = 1 / (n + 1);
      for (let i = 0; i < n; i++) {
        const [before, after] = [i > 0 ? x[i - 1] : 0, i < n - 1 ? x[i + 1] : 0];
        const u = x[i] + (i + 1) * h + 1;
        const own = 2 + (3 * h * h * u * u) / 2;
        const derivatives = [...(i > 0 ? [-1] : []), own, ...(i < n - 1 ? [-1] : [])];
        row(2 * x[i] - before - after + (h * h * u ** 3) / 2, derivatives, Math.max(0, i - 1));
      }
    },
    minima: [0],
    source: paper(28),
  });

const discreteIntegralEquation = (n: number): Problem =>
  sumOfSquares({
    id: `mgh29_discrete_integral_equation/${n}`,
    x0: upTo(n, (j) => (j / (n + 1)) * (j / (n + 1) - 1)),
    m: n,
    rows(x, row) {
      const h = 1 / (n + 1);
      for (let i = 1; i <= n; i++) {
        let integral = 0;
        const derivatives = upTo(n, (j) => {
          const [s, t] = [Math.min(i, j) * h, Math.max(i, j) * h];
          const u = x[j - 1] + j * h + 1;
          const kernel = (h * s * (1 - t)) / 2;
          integral += kernel * u ** 3;
          return 3 * kernel * u * u + (i === j ? 1 : 0);
        });
        row(x[i - 1] + integral, derivatives);
      }
    },
    minima: [0],
    source: paper(29),
  });

const broydenTridiagonal = (n: number): Problem =>
  sumOfSquares({
    id: `mgh30_broyden_tridiagonal/${n}`,
    x0: repeat(n, -1),
    m: n,
    rows(x, row) {
      for (let i = 0; i < n; i++) {
        const [before, after] = [i > 0 ? x[i - 1] : 0, i < n - 1 ? x[i + 1] : 0];
        const derivatives = [...(i > 0 ? [-1] : []), 3 - 4 * x[i], ...(i < n - 1 ? [-2] : [])];
        row((3 - 2 * x[i]) * x[i] - before - 2 * after + 1, derivatives, Math.max(0, i - 1));
      }
    },
    minima: [0],
    source: paper(30),
  });

const broydenBanded = (n: number): Problem =>
  sumOfSquares({
    id: `mgh31_broyden_banded/${n}`,
    x0: repeat(n, -1),
    m: n,
    rows(x, row) {
      for (let i = 0; i < n; i++) {
        const first = Math.max(0, i - 5);
        const derivatives: number[] = [];
        let value = x[i] * (2 + 5 * x[i] * x[i]) + 1;
        for (let j = first; j <= Math.min(n - 1, i + 1); j++) {
          if (j !== i) value -= x[j] * (1 + x[j]);
          derivatives.push(j === i ? 2 + 15 * x[i] * x[i] : -1 - 2 * x[j]);
        }
        row(value, derivatives, first);
      }
    },
    minima: [0],
    source: paper(31),
  });

const linearFullRank = (n: number, m: number): Problem =>
  sumOfSquares({
    id: `mgh32_linear_full_rank/${n}`,
    x0: repeat(n, 1),
    m,
    rows(x, row) {
      const mean = (2 * sum(x)) / m;
      for (let i = 0; i < m; i++) {
        const derivatives = repeat(n, -2 / m);
        if (i < n) derivatives[i] += 1;
        row((i < n ? x[i] : 0) - mean - 1, derivatives);
      }
    },
    minima: [m - n],
    source: paper(32),
  });

const linearRankOne = (n: number, m: number): Problem =>
  sumOfSquares({
    id: `mgh33_linear_rank1/${n}`,
    x0: repeat(n, 1),
    m,
    rows(x, row) {
      const total = x.reduce((sum, each, j) => sum + (j + 1) * each, 0);
      for (let i = 1; i <= m; i++) {
        row(
          i * total - 1,
          x.map((_, j) => i * (j + 1)),
        );
      }
    },
    minima: [(m * (m - 1)) / (2 * (2 * m + 1))],
    source: paper(33),
  });

const linearRankOneWithZeros = (n: number, m: number): Problem =>
  sumOfSquares({
    id: `mgh34_linear_rank1_zero/${n}`,
    x0: repeat(n, 1),
    m,
    rows(x, row) {
      const weight = (j: number): number => (j > 0 && j < n - 1 ? j + 1 : 0);
      const total = x.reduce((sum, each, j) => sum + weight(j) * each, 0);
      for (let i = 0; i < m; i++) {
        const factor = i < m - 1 ? i : 0;
        row(
          factor * total - 1,
          x.map((_, j) => factor * weight(j)),
        );
      }
    },
    minima: [(m * m + 3 * m - 6) / (2 * (2 * m - 3))],
    source: paper(34),
  });

const chebyquad = (n: number, ...minima: number[]): Problem =>
  sumOfSquares({
    id: `mgh35_chebyquad/${n}`,
    x0: upTo(n, (j) => j / (n + 1)),
    m: n,
    rows(x, row) {
      // T and its derivative, of the present degree and of the one before, by their three-term recurrence.
      const shifted = x.map((each) => 2 * each - 1);
      let [before, now] = [x.map(() => 1), shifted];
      let [slopeBefore, slope] = [x.map(() => 0), x.map(() => 2)];
      for (let degree = 1; degree <= n; degree++) {
        const integral = degree % 2 === 0 ? -1 / (degree * degree - 1) : 0;
        row(
          sum(now) / n - integral,
          slope.map((each) => each / n),
        );
        const next = now.map((each, j) => 2 * shifted[j] * each - before[j]);
        const nextSlope = slope.map((each, j) => 4 * now[j] + 2 * shifted[j] * each - slopeBefore[j]);
        [before, now, slopeBefore, slope] = [now, next, slope, nextSlope];
      }
    },
    minima,
    source: paper(35, n === 10 ? '; the lowest is below the published 6.50395e-3' : ''),
  });

export const variableProblems: readonly Problem[] = [
  watson(6, 0.0022876700535523183),
  watson(9, 1.399760138098e-6),
  watson(12, 4.722381e-10),
  extendedRosenbrock(10),
  extendedRosenbrock(100),
  extendedPowell(12),
  extendedPowell(100),
  penalty1(4, 2.2499775008999365e-5),
  penalty1(10, 7.08765146709037e-5),
  penalty2(4, 9.376293007355449e-6),
  penalty2(10, 0.000293660537456746),
  variablyDimensioned(10),
  variablyDimensioned(50),
  trigonometric(10, 0, 2.7950561218800228e-5),
  trigonometric(50, 0),
  brownAlmostLinear(10),
  discreteBoundaryValue(10),
  discreteBoundaryValue(50),
  discreteIntegralEquation(10),
  discreteIntegralEquation(50),
  broydenTridiagonal(10),
  broydenTridiagonal(100),
  broydenBanded(10),
  broydenBanded(50),
  linearFullRank(10, 20),
  linearRankOne(10, 20),
  linearRankOneWithZeros(10, 20),
  chebyquad(8, 0.003516873725677917),
  chebyquad(10, 0.004772713696375353, 0.0065039548),
];
