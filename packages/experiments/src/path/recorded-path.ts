import type { Label } from '../label.ts';
import type { Window } from '../surface/window.ts';
import type { SurfacePath } from '../view.ts';

/** Where a method was after how many evaluations, and what it found there. */
export class RecordedPath {
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly value: number[] = [];
  /** Gradients, values with gradients, and products with the Hessian up to here. */
  readonly evaluations: number[] = [];

  add(x: number, y: number, value: number, evaluations: number): void {
    this.x.push(x);
    this.y.push(y);
    this.value.push(value);
    this.evaluations.push(evaluations);
  }

  get length(): number {
    return this.x.length;
  }

  /** Number of points up to so many evaluations. */
  until(evaluations: number): number {
    const { evaluations: list } = this;
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] as number) <= evaluations) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The first `count` points as a line over a surface, without those that are closer than `spacing` to the one before. A line that
   * leaves the window ends within one window's width of it.
   */
  line(name: Label, count: number, spacing: number, { xRange, yRange }: Window): SurfacePath {
    const share = (from: number, to: number, [low, high]: readonly [number, number]): number => {
      const [least, most] = [low - (high - low), high + (high - low)];
      return to > most ? (most - from) / (to - from) : to < least ? (least - from) / (to - from) : 1;
    };
    const points: number[] = [];
    for (let i = 0; i < count; i++) {
      const [x, y] = [this.x[i] as number, this.y[i] as number];
      const [beforeX, beforeY] = points.slice(-2) as [number?, number?];
      const isLast = i === count - 1;
      if (beforeX !== undefined && !isLast && Math.hypot(x - beforeX, y - (beforeY as number)) < spacing) continue;
      const part = beforeX === undefined ? 1 : Math.min(share(beforeX, x, xRange), share(beforeY as number, y, yRange));
      if (part < 1) {
        points.push(
          (beforeX as number) + part * (x - (beforeX as number)),
          (beforeY as number) + part * (y - (beforeY as number)),
        );
        break;
      }
      points.push(x, y);
    }
    return { name, points: Float64Array.from(points) };
  }
}
