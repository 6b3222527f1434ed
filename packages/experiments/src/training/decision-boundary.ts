import { jit, softmax, type Tensor, tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import type { Model } from '@gradkit/layers';
import type { Label } from '../label.ts';
import type { Boundary } from '../view.ts';

/** The samples that a boundary is drawn with. */
export interface ShownSamples {
  readonly train: Sample;
  readonly test?: Sample;
}

const cells = 48;

/**
 * A function that draws what a classifier of points in the plane says everywhere: scores (logits) of its classes in, a
 * {@link Boundary} of 48 × 48 points out, from one end of the square to the other. It holds all samples, and a tenth more on each side.
 */
export function decisionBoundary(
  model: Pick<Model, 'apply'>,
  { train, test }: ShownSamples,
  { id, title, classes = 2 }: { readonly id: string; readonly title: Label; readonly classes?: number },
): () => Boundary {
  const shown = test === undefined ? [train] : [train, test];
  const places = shown.map(({ x }) => x.dataSync());
  const coordinate = (axis: 0 | 1): Float32Array =>
    Float32Array.from(places.flatMap((flat) => [...flat].filter((_, i) => i % 2 === axis)));
  const [xs, ys] = [coordinate(0), coordinate(1)];
  const [x, y] = [rangeOf(xs), rangeOf(ys)];
  const grid = new Float32Array(cells * cells * 2);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = 2 * (row * cells + column);
      grid[at] = x[0] + (column / (cells - 1)) * (x[1] - x[0]);
      grid[at + 1] = y[0] + (row / (cells - 1)) * (y[1] - y[0]);
    }
  }
  const everywhere = tensor(grid, { shape: [cells * cells, 2] });
  const probabilities = jit((points: Tensor) => softmax(model.apply(points, { training: false })));
  const points = {
    x: xs,
    y: ys,
    label: Float32Array.from(shown.flatMap((each) => [...each.y.dataSync()])),
    isTest: Float32Array.from(shown.flatMap((each, i) => new Array<number>(each.x.shape[0] as number).fill(i))),
  };
  return () => ({
    kind: 'boundary',
    id,
    title,
    x: { label: 'x₁', range: x },
    y: { label: 'x₂', range: y },
    columns: cells,
    rows: cells,
    values: spoken(probabilities(everywhere).dataSync(), classes),
    classes,
    points,
  });
}

/** Of two classes the probability of the second; of more, the likeliest plus its probability, which stays below 1. */
function spoken(flat: ArrayLike<number>, classes: number): Float32Array {
  return Float32Array.from({ length: flat.length / classes }, (_, cell) => {
    const of = (id: number): number => flat[cell * classes + id] as number;
    if (classes === 2) return of(1);
    let best = 0;
    for (let id = 1; id < classes; id++) if (of(id) > of(best)) best = id;
    return best + Math.min(of(best), 0.999);
  });
}

function rangeOf(values: Float32Array): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = 0.1 * (most - least);
  return [least - margin, most + margin];
}
