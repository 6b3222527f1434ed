/** One evaluation of a loss and its gradient, and what it took until then. */
export interface Moment {
  /** Evaluations of loss and gradient, this one included. */
  readonly evaluations: number;
  /** Products with the Hessian, or what stands for it. */
  readonly products: number;
  readonly seconds: number;
  readonly loss: number;
  /** The largest number of the gradient. */
  readonly slope: number;
}

/** All evaluations of a run. */
export interface History {
  readonly method: string;
  readonly moments: readonly Moment[];
  /** How it ended. */
  readonly end: string;
}

/** The first evaluation at which the loss, or the slope, was at most `level`. */
export const reached = ({ moments }: History, what: 'loss' | 'slope', level: number): Moment | undefined =>
  moments.find((moment) => moment[what] <= level);

/** The smallest loss that a run had seen when `until` still held. */
export function lowest({ moments }: History, until: (moment: Moment) => boolean): number | undefined {
  let best: number | undefined;
  for (const moment of moments) {
    if (!until(moment)) break;
    if (best === undefined || moment.loss < best) best = moment.loss;
  }
  return best;
}

/** Whether a run is better than another: it comes to the lowest level that either reaches in fewer evaluations. */
export function isBetter(a: History, b: History, what: 'loss' | 'slope', levels: readonly number[]): boolean {
  for (const level of [...levels].sort((x, y) => x - y)) {
    const [mine, other] = [reached(a, what, level), reached(b, what, level)];
    if (mine === undefined && other === undefined) continue;
    return (mine?.evaluations ?? Infinity) < (other?.evaluations ?? Infinity);
  }
  const end = ({ moments }: History): number => Math.min(...moments.map((moment) => moment[what]));
  return end(a) < end(b);
}
