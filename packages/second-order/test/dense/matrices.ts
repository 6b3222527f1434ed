/** Symmetric matrices to factor, with what is known of them. */
export interface Example {
  readonly name: string;
  readonly n: number;
  /** Row by row. */
  readonly a: Float64Array;
}

/** Numbers in [−1, 1) that are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

export function symmetric(n: number, at: (i: number, j: number) => number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = at(i, j);
  return a;
}

const random = (n: number, seed: number): Float64Array => symmetric(n, numbers(seed));

/** B·Bᵀ + shift·I of a random B. */
export function definite(n: number, seed: number, shift = 0.1): Float64Array {
  const next = numbers(seed);
  const b = Float64Array.from({ length: n * n }, next);
  return symmetric(n, (i, j) => {
    let sum = i === j ? shift : 0;
    for (let k = 0; k < n; k++) sum += (b[i * n + k] as number) * (b[j * n + k] as number);
    return sum;
  });
}

export const positive: readonly Example[] = [
  { name: '1 × 1', n: 1, a: Float64Array.of(4) },
  ...[2, 3, 5, 7, 17, 33].map((n) => ({ name: `${n} × ${n}`, n, a: definite(n, n) })),
  { name: 'Hilbert', n: 6, a: symmetric(6, (i, j) => 1 / (i + j + 1)) },
  { name: 'graded', n: 5, a: symmetric(5, (i, j) => 10 ** (-3 * (i + j)) * (i === j ? 5 : 1)) },
  { name: 'repeated', n: 6, a: symmetric(6, (i, j) => (i === j ? 3 : 1)) },
  { name: 'tiny', n: 4, a: definite(4, 9).map((each) => each * 1e-200) },
];

export const indefinite: readonly Example[] = [
  { name: 'negative 1 × 1', n: 1, a: Float64Array.of(-3) },
  { name: 'zero', n: 3, a: new Float64Array(9) },
  { name: 'zero diagonal', n: 2, a: Float64Array.of(0, 1, 1, 0) },
  ...[2, 3, 5, 7, 17, 33].map((n) => ({ name: `${n} × ${n}`, n, a: random(n, n) })),
  { name: 'diagonal', n: 4, a: symmetric(4, (i, j) => (i === j ? 2 - i : 0)) },
  { name: 'of rank 1', n: 5, a: symmetric(5, (i, j) => (i + 1) * (j + 1)) },
  { name: 'huge', n: 4, a: random(4, 5).map((each) => each * 1e150) },
];

export function product(a: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  return x.map((_, i) => x.reduce((sum, each, j) => sum + (a[i * n + j] as number) * each, 0));
}

export const largest = (a: Float64Array): number => a.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
