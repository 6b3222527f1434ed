/** A plane through the space of the features: what a picture of two dimensions shows. */
export interface Plane {
  readonly axes: 'features' | 'components';
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** Where samples lie in the picture. */
  project(samples: Float32Array): { readonly x: Float32Array; readonly y: Float32Array };
  /** Features at the points of a grid that covers the picture to its edges: row 0 at the lowest y. */
  grid(cells: number): Float32Array;
}

/**
 * The plane of samples: their two features, or through their mean along the two directions in which they spread most, the
 * principal components. It holds all samples and a tenth more on each side.
 *
 * @param samples row by row; rows with NaN are left out
 * @param others samples that are shown too, but have no part in the directions
 */
export function planeOf(samples: Float32Array, features: number, others: Float32Array): Plane {
  const directions = features === 2 ? undefined : componentsOf(samples, features);
  const along = (rows: Float32Array, axis: 0 | 1): Float32Array => {
    const count = rows.length / features;
    const places = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      if (directions === undefined) {
        places[i] = features === 1 && axis === 1 ? 0 : rows[i * features + axis];
        continue;
      }
      let sum = 0;
      for (let k = 0; k < features; k++)
        sum += (rows[i * features + k] - directions.mean[k]) * directions.axes[axis][k];
      places[i] = sum;
    }
    return places;
  };
  const [xRange, yRange] = ([0, 1] as const).map((axis) => rangeOf([along(samples, axis), along(others, axis)])) as [
    readonly [number, number],
    readonly [number, number],
  ];
  return {
    axes: directions === undefined ? 'features' : 'components',
    xRange,
    yRange,
    project: (rows) => ({ x: along(rows, 0), y: along(rows, 1) }),
    grid(cells) {
      const points = new Float32Array(cells * cells * features);
      for (let i = 0; i < cells * cells; i++) {
        const x = xRange[0] + ((xRange[1] - xRange[0]) * (i % cells)) / (cells - 1);
        const y = yRange[0] + ((yRange[1] - yRange[0]) * Math.floor(i / cells)) / (cells - 1);
        if (directions === undefined) {
          points[i * features] = x;
          if (features > 1) points[i * features + 1] = y;
          continue;
        }
        for (let k = 0; k < features; k++) {
          points[i * features + k] = directions.mean[k] + x * directions.axes[0][k] + y * directions.axes[1][k];
        }
      }
      return points;
    },
  };
}

interface Components {
  readonly mean: Float64Array;
  readonly axes: readonly [Float64Array, Float64Array];
}

/** Mean and first two eigenvectors of the covariance, by power iteration; the largest number of each is positive. */
function componentsOf(samples: Float32Array, features: number): Components {
  const rows: Float32Array[] = [];
  for (let from = 0; from < samples.length; from += features) {
    const row = samples.subarray(from, from + features);
    if (row.every(Number.isFinite)) rows.push(row);
  }
  const mean = new Float64Array(features);
  for (const row of rows) for (let k = 0; k < features; k++) mean[k] += row[k] / rows.length;
  const covariance = new Float64Array(features * features);
  for (const row of rows) {
    for (let i = 0; i < features; i++) {
      for (let k = 0; k < features; k++) {
        covariance[i * features + k] += ((row[i] - mean[i]) * (row[k] - mean[k])) / rows.length;
      }
    }
  }
  const first = dominant(covariance, features);
  const strength = quadratic(covariance, first);
  for (let i = 0; i < features; i++) {
    for (let k = 0; k < features; k++) covariance[i * features + k] -= strength * first[i] * first[k];
  }
  return { mean, axes: [first, dominant(covariance, features)] };
}

function dominant(matrix: Float64Array, size: number): Float64Array {
  let vector = Float64Array.from({ length: size }, (_, i) => Math.cos(i + 1));
  for (let round = 0; round < 300; round++) {
    const next = product(matrix, vector);
    const length = Math.hypot(...next);
    if (!(length > 0)) break;
    vector = next.map((value) => value / length);
  }
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  const length = Math.hypot(...vector) * Math.sign(largest || 1);
  return vector.map((value) => value / length);
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, i) => vector.reduce((sum, value, k) => sum + matrix[i * vector.length + k] * value, 0));
}

const quadratic = (matrix: Float64Array, vector: Float64Array): number =>
  product(matrix, vector).reduce((sum, value, i) => sum + value * vector[i], 0);

function rangeOf(lists: readonly Float32Array[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of lists) {
    for (const value of list) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!(low < high)) return Number.isFinite(low) ? [low - 1, low + 1] : [-1, 1];
  const margin = 0.1 * (high - low);
  return [low - margin, high + margin];
}
