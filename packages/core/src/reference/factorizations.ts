/** A matrix in float64, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export function matrix(rows: number, columns: number, element: (i: number, j: number) => number = () => 0): Matrix {
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = element(i, j);
  return { rows, columns, data };
}

export const get = ({ data, columns }: Matrix, i: number, j: number): number => data[i * columns + j] as number;

const set = ({ data, columns }: Matrix, i: number, j: number, value: number): void => {
  data[i * columns + j] = value;
};

export const transposed = (a: Matrix): Matrix => matrix(a.columns, a.rows, (i, j) => get(a, j, i));

const identity = (n: number): Matrix => matrix(n, n, (i, j) => (i === j ? 1 : 0));

function times(a: Matrix, b: Matrix): Matrix {
  return matrix(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += get(a, i, k) * get(b, k, j);
    return sum;
  });
}

/** Column by column, each step subtracting an outer product from what is left (outer product form). */
export function cholesky(a: Matrix): Matrix {
  const n = a.rows;
  const rest = matrix(n, n, (i, j) => get(a, Math.max(i, j), Math.min(i, j)));
  const l = matrix(n, n);
  for (let k = 0; k < n; k++) {
    const pivot = get(rest, k, k);
    if (!(pivot > 0)) return matrix(n, n, (i, j) => (j <= i ? Number.NaN : 0));
    for (let i = k; i < n; i++) set(l, i, k, get(rest, i, k) / Math.sqrt(pivot));
    for (let i = k; i < n; i++) {
      for (let j = k; j < n; j++) set(rest, i, j, get(rest, i, j) - get(l, i, k) * get(l, j, k));
    }
  }
  return l;
}

/** Column-oriented substitution: as soon as an unknown is known, its part goes out of all other equations. */
export function solveTriangle(a: Matrix, b: Matrix, lower: boolean, unitDiagonal: boolean): Matrix {
  const n = a.rows;
  const x = { ...b, data: b.data.slice() };
  for (let c = 0; c < b.columns; c++) {
    for (let step = 0; step < n; step++) {
      const i = lower ? step : n - 1 - step;
      if (!unitDiagonal) set(x, i, c, get(x, i, c) / get(a, i, i));
      for (let k = lower ? i + 1 : 0; k < (lower ? n : i); k++) {
        set(x, k, c, get(x, k, c) - get(a, k, i) * get(x, i, c));
      }
    }
  }
  return x;
}

/** Householder's reflections as whole matrices. */
export function qr(
  a: Matrix,
  pivoting: boolean,
): { readonly q: Matrix; readonly r: Matrix; readonly order: number[]; readonly sign: number } {
  let r = a;
  let q = identity(a.rows);
  const order = Array.from({ length: a.columns }, (_, j) => j);
  let sign = 1;
  for (let k = 0; k < Math.min(a.rows - 1, a.columns); k++) {
    const norm = (j: number): number => Math.hypot(...Array.from({ length: a.rows - k }, (_, i) => get(r, k + i, j)));
    if (pivoting) {
      let best = k;
      for (let j = k; j < a.columns; j++) if (norm(j) > norm(best)) best = j;
      const swap = (j: number): number => (j === k ? best : j === best ? k : j);
      const before = r;
      r = matrix(a.rows, a.columns, (i, j) => get(before, i, swap(j)));
      [order[k], order[best]] = [order[best] as number, order[k] as number];
      if (best !== k) sign = -sign;
    }
    const first = get(r, k, k);
    const beta = first < 0 || Object.is(first, -0) ? norm(k) : -norm(k);
    const v = Array.from({ length: a.rows }, (_, i) => (i < k ? 0 : get(r, i, k) - (i === k ? beta : 0)));
    if (!v.some((x) => x !== 0)) v[k] = 1;
    const square = v.reduce((sum, x) => sum + x * x, 0);
    const h = matrix(a.rows, a.rows, (i, j) => (i === j ? 1 : 0) - (2 * (v[i] as number) * (v[j] as number)) / square);
    r = times(h, r);
    q = times(q, h);
    sign = -sign;
  }
  return { q, r: matrix(r.rows, r.columns, (i, j) => (j < i ? 0 : get(r, i, j))), order, sign };
}

