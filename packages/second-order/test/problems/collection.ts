// Problems of the collections CUTEst (N. I. M. Gould, D. Orban and P. L. Toint, 2015) and of N. Andrei, An unconstrained
// optimization test functions collection, 2008, and functions of two variables that every collection has.
import { type Problem, repeat, smooth } from './problem.ts';

const { exp, sin, cos, log } = Math;

const chainedRosenbrock = (n: number, ...minima: number[]): Problem =>
  smooth({
    id: `chained_rosenbrock/${n}`,
    x0: repeat(n, -1.2, 1),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      for (let i = 0; i < n - 1; i++) {
        const [a, b] = [x[i + 1] - x[i] * x[i], 1 - x[i]];
        f += 100 * a * a + b * b;
        gradient[i] += -400 * x[i] * a - 2 * b;
        gradient[i + 1] += 200 * a;
      }
      return f;
    },
    minima,
    source: 'scipy.optimize.rosen; from 4 variables on there is a second minimum near x₁ = −1',
  });

const himmelblau = smooth({
  id: 'himmelblau/2',
  x0: [0, 0],
  valueAndGrad([x, y], gradient) {
    const [a, b] = [x * x + y - 11, x + y * y - 7];
    gradient[0] = 4 * x * a + 2 * b;
    gradient[1] = 2 * a + 4 * y * b;
    return a * a + b * b;
  },
  minima: [0],
  source: 'D. M. Himmelblau, Applied nonlinear programming, 1972',
});

const booth = smooth({
  id: 'booth/2',
  x0: [0, 0],
  valueAndGrad([x, y], gradient) {
    const [a, b] = [x + 2 * y - 7, 2 * x + y - 5];
    gradient[0] = 2 * a + 4 * b;
    gradient[1] = 4 * a + 2 * b;
    return a * a + b * b;
  },
  minima: [0],
  source: 'Booth; minimum at (1, 3)',
});

const matyas = smooth({
  id: 'matyas/2',
  x0: [5, -3],
  valueAndGrad([x, y], gradient) {
    gradient[0] = 0.52 * x - 0.48 * y;
    gradient[1] = 0.52 * y - 0.48 * x;
    return 0.26 * (x * x + y * y) - 0.48 * x * y;
  },
  minima: [0],
  source: 'Matyas; minimum at 0',
});

const exponential = smooth({
  id: 'exponential2/2',
  x0: [0, 0],
  valueAndGrad([x, y], gradient) {
    const [a, b] = [exp((2 - x) ** 2), exp((3 - y) ** 2)];
    gradient[0] = -2 * (2 - x) * a;
    gradient[1] = -2 * (3 - y) * b;
    return a + b;
  },
  minima: [2],
  source: 'exp((2 − x)²) + exp((3 − y)²): its start is steep',
});

const arwhead = (n: number): Problem =>
  smooth({
    id: `arwhead/${n}`,
    x0: repeat(n, 1),
    valueAndGrad(x, gradient) {
      const last = x[n - 1];
      let [f, slope] = [0, 0];
      for (let i = 0; i < n - 1; i++) {
        const a = x[i] * x[i] + last * last;
        f += a * a - 4 * x[i] + 3;
        gradient[i] = 4 * a * x[i] - 4;
        slope += 4 * a * last;
      }
      gradient[n - 1] = slope;
      return f;
    },
    minima: [0],
    source: 'CUTEst ARWHEAD; near the minimum the value is rounding alone',
  });

const edensch = (n: number, minimum: number): Problem =>
  smooth({
    id: `edensch/${n}`,
    x0: repeat(n, 8),
    valueAndGrad(x, gradient) {
      let f = 16;
      gradient.fill(0);
      for (let i = 0; i < n - 1; i++) {
        const [a, b, c] = [x[i] - 2, (x[i] - 2) * x[i + 1], x[i + 1] + 1];
        f += a ** 4 + b * b + c * c;
        gradient[i] += 4 * a ** 3 + 2 * b * x[i + 1];
        gradient[i + 1] += 2 * b * a + 2 * c;
      }
      return f;
    },
    minima: [minimum],
    source: 'CUTEst EDENSCH',
  });

