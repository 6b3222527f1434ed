import { add, mul, square } from '@gradkit/core';
import { sgd } from '@gradkit/optimizers';
import type { Label } from '../label.ts';
import { stepsOverSurface } from '../path/steps-over-surface.ts';
import type { Curves, Table } from '../view.ts';

/** The curvature of the parabola, λ: `f(x) = ½·λ·x²`. */
const curvature = 1;
const steps = 8;

/** One way down a parabola. */
export interface Slide {
  readonly label: Label;
  /** The learning rate, and the same in multiples of the limit 2/λ. */
  readonly rate: number;
  readonly share: number;
  readonly x: readonly number[];
  /** What each step multiplies x by: measured, and 1 − αλ. */
  readonly measured: number;
  readonly expected: number;
}

const rows: readonly { readonly share: number; readonly label: Label }[] = [
  { share: 0.05, label: { en: 'too small', ko: '너무 작음' } },
  { share: 0.4, label: { en: 'right', ko: '알맞음' } },
  { share: 0.95, label: { en: 'too large', ko: '너무 큼' } },
  { share: 1.05, label: { en: 'diverging', ko: '발산' } },
];

/** Four learning rates on one parabola: `x ← x − α·λ·x`. */
export function slides(): readonly Slide[] {
  const rates = rows.map(({ share }) => (share * 2) / curvature);
  const step = stepsOverSurface(
    (x, y) => mul(curvature / 2, add(square(x), square(y))),
    [1, 0],
    rates.map((rate) => sgd(rate)),
  );
  const found = Array.from({ length: steps + 1 }, () => step().map(({ x }) => x));
  return rows.map(({ label, share }, i) => {
    const x = found.map((each) => each[i] as number);
    const rate = rates[i] as number;
    return { label, rate, share, x, measured: (x[1] as number) / (x[0] as number), expected: 1 - rate * curvature };
  });
}

export function parabolaPicture(found: readonly Slide[]): Curves {
  const f = (x: number): number => (curvature / 2) * x * x;
  const grid = Float64Array.from({ length: 81 }, (_, i) => -1.6 + (3.2 * i) / 80);
  return {
    kind: 'curves',
    id: 'parabola',
    title: { en: 'Four rates on a parabola', ko: '포물선 위의 네 학습률' },
    x: { label: 'x' },
    y: { label: 'f(x)' },
    series: [
      { name: 'f(x) = x²/2', x: grid, y: grid.map(f), dashed: true },
      ...found.map(({ label, x }) => ({ name: label, x: Float64Array.from(x), y: Float64Array.from(x, f) })),
    ],
  };
}

export function parabolaTable(found: readonly Slide[]): Table {
  return {
    kind: 'table',
    id: 'factors',
    title: { en: 'Rates on the parabola', ko: '포물선에서의 학습률' },
    columns: [
      { en: 'rate', ko: '학습률' },
      { en: 'in multiples of 2/λ', ko: '2/λ의 배수' },
      { en: 'factor per step, measured', ko: '걸음마다의 배율(측정)' },
      { en: '1 − αλ', ko: '1 − αλ(공식)' },
    ],
    rows: found.map(({ label, share, measured, expected }) => [label, share, measured, expected]),
  };
}