/** Two-sided Jacobi rotations until nothing is left beside the diagonal. */
export function eigh(a: Matrix): { readonly values: number[]; readonly vectors: Matrix } {
  const n = a.rows;
  const s = matrix(n, n, (i, j) => get(a, Math.max(i, j), Math.min(i, j)));
  const v = identity(n);
  if (!s.data.every(Number.isFinite)) {
    return { values: new Array<number>(n).fill(Number.NaN), vectors: matrix(n, n, () => Number.NaN) };
  }
  for (let sweep = 0; sweep < 100; sweep++) {
    let changed = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const x = get(s, p, q);
        if (Math.abs(x) <= 1e-17 * Math.sqrt(Math.abs(get(s, p, p)) * Math.abs(get(s, q, q)))) continue;
        if (Math.abs(x) < 1e-300) continue;
        changed = true;
        const angle = 0.5 * Math.atan2(2 * x, get(s, q, q) - get(s, p, p));
        // The smaller of the two rotations that clear the element.
        const turn = Math.abs(angle) > Math.PI / 4 ? angle - (Math.sign(angle) * Math.PI) / 2 : angle;
        turnColumns(s, p, q, turn);
        turnColumns(v, p, q, turn);
        turnRows(s, p, q, turn);
      }
    }
    if (!changed) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => get(s, i, i) - get(s, j, j));
  const vectors = matrix(n, n, (i, j) => get(v, i, order[j] as number));
  return { values: order.map((i) => get(s, i, i)), vectors: withSigns(vectors, vectors)[0] as Matrix };
}

function turnColumns(a: Matrix, p: number, q: number, angle: number): void {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < a.rows; i++) {
    const [x, y] = [get(a, i, p), get(a, i, q)];
    set(a, i, p, c * x - s * y);
    set(a, i, q, s * x + c * y);
  }
}

function turnRows(a: Matrix, p: number, q: number, angle: number): void {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let j = 0; j < a.columns; j++) {
    const [x, y] = [get(a, p, j), get(a, q, j)];
    set(a, p, j, c * x - s * y);
    set(a, q, j, s * x + c * y);
  }
}

/** One-sided Jacobi on the columns of the matrix itself, or of its transpose where that is taller. */
export function svd(a: Matrix): { readonly values: number[]; readonly left: Matrix; readonly right: Matrix } {
  if (a.rows < a.columns) {
    const { values, left, right } = svd(transposed(a));
    const [u, v] = withSigns(right, right, left) as [Matrix, Matrix];
    return { values, left: u, right: v };
  }
  const n = a.columns;
  if (!a.data.every(Number.isFinite)) {
    const lost = (rows: number): Matrix => matrix(rows, n, () => Number.NaN);
    return { values: new Array<number>(n).fill(Number.NaN), left: lost(a.rows), right: lost(n) };
  }
  const u = { ...a, data: a.data.slice() };
  const v = identity(n);
  const inner = (p: number, q: number): number => {
    let sum = 0;
    for (let i = 0; i < u.rows; i++) sum += get(u, i, p) * get(u, i, q);
    return sum;
  };
  for (let sweep = 0; sweep < 100; sweep++) {
    let changed = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [x, alpha, beta] = [inner(p, q), inner(p, p), inner(q, q)];
        if (Math.abs(x) <= 1e-15 * Math.sqrt(alpha) * Math.sqrt(beta)) continue;
        changed = true;
        const angle = 0.5 * Math.atan2(2 * x, beta - alpha);
        const turn = Math.abs(angle) > Math.PI / 4 ? angle - (Math.sign(angle) * Math.PI) / 2 : angle;
        turnColumns(u, p, q, turn);
        turnColumns(v, p, q, turn);
      }
    }
    if (!changed) break;
  }
  const lengths = Array.from({ length: n }, (_, j) => Math.sqrt(inner(j, j)));
  const order = lengths.map((_, j) => j).sort((i, j) => (lengths[j] as number) - (lengths[i] as number));
  const values = order.map((j) => lengths[j] as number);
  const left = matrix(a.rows, n, (i, j) => get(u, i, order[j] as number) / (values[j] as number));
  complete(left, values);
  const right = matrix(n, n, (i, j) => get(v, i, order[j] as number));
  const [signedLeft, signedRight] = withSigns(left, left, right) as [Matrix, Matrix];
  return { values, left: signedLeft, right: signedRight };
}

