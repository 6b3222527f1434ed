import { jit, key, matmul, mul, normal, sigmoid, type Tensor } from '@gradkit/core';
import { operations } from '@gradkit/core/graph';
import { now } from './clock.ts';

/** What this machine does in a second, with programs like those of training. */
export interface MachineSpeed {
  readonly multiplyAdds: number;
  readonly arithmetic: number;
  /** Seconds that calling a program takes, whatever it computes. */
  readonly call: number;
}

/** Measures products of matrices, and functions of many numbers: about a twentieth of a second. */
export function machineSpeed(): MachineSpeed {
  const [rows, depth] = [128, 256];
  const matrix = normal(key(1), [depth, depth], { stddev: 1 / 16 });
  const batch = normal(key(2), [rows, depth]);
  for (const each of [matrix, batch]) each.dataSync();
  const product = jit((x: Tensor, w: Tensor) => matmul(x, w));
  const functions = jit((x: Tensor) => sigmoid(mul(sigmoid(x), 2)));
  const small = jit((x: Tensor) => mul(x, 2));
  const one = normal(key(3), [1]);
  one.dataSync();
  const call = shortest(() => small(one));
  return {
    multiplyAdds: (rows * depth * depth) / Math.max(1e-9, shortest(() => product(batch, matrix)) - call),
    arithmetic:
      (rows * depth * (2 * operations.sigmoid.cost + 1)) / Math.max(1e-9, shortest(() => functions(batch)) - call),
    call,
  };
}

/** The lower quartile of many runs, in seconds. */
function shortest(run: () => unknown): number {
  const end = now() + 15;
  const times: number[] = [];
  while (now() < end || times.length < 8) {
    const start = now();
    for (let i = 0; i < 4; i++) run();
    times.push((now() - start) / 4);
  }
  times.sort((a, b) => a - b);
  return (times[Math.floor(times.length / 4)] as number) / 1000;
}
