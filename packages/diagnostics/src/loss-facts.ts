import { grad } from '@gradkit/autograd';
import { type Shape, sizeOf, type Tensor, tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import { rows, weightField } from './excerpt.ts';
import { type JudgedOutput, lossOf } from './subject.ts';

/** What a loss does with predictions. */
export interface LossFacts {
  /**
   * `logits`: any number is a prediction, and the larger the surer. `probabilities`: predictions lie in [0, 1]; outside the loss
   * is flat or not a number. `any`: other numbers, as for errors that are squared.
   */
  readonly takes: 'logits' | 'probabilities' | 'any';
  /** Whether only the differences of logits, or only the ratios of probabilities, count: one class excludes the others. */
  readonly exclusive: boolean;
}

/** Samples that a loss is tried on. */
const tried = 12;

/**
 * What a loss takes, found out by applying it to numbers: it is followed uphill out of [0, 1], where losses of probabilities become
 * flat, and far downhill, where losses of logits go on falling and others rise again.
 *
 * @returns undefined where that tells nothing, or the loss cannot be applied to single samples
 */
export function lossFactsOf(output: JudgedOutput, fields: Sample<string>): LossFacts | undefined {
  try {
    return factsOf(output, fields);
  } catch {
    return undefined;
  }
}

function factsOf(output: JudgedOutput, fields: Sample<string>): LossFacts | undefined {
  const truths = fields[output.field] as Tensor;
  const shape: Shape = [1, ...output.shape.slice(1)];
  const classes = output.shape.length > 1 ? (output.shape.at(-1) as number) : 1;
  const from = { size: sizeOf(shape), start: classes > 1 ? 1 / classes : 0.5, classes };
  let seen = 0;
  let flat = 0;
  let falling = 0;
  let shiftless = 0;
  let scaleless = 0;
  for (let i = 0; i < Math.min(tried, truths.shape[0] ?? 0); i++) {
    const one: Sample<string> = { [output.field]: rows(truths, i, 1), [weightField]: undefined as never };
    const value = (values: readonly number[]): Tensor =>
      lossOf(output, one, tensor(Float32Array.from(values), { shape }));
    const at = (values: readonly number[]): number => value(values).item();
    const slope = (values: readonly number[]): readonly number[] => {
      const point = tensor(Float32Array.from(values), { shape });
      return [...grad((p: Tensor) => lossOf(output, one, p))(point).dataSync()];
    };
    const start = Array.from({ length: from.size }, () => from.start);
    const uphill = steepest(slope(start), classes);
    if (uphill === undefined) continue;
    seen++;
    const along = (distance: number): number[] =>
      start.map((value, j) => value + distance * (uphill.direction[j] as number));
    const isFlat = (distance: number): boolean =>
      slope(along(distance)).every((each) => !(Math.abs(each) > 1e-5 * uphill.slope && Math.abs(each) < Infinity));
    if (isFlat(1.5) && isFlat(-2)) flat++;
    const [first, near, far] = [at(start), at(along(-2)), at(along(-1e6))];
    if (far <= near + 1e-6 * Math.abs(near) && far <= first && far >= -1e-4 * Math.abs(first)) falling++;
    // Points apart from each other, in and out of order.
    const spread = Array.from({ length: from.size }, (_, j) => 0.1 + ((j * 0.618 + i * 0.271) % 1) * 0.8);
    const whole = at(spread);
    const same = (other: number): boolean => Math.abs(other - whole) <= 1e-4 * (1 + Math.abs(whole));
    if (same(at(spread.map((each) => each + 3)))) shiftless++;
    if (same(at(spread.map((each) => each * 0.5)))) scaleless++;
  }
  if (seen === 0) return undefined;
  if (flat === seen) return { takes: 'probabilities', exclusive: classes > 1 && scaleless === seen };
  const exclusive = classes > 1 && shiftless === seen;
  const isLogits = scaleless < seen && (falling === seen || exclusive);
  return isLogits ? { takes: 'logits', exclusive } : { takes: 'any', exclusive: false };
}

/** The way up, with a largest part of 1 in every row of classes, and how steep it is; undefined where all is flat. */
function steepest(slopes: readonly number[], classes: number): { direction: number[]; slope: number } | undefined {
  const direction = [...slopes];
  let slope = 0;
  for (let from = 0; from < slopes.length; from += classes) {
    const largest = Math.max(...slopes.slice(from, from + classes).map(Math.abs));
    if (!(largest > 0 && largest < Infinity)) continue;
    slope = Math.max(slope, largest);
    for (let j = from; j < from + classes; j++) direction[j] = (slopes[j] as number) / largest;
  }
  return slope > 0 ? { direction, slope } : undefined;
}

/** The losses of predictions that are the same for every sample. */
export interface BaselineLosses {
  /** Of predictions that say nothing: logits 0, equal probabilities, or 0. */
  readonly uninformed: number;
  /** Of the best of those that know the frequencies or the mean of the targets, and nothing of the inputs. */
  readonly best: number;
}

/** Applies the loss to constant predictions. NaN where it cannot be applied to them. */
export function baselineLosses(
  output: JudgedOutput,
  fields: Sample<string>,
  facts: LossFacts | undefined,
): BaselineLosses {
  const truths = fields[output.field] as Tensor;
  const samples = truths.shape[0] as number;
  const perSample = output.shape.slice(1);
  const units = perSample.at(-1) ?? 1;
  const at = (row: readonly number[]): number => {
    const values = Float32Array.from({ length: samples * sizeOf(perSample) }, (_, i) => row[i % row.length] as number);
    try {
      return lossOf(output, fields, tensor(values, { shape: [samples, ...perSample] })).item();
    } catch {
      return Number.NaN;
    }
  };
  const same = (value: number): number[] => Array.from({ length: units }, () => value);
  const equal = facts?.takes === 'probabilities' ? [1 / Math.max(2, units), 0.5] : [0];
  const uninformed = Math.min(...equal.map((value) => at(same(value))));
  const { means, medians } = centersOf(truths, perSample, units);
  const clipped = means.map((mean) => Math.min(1 - 1e-6, Math.max(1e-6, mean)));
  const rowsOfKind = {
    logits: [clipped.map(Math.log), clipped.map((p) => Math.log(p / (1 - p)))],
    probabilities: [clipped],
    any: [means, medians],
  };
  const candidates = rowsOfKind[facts?.takes ?? 'any'].map(at);
  const possible = [uninformed, ...candidates].filter(Number.isFinite);
  return { uninformed, best: possible.length > 0 ? Math.min(...possible) : Number.NaN };
}

/** Mean and median of the targets for each unit; of class ids their frequencies. */
function centersOf(truths: Tensor, perSample: Shape, units: number): { means: number[]; medians: number[] } {
  const values = truths.dataSync();
  const isIds = units > 1 && truths.shape.slice(1).join() !== perSample.join();
  const columns: number[][] = Array.from({ length: units }, () => []);
  if (isIds) for (const id of values) for (let k = 0; k < units; k++) columns[k]?.push(id === k ? 1 : 0);
  else
    values.forEach((value, i) => {
      columns[i % units]?.push(value);
    });
  const mean = (column: readonly number[]): number => column.reduce((a, b) => a + b, 0) / Math.max(1, column.length);
  return {
    means: columns.map(mean),
    medians: columns.map((column) => [...column].sort((a, b) => a - b)[Math.floor(column.length / 2)] ?? 0),
  };
}
