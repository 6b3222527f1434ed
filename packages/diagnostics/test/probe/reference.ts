// Measures of layers in plain loops and float64: what the probe computes as graph is compared with this.

export interface DenseWeights {
  /** `[inputs][units]`. */
  readonly kernel: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Rows times kernel plus bias. */
export function products(x: readonly (readonly number[])[], { kernel, bias }: DenseWeights): number[][] {
  return x.map((row) =>
    bias.map((b, unit) => row.reduce((sum, value, i) => sum + value * (kernel[i]?.[unit] as number), b)),
  );
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function deviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}

export const length = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

export const column = (rows: readonly (readonly number[])[], i: number): number[] =>
  rows.map((row) => row[i] as number);

/** A kernel and its bias from flat arrays, as `getWeights` gives them. */
export function denseWeights(kernel: ArrayLike<number>, bias: ArrayLike<number>): DenseWeights {
  const units = bias.length;
  return {
    bias: Array.from(bias),
    kernel: Array.from({ length: kernel.length / units }, (_, i) =>
      Array.from({ length: units }, (_, unit) => kernel[i * units + unit] as number),
    ),
  };
}

/** Counts in equal parts from the smallest to the largest value. */
export function histogram(values: readonly number[], bins: number): number[] {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = to === from ? 0 : Math.min(bins - 1, Math.floor((value - from) * (bins / (to - from))));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
