/** Floating-point operations in one round of the loop below: 4 lanes, a product and a sum, for each accumulator. */
const operationsPerAccumulator = 8;
const loopRounds = 1000;

const [i32, v128] = [0x7f, 0x7b];

/** Unsigned LEB128. */
function u32(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 0x7f;
    rest >>>= 7;
    if (rest === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const sized = (content: readonly number[]): number[] => [...u32(content.length), ...content];
const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];
const simd = (opcode: number): number[] => [0xfd, ...u32(opcode)];
const [get, set, tee] = [0x20, 0x21, 0x22];
const f32x4 = { splat: simd(0x13), add: simd(0xe4), mul: simd(0xe6), relaxedMadd: simd(0x105) };
const constant = (value: number): number[] => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)];

/** What comes after `accumulatorᵢ` and `x`: a product and a sum, or both in one instruction. */
const multiplyAdd = {
  plain: (y: number): number[] => [...f32x4.mul, get, y, ...f32x4.add],
  fused: (y: number): number[] => [get, y, ...f32x4.relaxedMadd],
};

/**
 * A module whose `run(rounds)` repeats `accumulatorᵢ = accumulatorᵢ · x + y` in registers: no memory, no dependence
 * between accumulators. What the fastest of several numbers of accumulators reaches, fused or not, is the peak of 128-bit
 * arithmetic.
 */
function moduleBytes(accumulators: number, kind: MultiplyAdd): Uint8Array<ArrayBuffer> {
  const rounds = 0;
  const first = 1;
  const x = first + accumulators;
  const y = x + 1;
  const each = Array.from({ length: accumulators }, (_, i) => first + i);
  const body = [
    ...[...constant(0.999), ...f32x4.splat, set, ...u32(x)],
    ...[...constant(0.001), ...f32x4.splat, set, ...u32(y)],
    ...[0x03, 0x40], // loop
    ...each.flatMap((a) => [get, a, get, x, ...multiplyAdd[kind](y), set, a]),
    ...[get, rounds, 0x41, 1, 0x6b, tee, rounds, 0x0d, 0], // rounds -= 1, and again unless it is 0
    0x0b,
    ...[get, first, ...each.slice(1).flatMap((a) => [get, a, ...f32x4.add])],
    ...simd(0x1f), // extract lane
    0,
    0x0b,
  ];
  const locals = [1, ...u32(accumulators + 2), v128];
  const name = [...'run'].map((c) => c.charCodeAt(0));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, i32, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...sized(name), 0, 0]),
    ...section(10, [1, ...sized([...locals, ...body])]),
  ]);
}

/** A loop whose arithmetic is counted. */
export interface MultiplyAddLoop {
  /** Floating-point operations of one piece of work. */
  readonly operations: number;
  readonly run: (count: number) => void;
}

/** How a sum of products can be computed. */
export type MultiplyAdd = keyof typeof multiplyAdd;

/** Loops of products and sums without memory access, those that may be the fastest; none where the engine has no such kind. */
export function multiplyAddLoops(kind: MultiplyAdd): MultiplyAddLoop[] {
  const loops = [8, 10, 12, 13].map((accumulators) => ({ accumulators, bytes: moduleBytes(accumulators, kind) }));
  const known = loops.filter(({ bytes }) => WebAssembly.validate(bytes));
  return known.map(({ accumulators, bytes }) => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const run = exports['run'] as (rounds: number) => number;
    let sink = 0;
    return {
      operations: loopRounds * accumulators * operationsPerAccumulator,
      run: (count) => {
        for (let i = 0; i < count; i++) sink += run(loopRounds);
        if (Number.isNaN(sink)) throw new Error('the loop has lost its way');
      },
    };
  });
}
