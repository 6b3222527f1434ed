/** x ← L⁻¹·x, with the lower triangle of an n × n matrix. */
export function solveLower(l: Float64Array, x: Float64Array): void {
  const n = x.length;
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let j = 0; j < i; j++) sum -= l[i * n + j] * x[j];
    x[i] = sum / l[i * n + i];
  }
}

/** x ← L⁻ᵀ·x, with the lower triangle of an n × n matrix. */
export function solveLowerTransposed(l: Float64Array, x: Float64Array): void {
  const n = x.length;
  for (let i = n - 1; i >= 0; i--) {
    const each = x[i] / l[i * n + i];
    x[i] = each;
    for (let j = 0; j < i; j++) x[j] -= each * l[i * n + j];
  }
}