/** Columns without a length become what unit vectors have outside the columns before. */
function complete(u: Matrix, values: readonly number[]): void {
  values.forEach((value, j) => {
    if (value !== 0) return;
    let best = new Float64Array(u.rows);
    for (let unit = 0; unit < u.rows; unit++) {
      const x = new Float64Array(u.rows);
      x[unit] = 1;
      for (let pass = 0; pass < 2; pass++) {
        for (let k = 0; k < j; k++) {
          const part = x.reduce((sum, each, i) => sum + each * get(u, i, k), 0);
          x.forEach((each, i) => {
            x[i] = each - part * get(u, i, k);
          });
        }
      }
      if (Math.hypot(...x) > Math.hypot(...best) * 1.001) best = x;
    }
    const length = Math.hypot(...best);
    best.forEach((x, i) => {
      set(u, i, j, x / length);
    });
  });
}

/** Matrices with columns turned so that in `by` the first element within a tenth of the largest is positive. */
function withSigns(by: Matrix, ...all: readonly Matrix[]): Matrix[] {
  const signs = Array.from({ length: by.columns }, (_, j) => {
    const column = Array.from({ length: by.rows }, (_, i) => get(by, i, j));
    const largest = Math.max(...column.map(Math.abs));
    return (column.find((x) => Math.abs(x) >= 0.9 * largest) ?? 1) < 0 ? -1 : 1;
  });
  return all.map((a) => matrix(a.rows, a.columns, (i, j) => get(a, i, j) * (signs[j] as number)));
}

/** Gaussian elimination of the system beside its right-hand sides, taking the largest pivot of each column. */
export function solve(a: Matrix, b: Matrix): Matrix {
  const n = a.rows;
  const both = matrix(n, n + b.columns, (i, j) => (j < n ? get(a, i, j) : get(b, i, j - n)));
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(get(both, i, k)) > Math.abs(get(both, pivot, k))) pivot = i;
    for (let j = 0; j < both.columns; j++) {
      const held = get(both, k, j);
      set(both, k, j, get(both, pivot, j));
      set(both, pivot, j, held);
    }
    for (let i = k + 1; i < n; i++) {
      const factor = get(both, i, k) / get(both, k, k);
      for (let j = k; j < both.columns; j++) set(both, i, j, get(both, i, j) - factor * get(both, k, j));
    }
  }
  const sides = matrix(n, b.columns, (i, j) => get(both, i, n + j));
  return solveTriangle(
    matrix(n, n, (i, j) => get(both, i, j)),
    sides,
    false,
    false,
  );
}

/** The pseudo-inverse times `b`, singular vector by singular vector. */
export function lstsq(a: Matrix, b: Matrix, tolerance: number): Matrix {
  const { values, left, right } = svd(a);
  const x = matrix(a.columns, b.columns);
  values.forEach((value, k) => {
    if (value <= tolerance * (values[0] as number)) return;
    for (let c = 0; c < b.columns; c++) {
      let part = 0;
      for (let i = 0; i < a.rows; i++) part += (get(left, i, k) * get(b, i, c)) / value;
      for (let i = 0; i < a.columns; i++) set(x, i, c, get(x, i, c) + get(right, i, k) * part);
    }
  });
  return x;
}
