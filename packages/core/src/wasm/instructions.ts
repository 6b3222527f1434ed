/**
 * The instructions of WebAssembly that gradkit uses, as data, and how they are written as bytes.
 *
 * A row of the table is `[namespace, first opcode, names, immediates, bytes accessed]`. The names follow each other in
 * the order of their opcodes and `-` skips one, so that a row reads like a part of the index in the specification.
 * Opcodes behind a prefix are written together with it: `0xfd_0e4` is the prefix `0xfd` and the number `0x0e4`.
 * Instructions that gradkit does not use are not in the table: their names would be part of every program.
 *
 * The types of the methods of a function builder are derived from this table: what is not in it does not compile.
 *
 * Source: https://webassembly.github.io/spec/core/appendix/index-instructions.html
 */
export const instructionTable = [
  // Control without structure
  ['', 0x00, 'unreachable'],
  ['', 0x0f, 'return'],
  ['', 0x1b, 'select'],

  // Memory
  ['i32', 0x28, 'load', 'memory', 4],
  ['i32', 0x2d, 'load8_u', 'memory', 1],
  ['i32', 0x2f, 'load16_u', 'memory', 2],
  ['i32', 0x36, 'store', 'memory', 4],
  ['memory', 0xfc_00a, 'copy', 'memories'],

  // Scalars
  ['i32', 0x41, 'const', 'i32'],
  ['i32', 0x45, 'eqz eq ne lt_s lt_u gt_s - - - ge_s'],
  ['i32', 0x6a, 'add sub mul div_s div_u rem_s rem_u and or - shl shr_s shr_u'],

  // Vectors of 128 bits
  ['v128', 0xfd_000, 'load', 'memory', 16],
  ['v128', 0xfd_009, 'load32_splat', 'memory', 4],
  ['v128', 0xfd_00a, 'load64_splat', 'memory', 8],
  ['v128', 0xfd_00b, 'store', 'memory', 16],
  ['v128', 0xfd_00c, 'const', 'v128'],
  ['i8x16', 0xfd_00d, 'shuffle', 'lanes'],
  ['i32x4', 0xfd_011, 'splat'],
  ['f32x4', 0xfd_013, 'splat'],
  ['f64x2', 0xfd_014, 'splat'],
  ['i32x4', 0xfd_01b, 'extract_lane replace_lane', 'lane'],
  ['f32x4', 0xfd_01f, 'extract_lane replace_lane', 'lane'],
  ['f64x2', 0xfd_021, 'extract_lane replace_lane', 'lane'],
  ['i32x4', 0xfd_037, 'eq ne lt_s lt_u gt_s - le_s le_u'],
  ['f32x4', 0xfd_041, 'eq ne lt gt le ge'],
  ['f64x2', 0xfd_047, 'eq ne lt gt le ge'],
  ['v128', 0xfd_04d, 'not and andnot or xor bitselect any_true'],
  ['v128', 0xfd_056, 'load32_lane', 'memoryLane', 4],
  ['v128', 0xfd_057, 'load64_lane', 'memoryLane', 8],
  ['v128', 0xfd_058, 'store8_lane', 'memoryLane', 1],
  ['v128', 0xfd_05a, 'store32_lane', 'memoryLane', 4],
  ['v128', 0xfd_05b, 'store64_lane', 'memoryLane', 8],
  ['v128', 0xfd_05c, 'load32_zero', 'memory', 4],
  ['v128', 0xfd_05d, 'load64_zero', 'memory', 8],
  ['f32x4', 0xfd_05e, 'demote_f64x2_zero'],
  ['f64x2', 0xfd_05f, 'promote_low_f32x4'],
  ['f32x4', 0xfd_068, 'floor - nearest'],
  ['f64x2', 0xfd_075, 'floor'],
  ['i16x8', 0xfd_089, 'extend_low_i8x16_u'],
  ['f64x2', 0xfd_094, 'nearest'],
  ['i32x4', 0xfd_0a0, 'abs neg - all_true'],
  ['i32x4', 0xfd_0a9, 'extend_low_i16x8_u'],
  ['i32x4', 0xfd_0ab, 'shl - shr_u add - - sub - - - mul min_s min_u max_s max_u'],
  ['i64x2', 0xfd_0c7, 'extend_low_i32x4_s'],
  ['i64x2', 0xfd_0cb, 'shl - shr_u add - - sub'],
  ['f32x4', 0xfd_0e0, 'abs neg - sqrt add sub mul div min max pmin pmax'],
  ['f64x2', 0xfd_0ec, 'abs neg - sqrt add sub mul div min max pmin pmax'],
  ['i32x4', 0xfd_0f8, 'trunc_sat_f32x4_s trunc_sat_f32x4_u'],
  ['f32x4', 0xfd_0fa, 'convert_i32x4_s convert_i32x4_u'],
  ['i32x4', 0xfd_0fc, 'trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero'],
  ['f64x2', 0xfd_0fe, 'convert_low_i32x4_s convert_low_i32x4_u'],
  ['f32x4', 0xfd_105, 'relaxed_madd'],
  ['f64x2', 0xfd_107, 'relaxed_madd'],
] as const;

