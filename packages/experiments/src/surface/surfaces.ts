import type { Label } from '../label.ts';
import type { Window } from './window.ts';

/** A function of two variables that is looked at in one window, in words and numbers. */
export interface SurfaceAbout extends Window {
  readonly label: Label;
  /** Of x and y, as a program writes it; `c` is the cosine of 30°. */
  readonly code: string;
  /** The names that `code` needs from `@gradkit/core`. */
  readonly needs: readonly string[];
  /** Where one usually begins. */
  readonly start: readonly [number, number];
  /** The lowest points; none where the function falls without limit. */
  readonly minima: readonly (readonly [number, number])[];
  /** The value there; for a saddle, at the saddle. */
  readonly least: number;
  /** Of the picture: valleys show on a log scale. */
  readonly scale: 'linear' | 'log';
}

export type SurfaceName = 'rosenbrock' | 'beale' | 'quadratic' | 'saddle' | 'himmelblau';

/** Eigenvalues of the quadratic's Hessian, whose axes are turned by 30°. */
export const quadraticEigenvalues: readonly [number, number] = [1, 100];

/** What is usually minimised to see methods at work. */
export const surfaces: Readonly<Record<SurfaceName, SurfaceAbout>> = {
  rosenbrock: {
    label: { en: 'Rosenbrock’s valley', ko: '로젠브록(Rosenbrock) 골짜기' },
    code: 'add(square(sub(1, x)), mul(100, square(sub(y, square(x)))))',
    needs: ['add', 'mul', 'square', 'sub'],
    xRange: [-2, 2],
    yRange: [-1, 3],
    start: [-1.2, 1],
    minima: [[1, 1]],
    least: 0,
    scale: 'log',
  },
  beale: {
    label: { en: 'Beale’s function', ko: '빌(Beale) 함수' },
    code: '[1.5, 2.25, 2.625].map((c, i) => square(sub(c, mul(x, sub(1, pow(y, i + 1)))))).reduce((a, b) => add(a, b))',
    needs: ['add', 'mul', 'pow', 'square', 'sub'],
    xRange: [-1, 4.5],
    yRange: [-1.5, 1.5],
    start: [1, 1],
    minima: [[3, 0.5]],
    least: 0,
    scale: 'log',
  },
  quadratic: {
    label: { en: 'Ill-conditioned quadratic, 1 : 100', ko: '조건수가 나쁜 이차 함수(1 : 100)' },
    code: 'mul(0.5, add(square(add(mul(x, c), mul(y, 0.5))), mul(100, square(sub(mul(y, c), mul(x, 0.5))))))',
    needs: ['add', 'mul', 'square', 'sub'],
    xRange: [-2, 2],
    yRange: [-2, 2],
    start: [-1.8, 0.4],
    minima: [[0, 0]],
    least: 0,
    scale: 'log',
  },
  saddle: {
    label: { en: 'Saddle x² − y²', ko: '안장 x² − y²' },
    code: 'sub(square(x), square(y))',
    needs: ['square', 'sub'],
    xRange: [-1.5, 1.5],
    yRange: [-1.5, 1.5],
    start: [1.2, 0.01],
    minima: [],
    least: 0,
    scale: 'linear',
  },
  himmelblau: {
    label: { en: 'Himmelblau’s four minima', ko: '힘멜블라우(Himmelblau)의 네 최솟값' },
    code: 'add(square(sub(add(square(x), y), 11)), square(sub(add(x, square(y)), 7)))',
    needs: ['add', 'square', 'sub'],
    xRange: [-5, 5],
    yRange: [-5, 5],
    start: [-0.5, -1.5],
    minima: [
      [3, 2],
      [-2.805118086952745, 3.131312518250573],
      [-3.779310253377747, -3.28318599128617],
      [3.584428340330492, -1.848126526964404],
    ],
    least: 0,
    scale: 'log',
  },
};
