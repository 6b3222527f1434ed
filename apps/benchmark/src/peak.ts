/**
 * The most that 128-bit WebAssembly can multiply and add: a loop that touches no memory, written byte by byte so that it
 * owes nothing to the compiler it is a yardstick for.
 *
 * WebAssembly core specification 2.0, chapter 5, "Binary Format".
 */

/** Chains of operations that do not wait for each other. Too few leave the units idle, too many do not fit registers. */
export const chainCounts = [8, 10, 12, 14, 16] as const;

/** Floating-point operations of one turn of the loop with this many chains: four lanes, a product and a sum each. */
export const operationsPerTurn = (chains: number): number => chains * unrolled * lanes * 2;

/** Runs the loop for so many turns; returns the sum of the chains' first lanes, so that none of them is superfluous. */
export type Loop = (turns: number, factor: number, term: number) => number;

const lanes = 4;
const unrolled = 4;

const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
const local = { get: 0x20, set: 0x21, tee: 0x22 } as const;
const i32 = { const: 0x41, sub: 0x6b } as const;
const f32 = { add: 0x92 } as const;
const block = { loop: 0x03, br_if: 0x0d, end: 0x0b, empty: 0x40 } as const;
/** Vector instructions follow a prefix and are numbered in LEB128. */
const vector = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const f32x4 = { splat: vector(0x13), extractFirst: [...vector(0x1f), 0], add: vector(0xe4), mul: vector(0xe6) } as const;

/** LEB128: seven bits a byte, the lowest first, the top bit set on all but the last. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, ...items: readonly (readonly number[])[]): number[] => [
  id,
  ...sized([...unsigned(items.length), ...items.flat()]),
];

/**
 * `c ← c · factor + term` in every chain: each turn needs the result of the last, so that nothing can be left out.
 */
function body(chains: number): number[] {
  const [turns, factor, term] = [0, 1, 2];
  const [factors, terms, first] = [3, 4, 5];
  const every = Array.from({ length: chains }, (_, i) => first + i);
  const splat = (from: number, to: number): number[] => [local.get, from, ...f32x4.splat, local.set, to];
  const turn = every.flatMap((chain) => [
    ...[local.get, chain, local.get, factors, ...f32x4.mul],
    ...[local.get, terms, ...f32x4.add, local.set, chain],
  ]);
  const total = every.flatMap((chain, i) => [
    ...[local.get, chain, ...f32x4.extractFirst],
    ...(i === 0 ? [] : [f32.add]),
  ]);
  return [
    ...[1, ...unsigned(chains + 2), type.v128],
    ...splat(factor, factors),
    ...splat(term, terms),
    ...every.flatMap((chain) => splat(term, chain)),
    ...[block.loop, block.empty],
    ...Array.from({ length: unrolled }, () => turn).flat(),
    ...[local.get, turns, i32.const, 1, i32.sub, local.tee, turns, block.br_if, 0],
    ...[block.end, ...total, block.end],
  ];
}

/** The loop with so many chains. */
export function peakLoop(chains: number): Loop {
  const name = 'loop';
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [0x60, ...sized([type.i32, type.f32, type.f32]), ...sized([type.f32])]),
    ...section(3, [0]),
    ...section(7, [...sized([...name].map((letter) => letter.charCodeAt(0))), 0x00, 0]),
    ...section(10, sized(body(chains))),
  ];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
  return exports[name] as Loop;
}
