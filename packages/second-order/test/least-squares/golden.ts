import type { Bounds, RobustLossName } from '../../src/index.ts';
import golden from '../golden/least-squares.json' with { type: 'json' };

const { PI, atan, cos, sin, exp } = Math;
const turn = 2 * PI;

/** The models of scripts/golden/least_squares.py. */
const models: Readonly<Record<string, (b: ArrayLike<number>, x: number) => number>> = {
  bennett: (b, x) => b[0] * (b[1] + x) ** (-1 / b[2]),
  hahn: (b, x) => (b[0] + b[1] * x + b[2] * x ** 2 + b[3] * x ** 3) / (1 + b[4] * x + b[5] * x ** 2 + b[6] * x ** 3),
  kirby: (b, x) => (b[0] + b[1] * x + b[2] * x ** 2) / (1 + b[3] * x + b[4] * x ** 2),
  roszman: (b, x) => b[0] - b[1] * x - atan(b[2] / (x - b[3])) / PI,
  waves: (b, x) =>
    b[0] +
    b[1] * cos((turn * x) / 12) +
    b[2] * sin((turn * x) / 12) +
    b[4] * cos((turn * x) / b[3]) +
    b[5] * sin((turn * x) / b[3]) +
    b[7] * cos((turn * x) / b[6]) +
    b[8] * sin((turn * x) / b[6]),
  decay: (b, x) => b[0] * exp(-b[1] * x) + b[2],
};

interface Data {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Residuals of a model. */
export function residualsOf(name: string, { x, y }: Data): (b: Float64Array) => number[] {
  const model = models[name];
  return (b) => x.map((each, i) => model(b, each) - y[i]);
}

/** Derivatives of the model `decay`. */
export function decayBy({ x }: Data): (b: Float64Array) => number[][] {
  return (b) => x.map((x) => [exp(-b[1] * x), -b[0] * x * exp(-b[1] * x), 1]);
}

export const { fits, covariances } = golden;
export const robust: readonly (Omit<(typeof golden.robust)[number], 'loss'> & { readonly loss: RobustLossName })[] =
  golden.robust as never;
export const bounded: readonly (Omit<(typeof golden.bounded)[number], 'bounds'> & { readonly bounds: Bounds })[] =
  golden.bounded as never;
