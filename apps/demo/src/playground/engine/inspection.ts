import {
  argmax,
  cast,
  concatenate,
  equal,
  jit,
  mean,
  reshape,
  slice,
  softmax,
  stack,
  type Tensor,
  tensor,
  transpose,
} from '@gradkit/core';
import type { LayerVisit, Sequential } from '@gradkit/layers';
import type { Loss } from '@gradkit/losses';
import { shownUnits } from './messages.ts';

/** What a network says at all points of a grid. */
export interface Inspection {
  /** Probabilities of the classes, point by point. */
  readonly probabilities: Float32Array;
  /** For each hidden layer its first units, one grid after the other. */
  readonly units: readonly Float32Array[];
}

/**
 * Looks into a network of dense layers at the points of a grid: one program, all of whose numbers come back together.
 *
 * @param points shaped as the network takes them
 */
export function inspector(model: Sequential, points: Tensor, fromLogits: boolean): () => Inspection {
  const count = points.shape[0] as number;
  let widths: number[] = [];
  let classes = 0;
  const look = jit((x: Tensor) => {
    const visits: LayerVisit[] = [];
    const output = model.apply(x, { training: false, visit: (visit) => void visits.push(visit) });
    const dense = visits.filter(({ layer }) => layer.kind === 'dense');
    // What goes into the next layer of weights is what the hidden layer before it gives: dropout lets all pass here.
    const hidden = dense.slice(1).map(({ input }) => firstUnits(input as Tensor));
    widths = hidden.map(({ shape }) => shape[1] as number);
    classes = output.shape[1] as number;
    const last = fromLogits ? softmax(output) : output;
    const flat = [last, ...hidden.map((units) => transpose(units))].map((part) => reshape(part, [-1]));
    return concatenate(flat, { axis: 0 });
  });
  return () => {
    const all = look(points).dataSync() as Float32Array;
    let at = count * classes;
    const units = widths.map((width) => {
      const part = all.slice(at, at + width * count);
      at += width * count;
      return part;
    });
    return { probabilities: all.slice(0, count * classes), units };
  };
}

function firstUnits(output: Tensor): Tensor {
  const [count = 0, units = 0] = output.shape;
  return units <= shownUnits ? output : slice(output, [0, 0], [count, shownUnits]);
}

/** Of two classes the probability of the second; of more, the likeliest plus its probability, which stays below 1. */
export function boundaryValues(probabilities: Float32Array, classes: number): Float32Array {
  const values = new Float32Array(probabilities.length / classes);
  for (let i = 0; i < values.length; i++) {
    const of = (id: number): number => probabilities[i * classes + id];
    if (classes === 2) {
      values[i] = of(1);
      continue;
    }
    let best = 0;
    for (let id = 1; id < classes; id++) if (of(id) > of(best)) best = id;
    values[i] = best + Math.min(of(best), 0.999);
  }
  return values;
}

/** How well a network does. */
export interface Judgement {
  /** Without penalties and without dropout. */
  readonly loss: number;
  readonly accuracy: number;
}

/** Judges a classifier by samples. */
export function judgeOf(model: Sequential, loss: Loss): (x: Tensor, y: Tensor) => Judgement {
  const measure = jit((x: Tensor, y: Tensor) => {
    const output = model.apply(x, { training: false });
    return stack([loss(y, output), mean(cast(equal(argmax(output, { axis: -1 }), y), 'float32'))]);
  });
  return (x, y) => {
    const [value, accuracy] = measure(x, y).dataSync() as Float32Array;
    return { loss: value, accuracy };
  };
}

/** A tensor of rows in the shape of samples. */
export const shaped = (rows: Float32Array, like: Tensor): Tensor =>
  tensor(rows, { shape: [rows.length / (like.size / (like.shape[0] as number)), ...like.shape.slice(1)] });
