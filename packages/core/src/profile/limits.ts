import { type FunctionBuilder, type Local, Module } from '../wasm/assembler.ts';
import { fusesMultiplyAdd } from '../wasm/multiply-add.ts';
import { now } from './clock.ts';
import type { Work } from './work.ts';

/** What one thread of this machine can do at most with 128-bit vectors, measured once in a process. */
export interface MachineLimits {
  /** 10⁹ products and sums a second, as matrix products need them. */
  readonly multiplyAdds: number;
  /** 10⁹ operations a second of other arithmetic. */
  readonly arithmetic: number;
  /** Bytes that arrays take together, ascending, and 10⁹ bytes a second to and from memory for arrays of that size. */
  readonly memory: readonly { readonly bytes: number; readonly rate: number }[];
}

let measured: MachineLimits | undefined;

/** Takes about a fifth of a second, the first time. */
export function machineLimits(): MachineLimits {
  measured ??= { ...arithmeticLimits(), memory: memoryLimits() };
  return measured;
}

/** The shortest time for some work, in milliseconds, and what sets it. */
export function shortestTime(work: Work, limits: MachineLimits): { readonly time: number; readonly by: Limit } {
  const computing = work.multiplyAdds / limits.multiplyAdds / 1e6 + work.arithmetic / limits.arithmetic / 1e6;
  const { rate } = limits.memory.find(({ bytes }) => bytes >= work.bytes) ?? (limits.memory.at(-1) as { rate: number });
  const moving = work.bytes / rate / 1e6;
  return computing >= moving ? { time: computing, by: 'arithmetic' } : { time: moving, by: 'memory' };
}

/** What keeps a kernel from being faster. */
export type Limit = 'arithmetic' | 'memory';

/** The fastest of some runs of about a millisecond, as work a millisecond. */
function best(run: (rounds: number) => void, workOfRound: number): number {
  const timed = (rounds: number): number => {
    const start = now();
    run(rounds);
    return now() - start;
  };
  let rounds = 1;
  while (timed(rounds) < 0.5) rounds *= 2;
  const times = Array.from({ length: 10 }, () => timed(rounds));
  return (workOfRound * rounds) / Math.max(Number.EPSILON, Math.min(...times));
}

type Step = (f: FunctionBuilder, sum: Local<'v128'>, x: Local<'v128'>, y: Local<'v128'>) => void;

const lanes = 4;
const innerRounds = 1000;

/** `accumulatorᵢ = accumulatorᵢ · x + y` in registers, for several numbers of accumulators; fused too where products are. */
function arithmeticLimits(): Pick<MachineLimits, 'multiplyAdds' | 'arithmetic'> {
  const separate: Step = (f, sum, x, y) => {
    f.local.get(sum);
    f.local.get(x);
    f.f32x4.mul();
    f.local.get(y);
    f.f32x4.add();
    f.local.set(sum);
  };
  const rate = (step: Step): number =>
    Math.max(...[8, 10, 12, 13].map((count) => best(loopOf(count, step), innerRounds * count * lanes * 2))) / 1e6;
  const fused: Step = (f, sum, x, y) => {
    f.local.get(sum);
    f.local.get(x);
    f.local.get(y);
    f.f32x4.relaxed_madd();
    f.local.set(sum);
  };
  const arithmetic = rate(separate);
  return { multiplyAdds: fusesMultiplyAdd() ? Math.max(arithmetic, rate(fused)) : arithmetic, arithmetic };
}

function loopOf(accumulators: number, step: Step): (rounds: number) => void {
  const module = new Module();
  const run = module.function(['i32'], ['v128'], (f, rounds) => {
    const sums = Array.from({ length: accumulators }, () => f.local('v128'));
    const [x, y, round] = [f.local('v128'), f.local('v128'), f.local('i32')];
    f.v128.const(Float32Array.of(0.999, 0.999, 0.999, 0.999));
    f.local.set(x);
    f.v128.const(Float32Array.of(0.001, 0.001, 0.001, 0.001));
    f.local.set(y);
    f.for(round, { to: rounds }, () => {
      for (const sum of sums) step(f, sum, x, y);
    });
    sums.forEach((sum, i) => {
      f.local.get(sum);
      if (i > 0) f.f32x4.add();
    });
  });
  const start = module.function(['i32'], ['i32'], (f, rounds) => {
    f.local.get(rounds);
    f.call(run);
    f.i32x4.extract_lane(0);
  });
  module.export('run', start);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()));
  const call = exports['run'] as (rounds: number) => number;
  return (rounds) => {
    for (let i = 0; i < rounds; i++) call(innerRounds);
  };
}

const pageBytes = 65536;
const kibibyte = 1024;

/** `a = b + x · c`: three arrays that fit a first, second or third cache, or none. */
function memoryLimits(): MachineLimits['memory'] {
  const sizes = [8, 256, 4096, 16384].map((size) => size * kibibyte);
  const largest = sizes.at(-1) as number;
  const memory = new WebAssembly.Memory({ initial: (3 * largest) / pageBytes });
  const module = new Module();
  module.importMemory('env', 'memory', 1);
  const run = module.function(['i32'], [], (f, bytes) => {
    const [at, b, c] = [f.local('i32'), f.local('i32'), f.local('i32')];
    f.local.get(bytes);
    f.local.set(b);
    f.local.get(bytes);
    f.local.get(bytes);
    f.i32.add();
    f.local.set(c);
    f.for(at, { to: bytes, step: 64 }, () => {
      for (const offset of [0, 16, 32, 48]) {
        f.local.get(at);
        for (const array of [b, c]) {
          f.local.get(at);
          f.local.get(array);
          f.i32.add();
          f.v128.load(offset);
        }
        f.f32x4.add();
        f.v128.store(offset);
      }
    });
  });
  module.export('run', run);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), { env: { memory } });
  const call = instance.exports['run'] as (bytes: number) => void;
  return sizes.map((bytes) => ({
    bytes: 3 * bytes,
    rate:
      best((rounds) => {
        for (let i = 0; i < rounds; i++) call(bytes);
      }, 3 * bytes) / 1e6,
  }));
}