const liarwhd = (n: number): Problem =>
  smooth({
    id: `liarwhd/${n}`,
    x0: repeat(n, 4),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      for (let i = 0; i < n; i++) {
        const [a, b] = [x[i] * x[i] - x[0], x[i] - 1];
        f += 4 * a * a + b * b;
        gradient[i] += 16 * a * x[i] + 2 * b;
        gradient[0] -= 8 * a;
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst LIARWHD',
  });

const nondia = (n: number): Problem =>
  smooth({
    id: `nondia/${n}`,
    x0: repeat(n, -1),
    valueAndGrad(x, gradient) {
      let f = (x[0] - 1) ** 2;
      gradient.fill(0);
      gradient[0] = 2 * (x[0] - 1);
      for (let i = 0; i < n - 1; i++) {
        const a = x[0] - x[i] * x[i];
        f += 100 * a * a;
        gradient[0] += 200 * a;
        gradient[i] -= 400 * a * x[i];
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst NONDIA',
  });

/** Weights of the four sums of DIXMAAN, and how they grow with i: `[alpha, beta, gamma, delta]` and powers of i/n. */
const dixmaan = (name: string, n: number, weights: readonly number[], powers: readonly number[]): Problem =>
  smooth({
    id: `dixmaan${name}/${n}`,
    x0: repeat(n, 2),
    valueAndGrad(x, gradient) {
      const third = n / 3;
      let f = 1;
      gradient.fill(0);
      for (let i = 0; i < n; i++) {
        const [alpha, beta, gamma, delta] = weights.map((weight, k) => weight * ((i + 1) / n) ** powers[k]);
        f += alpha * x[i] * x[i];
        gradient[i] += 2 * alpha * x[i];
        if (i < n - 1) {
          const next = x[i + 1] + x[i + 1] * x[i + 1];
          f += beta * x[i] * x[i] * next * next;
          gradient[i] += 2 * beta * x[i] * next * next;
          gradient[i + 1] += 2 * beta * x[i] * x[i] * next * (1 + 2 * x[i + 1]);
        }
        if (i < 2 * third) {
          const far = x[i + third];
          f += gamma * x[i] * x[i] * far ** 4;
          gradient[i] += 2 * gamma * x[i] * far ** 4;
          gradient[i + third] += 4 * gamma * x[i] * x[i] * far ** 3;
        }
        if (i < third) {
          f += delta * x[i] * x[i + 2 * third];
          gradient[i] += delta * x[i + 2 * third];
          gradient[i + 2 * third] += delta * x[i];
        }
      }
      return f;
    },
    minima: [1],
    source: `CUTEst DIXMAAN${name.toUpperCase()}`,
  });

const tridia = (n: number): Problem =>
  smooth({
    id: `tridia/${n}`,
    x0: repeat(n, 1),
    valueAndGrad(x, gradient) {
      let f = (x[0] - 1) ** 2;
      gradient.fill(0);
      gradient[0] = 2 * (x[0] - 1);
      for (let i = 1; i < n; i++) {
        const a = 2 * x[i] - x[i - 1];
        f += (i + 1) * a * a;
        gradient[i] += 4 * (i + 1) * a;
        gradient[i - 1] -= 2 * (i + 1) * a;
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst TRIDIA',
  });

const sinquad = (n: number): Problem =>
  smooth({
    id: `sinquad/${n}`,
    x0: repeat(n, 0.1),
    valueAndGrad(x, gradient) {
      const [first, last] = [x[0], x[n - 1]];
      const end = last * last - first * first;
      let f = (first - 1) ** 4 + end * end;
      gradient.fill(0);
      gradient[0] = 4 * (first - 1) ** 3 - 4 * end * first;
      gradient[n - 1] = 4 * end * last;
      for (let i = 1; i < n - 1; i++) {
        const a = sin(x[i] - last) - first * first + x[i] * x[i];
        const slope = cos(x[i] - last);
        f += a * a;
        gradient[i] += 2 * a * (slope + 2 * x[i]);
        gradient[0] -= 4 * a * first;
        gradient[n - 1] -= 2 * a * slope;
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst SINQUAD',
  });

const engval1 = (n: number, minimum: number): Problem =>
  smooth({
    id: `engval1/${n}`,
    x0: repeat(n, 2),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      for (let i = 0; i < n - 1; i++) {
        const a = x[i] * x[i] + x[i + 1] * x[i + 1];
        f += a * a - 4 * x[i] + 3;
        gradient[i] += 4 * a * x[i] - 4;
        gradient[i + 1] += 4 * a * x[i + 1];
      }
      return f;
    },
    minima: [minimum],
    source: 'CUTEst ENGVAL1',
  });

const fletchcr = (n: number): Problem =>
  smooth({
    id: `fletchcr/${n}`,
    x0: repeat(n, 0),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      for (let i = 0; i < n - 1; i++) {
        const a = x[i + 1] - x[i] + 1 - x[i] * x[i];
        f += 100 * a * a;
        gradient[i] -= 200 * a * (1 + 2 * x[i]);
        gradient[i + 1] += 200 * a;
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst FLETCHCR',
  });

const bdqrtic = (n: number, minimum: number): Problem =>
  smooth({
    id: `bdqrtic/${n}`,
    x0: repeat(n, 1),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      for (let i = 0; i < n - 4; i++) {
        const indices = [i, i + 1, i + 2, i + 3, n - 1];
        const a = 3 - 4 * x[i];
        const b = indices.reduce((total, j, k) => total + (k + 1) * x[j] * x[j], 0);
        f += a * a + b * b;
        gradient[i] -= 8 * a;
        for (const [k, j] of indices.entries()) gradient[j] += 4 * b * (k + 1) * x[j];
      }
      return f;
    },
    minima: [minimum],
    source: 'CUTEst BDQRTIC',
  });

const dqrtic = (n: number): Problem =>
  smooth({
    id: `dqrtic/${n}`,
    x0: repeat(n, 2),
    valueAndGrad(x, gradient) {
      let f = 0;
      for (let i = 0; i < n; i++) {
        f += (x[i] - i - 1) ** 4;
        gradient[i] = 4 * (x[i] - i - 1) ** 3;
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst DQRTIC; the Hessian is 0 at the minimum',
  });

const cosine = (n: number): Problem =>
  smooth({
    id: `cosine/${n}`,
    x0: repeat(n, 1),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      for (let i = 0; i < n - 1; i++) {
        const a = x[i] * x[i] - x[i + 1] / 2;
        f += cos(a);
        gradient[i] -= 2 * x[i] * sin(a);
        gradient[i + 1] += sin(a) / 2;
      }
      return f;
    },
    minima: [1 - n],
    source: 'CUTEst COSINE',
  });

const brown = (n: number): Problem =>
  smooth({
    id: `brownal_chained/${n}`,
    x0: repeat(n, -1, 1),
    valueAndGrad(x, gradient) {
      let f = 0;
      gradient.fill(0);
      // t^p has the derivatives p t^(p − 1) and t^p log t, of which the second vanishes at 0, as x² log x² does.
      for (let i = 0; i < n - 1; i++) {
        for (const [a, b, j, k] of [
          [x[i], x[i + 1], i, i + 1],
          [x[i + 1], x[i], i + 1, i],
        ]) {
          const [base, power] = [a * a, b * b + 1];
          f += base ** power;
          gradient[j] += 2 * a * power * base ** (power - 1);
          if (base > 0) gradient[k] += 2 * b * base ** power * log(base);
        }
      }
      return f;
    },
    minima: [0],
    source: 'CUTEst BROWN1 and generalised Brown function 1 of A. R. Conn, N. I. M. Gould and P. L. Toint, 1988',
  });

export const collectionProblems: readonly Problem[] = [
  chainedRosenbrock(2, 0),
  chainedRosenbrock(10, 0, 3.986579112347133),
  chainedRosenbrock(100, 0, 3.986623854300934),
  himmelblau,
  booth,
  matyas,
  exponential,
  arwhead(100),
  arwhead(1000),
  edensch(36, 219.28459202076465),
  edensch(1000, 6003.284592020764),
  liarwhd(36),
  liarwhd(1000),
  nondia(100),
  dixmaan('a', 90, [1, 0, 0.125, 0.125], [0, 0, 0, 0]),
  dixmaan('b', 90, [1, 0.0625, 0.0625, 0.0625], [0, 0, 0, 0]),
  dixmaan('c', 90, [1, 0.125, 0.125, 0.125], [0, 0, 0, 0]),
  dixmaan('e', 90, [1, 0, 0.125, 0.125], [1, 0, 0, 1]),
  dixmaan('i', 90, [1, 0, 0.125, 0.125], [2, 0, 0, 2]),
  tridia(30),
  tridia(100),
  sinquad(5),
  sinquad(50),
  engval1(50, 53.58221488520761),
  engval1(1000, 1108.1947187850133),
  fletchcr(10),
  fletchcr(100),
  bdqrtic(100, 378.7691918086842),
  dqrtic(50),
  cosine(100),
  brown(10),
];