/** The arguments that an instruction takes in the code, by kind of immediate. */
export interface Immediates {
  none: [];
  /** The indices of two memories, always 0. */
  memories: [];
  i32: [value: number];
  /** Sixteen bytes, for example `new Float32Array([1, 2, 3, 4])`. */
  v128: [value: ArrayBufferView];
  lane: [lane: number];
  /** Sixteen lane numbers: 0 to 15 take a byte of the first operand, 16 to 31 of the second. */
  lanes: [lanes: ArrayLike<number>];
  /** Offset in bytes (default 0) and alignment in bytes (default natural), both as in the text format. */
  memory: [offset?: number, align?: number];
  memoryLane: [lane: number, offset?: number, align?: number];
}

/** A row of a table of instructions. */
export type Row = readonly [
  namespace: string,
  opcode: number,
  names: string,
  immediates?: keyof Immediates,
  bytes?: number,
];
type Words<Text extends string> = Text extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : Text;
type Kind<R extends Row> = R extends readonly [string, number, string, infer K extends keyof Immediates, ...unknown[]]
  ? K
  : 'none';
type Methods<Rows extends Row, Namespace extends string> = {
  readonly [R in Extract<Rows, readonly [Namespace, ...unknown[]]> as Exclude<Words<R[2]>, '-'>]: (
    ...immediates: Immediates[Kind<R>]
  ) => void;
};

/** One object per namespace with one method per instruction; those without a namespace stand beside them. */
export type InstructionsOf<Rows extends Row> = Methods<Rows, ''> & {
  readonly [Namespace in Exclude<Rows[0], ''>]: Methods<Rows, Namespace>;
};
export type Instructions = InstructionsOf<(typeof instructionTable)[number]>;

/** The instruction methods of a table, writing into `code`. */
export function instructionsInto<Rows extends Row>(code: ByteWriter, table: readonly Rows[]): InstructionsOf<Rows> {
  const writers: { [Kind in keyof Immediates]: (bytes: number, ...immediates: Immediates[Kind]) => void } = {
    none: () => {},
    memories: () => code.bytes([0, 0]),
    i32: (_, value) => code.s32(value),
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
  for (const [namespace, first, names, kind = 'none', bytes = 0] of table) {
    // No instruction has more than three immediates; spreading them would cost more than writing them.
    const write = writers[kind] as (bytes: number, a?: unknown, b?: unknown, c?: unknown) => void;
    namespaces[namespace] ??= {};
    const methods = namespaces[namespace];
    let opcode: number = first;
    for (const name of names.split(' ')) {
      const own = opcode++;
      const open = (): void => (own > 0xff ? code.pair(own >> 12, own & 0xfff) : code.byte(own));
      methods[name] =
        kind === 'none'
          ? open
          : (a, b, c) => {
              open();
              write(bytes, a, b, c);
            };
    }
  }
  // The type of the result is computed from the same table.
  return { ...namespaces, ...namespaces[''] } as unknown as InstructionsOf<Rows>;
}

/** Bytes that nobody shares. Not `Uint8Array<ArrayBuffer>`, which TypeScript before 5.7 does not know. */
export type Bytes = Uint8Array & { readonly buffer: ArrayBuffer };

/** A growing buffer with the encodings of the binary format. */
export class ByteWriter {
  length = 0;
  #data = new Uint8Array(256);

  byte(value: number): void {
    if (this.length === this.#data.length) this.#reserve(1);
    this.#data[this.length++] = value;
  }

  /** A byte and LEB128 of a number, which most often is one byte too: instructions are little else. */
  pair(first: number, value: number): void {
    if (this.length + 2 > this.#data.length) this.#reserve(2);
    this.#data[this.length++] = first;
    if (value > 0x7f) this.u32(value);
    else this.#data[this.length++] = value;
  }

  bytes(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#data.set(values, this.length);
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
  written(): Bytes {
    return this.#data.subarray(0, this.length);
  }

  #reserve(size: number): void {
    const needed = this.length + size;
    if (needed <= this.#data.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#data.length));
    grown.set(this.#data);
    this.#data = grown;
  }
}
