import type { Surface } from '../view.ts';
import { errorOf, lasso, type Quadratic, ridge } from './closed-forms.ts';
import type { PenaltyName } from './penalties.ts';

const cells = 61;
const reach = 1.6;

/**
 * The error over the weights of two features, with the diamond or disc that its contour touches at the solution: a penalty
 * with λ is the same as a limit to the norm, that of the solution.
 */
export function contours(two: Quadratic, penalty: PenaltyName, lambda: number): Surface {
  const isRidge = penalty === 'l2';
  const solve = (each: number): Float64Array => (isRidge ? ridge(two, each) : lasso(two, each));
  const free = ridge(two, 0);
  const solution = penalty === 'none' ? free : solve(lambda);
  const [w1, w2] = solution as unknown as readonly [number, number];
  const values = new Float64Array(cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      values[row * cells + column] = errorOf(two, [coordinate(column), coordinate(row)]);
    }
  }
  // From the free solution to the origin, and denser where it begins.
  const way = Array.from({ length: 81 }, (_, i) => (i === 0 ? free : solve(0.001 * 10 ** (i / 20))));
  return {
    kind: 'surface',
    id: 'contours',
    title: {
      en: 'The error over two weights, and the limit that the penalty sets',
      ko: '두 가중치에 대한 오차와 규제가 정하는 한계',
    },
    x: { label: { en: 'weight of feature 5, which counts', ko: '의미 있는 특징 5의 가중치' }, range: [-reach, reach] },
    y: {
      label: { en: 'weight of feature 6, which does not', ko: '의미 없는 특징 6의 가중치' },
      range: [-reach, reach],
    },
    columns: cells,
    rows: cells,
    values,
    scale: 'linear',
    paths:
      penalty === 'none'
        ? []
        : [
            {
              name: { en: 'solutions as λ grows', ko: 'λ가 커질 때의 해' },
              points: Float64Array.from(way.flatMap((w) => [...w])),
            },
          ],
    points: [
      { x: free[0] as number, y: free[1] as number, label: { en: 'least squares', ko: '최소제곱' } },
      ...(penalty === 'none' ? [] : [{ x: w1, y: w2, label: { en: 'with the penalty', ko: '규제 적용' } }]),
    ],
    ...(penalty === 'none'
      ? {}
      : isRidge
        ? { ball: { norm: 2, radius: Math.hypot(w1, w2) } }
        : { ball: { norm: 1, radius: Math.abs(w1) + Math.abs(w2) } }),
  };
}

const coordinate = (index: number): number => reach * ((2 * index) / (cells - 1) - 1);
