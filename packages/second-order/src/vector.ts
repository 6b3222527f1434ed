/** Σ aᵢ·bᵢ. Four sums at once keep the processor's adders busy; declared one by one, they stay in registers. */
export function dot(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < n; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** √Σ aᵢ²; scaled where the squares would leave the range of numbers. */
export function norm2(a: Float64Array): number {
  const squares = dot(a, a);
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  const scale = normInf(a);
  if (scale === 0 || !Number.isFinite(scale)) return scale;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] / scale) ** 2;
  return scale * Math.sqrt(sum);
}

/** max |aᵢ|; NaN when there is one. */
export function normInf(a: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(a[i]);
    if (size <= largest) continue;
    if (Number.isNaN(size)) return size;
    largest = size;
  }
  return largest;
}

/** out ← a·x + y */
export function axpy(a: number, x: Float64Array, y: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = y[i] + a * x[i];
}

/** x ← a·x */
export function scale(a: number, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= a;
}

/** out ← −x */
export function negate(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) out[i] = -x[i];
}

/** Whether no number is NaN or infinite. */
export function isFiniteVector(x: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * 0;
  return sum === 0;
}
