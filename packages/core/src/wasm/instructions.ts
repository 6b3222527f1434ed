/**
 * The instructions of WebAssembly that gradkit uses, as data, and how they are written as bytes.
 *
 * A row of the table is `[namespace, first opcode, names, immediates, bytes accessed]`. The names follow each other in
 * the order of their opcodes and `-` skips one, so that a row reads like a part of the index in the specification.
 * Opcodes behind a prefix are written together with it: `0xfd_0e4` is the prefix `0xfd` and the number `0x0e4`.
 * Dots behind the namespace become underscores: `i32.atomic.load` is `i32.atomic_load`.
 *
 * The types of the methods of a function builder are derived from this table: what is not in it does not compile.
 *
 * Source: https://webassembly.github.io/spec/core/appendix/index-instructions.html and the threads proposal.
 */
export const instructionTable = [
  // Control without structure
  ['', 0x00, 'unreachable nop'],
  ['', 0x0f, 'return'],
  ['', 0x1a, 'drop select'],

  // Memory
  ['i32', 0x28, 'load', 'memory', 4],
  ['i64', 0x29, 'load', 'memory', 8],
  ['f32', 0x2a, 'load', 'memory', 4],
  ['f64', 0x2b, 'load', 'memory', 8],
  ['i32', 0x2c, 'load8_s load8_u', 'memory', 1],
  ['i32', 0x2e, 'load16_s load16_u', 'memory', 2],
  ['i64', 0x30, 'load8_s load8_u', 'memory', 1],
  ['i64', 0x32, 'load16_s load16_u', 'memory', 2],
  ['i64', 0x34, 'load32_s load32_u', 'memory', 4],
  ['i32', 0x36, 'store', 'memory', 4],
  ['i64', 0x37, 'store', 'memory', 8],
  ['f32', 0x38, 'store', 'memory', 4],
  ['f64', 0x39, 'store', 'memory', 8],
  ['i32', 0x3a, 'store8', 'memory', 1],
  ['i32', 0x3b, 'store16', 'memory', 2],
  ['i64', 0x3c, 'store8', 'memory', 1],
  ['i64', 0x3d, 'store16', 'memory', 2],
  ['i64', 0x3e, 'store32', 'memory', 4],
  ['memory', 0x3f, 'size grow', 'zero'],
  ['memory', 0xfc_00a, 'copy', 'zeros'],
  ['memory', 0xfc_00b, 'fill', 'zero'],

  // Scalars
  ['i32', 0x41, 'const', 'i32'],
  ['i64', 0x42, 'const', 'i64'],
  ['f32', 0x43, 'const', 'f32'],
  ['f64', 0x44, 'const', 'f64'],
  ['i32', 0x45, 'eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'],
  ['i64', 0x50, 'eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'],
  ['f32', 0x5b, 'eq ne lt gt le ge'],
  ['f64', 0x61, 'eq ne lt gt le ge'],
  ['i32', 0x67, 'clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr'],
  ['i64', 0x79, 'clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr'],
  ['f32', 0x8b, 'abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign'],
  ['f64', 0x99, 'abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign'],
  ['i32', 0xa7, 'wrap_i64 trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u'],
  ['i64', 0xac, 'extend_i32_s extend_i32_u trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u'],
  ['f32', 0xb2, 'convert_i32_s convert_i32_u convert_i64_s convert_i64_u demote_f64'],
  ['f64', 0xb7, 'convert_i32_s convert_i32_u convert_i64_s convert_i64_u promote_f32'],
  ['i32', 0xbc, 'reinterpret_f32'],
  ['i64', 0xbd, 'reinterpret_f64'],
  ['f32', 0xbe, 'reinterpret_i32'],
  ['f64', 0xbf, 'reinterpret_i64'],
  ['i32', 0xc0, 'extend8_s extend16_s'],
  ['i64', 0xc2, 'extend8_s extend16_s extend32_s'],
  ['i32', 0xfc_000, 'trunc_sat_f32_s trunc_sat_f32_u trunc_sat_f64_s trunc_sat_f64_u'],
  ['i64', 0xfc_004, 'trunc_sat_f32_s trunc_sat_f32_u trunc_sat_f64_s trunc_sat_f64_u'],

  // Vectors of 128 bits
  ['v128', 0xfd_000, 'load', 'memory', 16],
  ['v128', 0xfd_001, 'load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u', 'memory', 8],
  ['v128', 0xfd_007, 'load8_splat', 'memory', 1],
  ['v128', 0xfd_008, 'load16_splat', 'memory', 2],
  ['v128', 0xfd_009, 'load32_splat', 'memory', 4],
  ['v128', 0xfd_00a, 'load64_splat', 'memory', 8],
  ['v128', 0xfd_00b, 'store', 'memory', 16],
  ['v128', 0xfd_00c, 'const', 'v128'],
  ['i8x16', 0xfd_00d, 'shuffle', 'lanes'],
  ['i8x16', 0xfd_00e, 'swizzle splat'],
  ['i16x8', 0xfd_010, 'splat'],
  ['i32x4', 0xfd_011, 'splat'],
  ['i64x2', 0xfd_012, 'splat'],
  ['f32x4', 0xfd_013, 'splat'],
  ['f64x2', 0xfd_014, 'splat'],
  ['i8x16', 0xfd_015, 'extract_lane_s extract_lane_u replace_lane', 'lane'],
  ['i16x8', 0xfd_018, 'extract_lane_s extract_lane_u replace_lane', 'lane'],
  ['i32x4', 0xfd_01b, 'extract_lane replace_lane', 'lane'],
  ['i64x2', 0xfd_01d, 'extract_lane replace_lane', 'lane'],
  ['f32x4', 0xfd_01f, 'extract_lane replace_lane', 'lane'],
  ['f64x2', 0xfd_021, 'extract_lane replace_lane', 'lane'],
  ['i8x16', 0xfd_023, 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'],
  ['i16x8', 0xfd_02d, 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'],
  ['i32x4', 0xfd_037, 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'],
  ['f32x4', 0xfd_041, 'eq ne lt gt le ge'],
  ['f64x2', 0xfd_047, 'eq ne lt gt le ge'],
  ['v128', 0xfd_04d, 'not and andnot or xor bitselect any_true'],
  ['v128', 0xfd_054, 'load8_lane', 'memoryLane', 1],
  ['v128', 0xfd_055, 'load16_lane', 'memoryLane', 2],
  ['v128', 0xfd_056, 'load32_lane', 'memoryLane', 4],
  ['v128', 0xfd_057, 'load64_lane', 'memoryLane', 8],
  ['v128', 0xfd_058, 'store8_lane', 'memoryLane', 1],
  ['v128', 0xfd_059, 'store16_lane', 'memoryLane', 2],
  ['v128', 0xfd_05a, 'store32_lane', 'memoryLane', 4],
  ['v128', 0xfd_05b, 'store64_lane', 'memoryLane', 8],
  ['v128', 0xfd_05c, 'load32_zero', 'memory', 4],
  ['v128', 0xfd_05d, 'load64_zero', 'memory', 8],
  ['f32x4', 0xfd_05e, 'demote_f64x2_zero'],
  ['f64x2', 0xfd_05f, 'promote_low_f32x4'],
  ['i8x16', 0xfd_060, 'abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u'],
  ['f32x4', 0xfd_067, 'ceil floor trunc nearest'],
  ['i8x16', 0xfd_06b, 'shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u'],
  ['f64x2', 0xfd_074, 'ceil floor'],
  ['i8x16', 0xfd_076, 'min_s min_u max_s max_u'],
  ['f64x2', 0xfd_07a, 'trunc'],
  ['i8x16', 0xfd_07b, 'avgr_u'],
  ['i16x8', 0xfd_07c, 'extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u'],
  ['i32x4', 0xfd_07e, 'extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u'],
  ['i16x8', 0xfd_080, 'abs neg q15mulr_sat_s all_true bitmask narrow_i32x4_s narrow_i32x4_u'],
  ['i16x8', 0xfd_087, 'extend_low_i8x16_s extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u'],
  ['i16x8', 0xfd_08b, 'shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u'],
  ['f64x2', 0xfd_094, 'nearest'],
  ['i16x8', 0xfd_095, 'mul min_s min_u max_s max_u - avgr_u'],
  ['i16x8', 0xfd_09c, 'extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u'],
  ['i32x4', 0xfd_0a0, 'abs neg - all_true bitmask'],
  ['i32x4', 0xfd_0a7, 'extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u'],
  ['i32x4', 0xfd_0ab, 'shl shr_s shr_u add - - sub - - - mul min_s min_u max_s max_u dot_i16x8_s'],
  ['i32x4', 0xfd_0bc, 'extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u'],
  ['i64x2', 0xfd_0c0, 'abs neg - all_true bitmask'],
  ['i64x2', 0xfd_0c7, 'extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u'],
  ['i64x2', 0xfd_0cb, 'shl shr_s shr_u add - - sub - - - mul eq ne lt_s gt_s le_s ge_s'],
  ['i64x2', 0xfd_0dc, 'extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u'],
  ['f32x4', 0xfd_0e0, 'abs neg - sqrt add sub mul div min max pmin pmax'],
  ['f64x2', 0xfd_0ec, 'abs neg - sqrt add sub mul div min max pmin pmax'],
  ['i32x4', 0xfd_0f8, 'trunc_sat_f32x4_s trunc_sat_f32x4_u'],
  ['f32x4', 0xfd_0fa, 'convert_i32x4_s convert_i32x4_u'],
  ['i32x4', 0xfd_0fc, 'trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero'],
  ['f64x2', 0xfd_0fe, 'convert_low_i32x4_s convert_low_i32x4_u'],
  ['f32x4', 0xfd_105, 'relaxed_madd relaxed_nmadd'],
  ['f64x2', 0xfd_107, 'relaxed_madd relaxed_nmadd'],

  // Threads
  ['memory', 0xfe_000, 'atomic_notify atomic_wait32', 'memory', 4],
  ['memory', 0xfe_002, 'atomic_wait64', 'memory', 8],
  ['', 0xfe_003, 'atomic_fence', 'zero'],
  ['i32', 0xfe_010, 'atomic_load', 'memory', 4],
  ['i32', 0xfe_017, 'atomic_store', 'memory', 4],
  ['i32', 0xfe_01e, 'atomic_rmw_add', 'memory', 4],
  ['i32', 0xfe_048, 'atomic_rmw_cmpxchg', 'memory', 4],
] as const;

/** The arguments that an instruction takes in the code, by kind of immediate. */
export interface Immediates {
  none: [];
  /** Memory indices, always memory 0. */
  zero: [];
  zeros: [];
  i32: [value: number];
  i64: [value: bigint];
  f32: [value: number];
  f64: [value: number];
  /** Sixteen bytes, for example `new Float32Array([1, 2, 3, 4])`. */
  v128: [value: ArrayBufferView];
  lane: [lane: number];
  /** Sixteen lane numbers: 0 to 15 take a byte of the first operand, 16 to 31 of the second. */
  lanes: [lanes: ArrayLike<number>];
  /** Offset in bytes (default 0) and alignment in bytes (default natural), both as in the text format. */
  memory: [offset?: number, align?: number];
  memoryLane: [lane: number, offset?: number, align?: number];
}

type Row = (typeof instructionTable)[number];
type Words<Text extends string> = Text extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : Text;
type Kind<R extends Row> = R extends readonly [string, number, string, infer K extends keyof Immediates, ...unknown[]]
  ? K
  : 'none';
type Methods<Namespace extends Row[0]> = {
  readonly [R in Extract<Row, readonly [Namespace, ...unknown[]]> as Exclude<Words<R[2]>, '-'>]: (
    ...immediates: Immediates[Kind<R>]
  ) => void;
};

/** One object per namespace with one method per instruction; those without a namespace stand beside them. */
export type Instructions = Methods<''> & {
  readonly [Namespace in Exclude<Row[0], ''>]: Methods<Namespace>;
};

/** The instruction methods of the table, writing into `code`. */
export function instructionsInto(code: ByteWriter): Instructions {
  const f32 = new Float32Array(1);
  const f64 = new Float64Array(1);
  const writers: { [Kind in keyof Immediates]: (bytes: number, ...immediates: Immediates[Kind]) => void } = {
    none: () => {},
    zero: () => code.byte(0),
    zeros: () => code.bytes([0, 0]),
    i32: (_, value) => code.s32(value),
    i64: (_, value) => code.s64(value),
    f32(_, value) {
      f32[0] = value;
      code.view(f32);
    },
    f64(_, value) {
      f64[0] = value;
      code.view(f64);
    },
    v128: (_, value) => code.view(value),
    lane: (_, lane) => code.byte(lane),
    lanes: (_, lanes) => code.bytes(lanes),
    memory(bytes, offset = 0, align = bytes) {
      // The binary format has the logarithm of the alignment.
      code.u32(31 - Math.clz32(align));
      code.u32(offset);
    },
    memoryLane(bytes, lane, offset, align) {
      writers.memory(bytes, offset, align);
      code.byte(lane);
    },
  };

  const namespaces: Record<string, Record<string, (a?: never, b?: never, c?: never) => void>> = {};
  for (const [namespace, first, names, kind = 'none', bytes = 0] of instructionTable) {
    // No instruction has more than three immediates; spreading them would cost more than writing them.
    const write = writers[kind] as (bytes: number, a?: unknown, b?: unknown, c?: unknown) => void;
    namespaces[namespace] ??= {};
    const methods = namespaces[namespace];
    let opcode: number = first;
    for (const name of names.split(' ')) {
      const own = opcode++;
      methods[name] = (a, b, c) => {
        if (own > 0xff) {
          code.byte(own >> 12);
          code.u32(own & 0xfff);
        } else code.byte(own);
        write(bytes, a, b, c);
      };
    }
  }
  // The type of the result is computed from the same table.
  return { ...namespaces, ...namespaces[''] } as unknown as Instructions;
}

/** A growing buffer with the encodings of the binary format. */
export class ByteWriter {
  length = 0;
  private data = new Uint8Array(256);

  byte(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  bytes(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  view({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.bytes(new Uint8Array(buffer, byteOffset, byteLength));
  }

  /** LEB128 of a number from 0 to 2³² − 1. */
  u32(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a number modulo 2³². */
  s32(value: number): void {
    let rest = value | 0;
    // Six bits and the sign fit into the last byte.
    while (rest < -0x40 || rest > 0x3f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  /** Signed LEB128 of a number modulo 2⁶⁴. */
  s64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    while (rest < -0x40n || rest > 0x3fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest & 0x7fn));
  }

  list<Item>(items: readonly Item[], write: (item: Item) => void): void {
    this.u32(items.length);
    for (const item of items) write(item);
  }

  /** A name of ASCII characters. */
  name(text: string): void {
    this.list([...text], (character) => this.byte(character.charCodeAt(0)));
  }

  /** The contents of another buffer behind their size. */
  sized(other: ByteWriter): void {
    this.u32(other.length);
    this.bytes(other.written());
  }

  /** What has been written; a view that the next write may change. */
  written(): Uint8Array<ArrayBuffer> {
    return this.data.subarray(0, this.length);
  }

  private reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.data.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.data.length));
    grown.set(this.data);
    this.data = grown;
  }
}
