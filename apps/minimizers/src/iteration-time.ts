import { lbfgs } from '@gradkit/second-order';
import { table } from './table.ts';

const n = 1_000_000;
const memory = 10;
const iterations = 25;

/** Milliseconds that this process has computed: those in which others had the processor do not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Shortest time of `run`, in milliseconds, of several. */
function shortest(run: () => void, repetitions = 15): number {
  let best = Infinity;
  for (let k = 0; k < repetitions; k++) {
    const began = processorTime();
    run();
    best = Math.min(best, processorTime() - began);
  }
  return best;
}

/** The plainest loops over vectors that are not in the cache: as many as a method with this memory has. */
function passTimes(): { readonly dot: number; readonly axpy: number; readonly scale: number } {
  const vectors = Array.from({ length: 2 * memory }, (_, k) => new Float64Array(n).fill(1 / (k + 1)));
  const at = (k: number): Float64Array => vectors[k % vectors.length] as Float64Array;
  let turn = 0;
  let sum = 0;
  const dot = shortest(() => {
    const [x, y] = [at(turn), at(turn + 1)];
    turn += 2;
    // Four sums, so that additions do not wait for each other.
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < n; i += 4) {
      a += (x[i] as number) * (y[i] as number);
      b += (x[i + 1] as number) * (y[i + 1] as number);
      c += (x[i + 2] as number) * (y[i + 2] as number);
      d += (x[i + 3] as number) * (y[i + 3] as number);
    }
    sum += a + b + c + d;
  });
  const axpy = shortest(() => {
    const [x, y] = [at(turn), at(turn + 1)];
    turn += 2;
    for (let i = 0; i < n; i++) y[i] = (y[i] as number) + 1e-9 * (x[i] as number);
  });
  const scale = shortest(() => {
    const x = at(turn++);
    for (let i = 0; i < n; i++) x[i] = (x[i] as number) * 1.000001;
  });
  if (Number.isNaN(sum)) throw new RangeError('The vectors are not finite.');
  return { dot, axpy, scale };
}

/** The shortest iteration once the memory is full, in milliseconds outside of the function; and bytes that all of them allocated. */
function iterationTime(): { readonly time: number; readonly bytes: number; readonly evaluations: number } {
  let inside = 0;
  let evaluations = 0;
  const curvatures = Float64Array.from({ length: n }, (_, i) => 1 + (9999 * i) / n);
  const quadratic = (x: Float64Array, gradient: Float64Array): number => {
    const began = processorTime();
    let f = 0;
    for (let i = 0; i < n; i++) {
      gradient[i] = (curvatures[i] as number) * (x[i] as number);
      f += ((gradient[i] as number) * (x[i] as number)) / 2;
    }
    evaluations++;
    inside += processorTime() - began;
    return f;
  };
  const used = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const first = memory + 5;
  let time = Infinity;
  let before = { time: 0, evaluations: 0 };
  let found = { time, evaluations: 0 };
  let bytes = 0;
  lbfgs(quadratic, new Float64Array(n).fill(1), {
    gtol: 0,
    memory,
    maxIter: first + iterations,
    callback({ nit }) {
      if (nit === first) bytes -= used();
      if (nit === first + iterations) bytes += used();
      const now = { time: processorTime() - inside, evaluations };
      if (nit > first && now.time - before.time < time) {
        time = now.time - before.time;
        found = { time, evaluations: now.evaluations - before.evaluations };
      }
      before = now;
    },
  });
  return { ...found, bytes: bytes / iterations };
}

/** L-BFGS with a million variables against the passes over vectors that it needs, all measured in this run. */
export function iterationTimes(): string {
  const { dot, axpy, scale } = passTimes();
  const found = [1, 2, 3].map(iterationTime);
  const { time, bytes, evaluations } = found.reduce((best, each) => (each.time < best.time ? each : best));
  // Two loops over the pairs; slope at the start of a search and at each trial, s·y, s·s and y·y; the trial, s and y.
  const [dots, axpys, scales] = [2 * memory + 4 + evaluations, 2 * memory + 2 + evaluations, 3];
  const plain = dots * dot + axpys * axpy + scales * scale;
  // Each pass over a pair reads three vectors and writes one; the rest: the first product, trial and slope, s and y, the norm.
  const vectors = 8 * memory + 2 + 5 * evaluations + 6 + 1;
  const gigabytesPerSecond = (8e-6 * n * 3) / axpy;
  const traffic = (8e-6 * n * vectors) / gigabytesPerSecond;
  const ms = (value: number): string => `${value.toFixed(2)} ms`;
  return [
    `L-BFGS with ${n.toLocaleString('en')} variables and a memory of ${memory}: the shortest of ${3 * iterations} iterations after the memory is ` +
      'full. Passes are the plainest loops over as many vectors, the shortest of fifteen. Times are those of the processor.',
    table([
      ['what', 'measured'],
      ['one scalar product of two vectors', ms(dot)],
      ['one y ← y + α x', ms(axpy)],
      ['one x ← α x', ms(scale)],
      ['one iteration, without the function', ms(time)],
      [
        `bound: ${vectors} vectors read or written, at the ${gigabytesPerSecond.toFixed(1)} GB/s of y ← y + α x`,
        ms(traffic),
      ],
      ['iteration / bound', (time / traffic).toFixed(2)],
      [`the two loops by plain passes: ${dots} products, ${axpys} sums, ${scales} scalings`, ms(plain)],
      ['iteration / plain passes', (time / plain).toFixed(2)],
      ['bytes allocated per iteration', Math.round(bytes).toLocaleString('en')],
    ]),
  ].join('\n\n');
}
