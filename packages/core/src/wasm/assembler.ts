/**
 * A small WebAssembly assembler that reads like the specification.
 *
 * ```text
 * const module = new Module();
 * module.importMemory('env', 'memory', 1);
 * const double = module.function(['i32', 'i32'], [], (f, address, end) => {
 *   f.loop((next) => {
 *     f.local.get(address);
 *     f.local.get(address);
 *     f.v128.load(16);                // the immediate is an offset in bytes; a second one is the alignment in bytes
 *     f.v128.const(Float32Array.of(2, 2, 2, 2));
 *     f.f32x4.mul();
 *     f.v128.store(16);
 *     f.local.get(address);
 *     f.i32.const(16);
 *     f.i32.add();
 *     f.local.tee(address);
 *     f.local.get(end);
 *     f.i32.lt_u();
 *     f.br_if(next);
 *   });
 * });
 * module.export('double', double);
 * const bytes = module.finish();
 * ```
 *
 * - **Instructions** are methods `f.<namespace>.<name>(…immediates)`; the table is in `instructions.ts`. Operands are on the
 *   stack. Those without a namespace (`f.select()`, `f.return()`, `f.unreachable()`) are methods of `f` itself.
 * - **Functions** are handles. The body of a function is run by `finish()`, not before: a handle may be called from
 *   bodies written before it and from itself, and a body may define further functions.
 * - **Globals** are constants: `module.global('v128', (i) => i.v128.const(…))`, read by `f.global.get(handle)`.
 * - **`module.once(key, build)`** returns the function or global under `key`, built at the first request: for what several
 *   callers share.
 * - **Locals** are objects: `const x = f.local('v128')`, then `f.local.get(x)`, `.set(x)`, `.tee(x)`. Parameters are given
 *   to the body as locals. Locals start at zero.
 * - **Control** is nested callbacks that receive the label of their block: `f.block((done) => { …; f.br(done); })`.
 *   Branching to the label of a `loop` repeats it, to that of a `block` or an `if` leaves it. `f.for` counts.
 *
 * The types of operands are checked by the engine: `WebAssembly.validate`, or the message of `new WebAssembly.Module`.
 * The assembler throws where a mistake could silently mean something else: a label that is not open here, a local of
 * another function, a function or global of another module.
 */
import { type Bytes, ByteWriter, type Instructions, instructionsInto, instructionTable } from './instructions.ts';

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function of one module. */
export interface FunctionHandle extends FunctionType {
  readonly index: number;
}

/** A constant of one module, with a value that instructions alone would have to build up at every use. */
export interface GlobalHandle {
  readonly type: ValueType;
  readonly index: number;
}

/** A local variable or a parameter of one function. */
export interface Local<Type extends ValueType = ValueType> {
  readonly type: Type;
  readonly index: number;
}

/** Where a branch goes: out of a block or an `if`, or back to the start of a loop. */
export interface Label {
  /** How many blocks are open around it. */
  readonly index: number;
}

/** The values of a counter: signed, the bounds being constants or locals that the loop leaves alone. */
export interface CountingRange {
  /** The first value, default 0. */
  readonly from?: number | Local<'i32'>;
  /** The first value beyond the end. */
  readonly to: number | Local<'i32'>;
  /** A positive constant, default 1. */
  readonly step?: number;
}

/** Writes the body of one function. */
export interface FunctionBuilder extends Instructions {
  /** Where the instructions go, for those of another table. */
  readonly code: ByteWriter;
  readonly local: {
    /** Declares a local variable. */
    <Type extends ValueType>(type: Type): Local<Type>;
    get(local: Local): void;
    set(local: Local): void;
    tee(local: Local): void;
  };
  readonly global: {
    get(global: GlobalHandle): void;
  };
  /** Code that a branch to its label leaves. With `result` it leaves one value on the stack. */
  block(body: (label: Label) => void, result?: ValueType): void;
  /** Code that a branch to its label repeats. */
  loop(body: (label: Label) => void, result?: ValueType): void;
  /** Takes an i32 from the stack and runs `then` if it is not zero. */
  if(then: (label: Label) => void, otherwise?: (label: Label) => void, result?: ValueType): void;
  br(label: Label): void;
  br_if(label: Label): void;
  /** Calls with the locals as arguments, behind those on the stack. */
  call(callee: FunctionHandle, ...args: readonly Local[]): void;
  /** `for (counter = from; counter < to; counter += step) body()` */
  for(counter: Local<'i32'>, range: CountingRange, body: () => void): void;
}

type LocalsOf<Types extends readonly ValueType[]> = {
  -readonly [Position in keyof Types]: Local<Types[Position]>;
};

const typeCode: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const functionKind = 0;
const memoryKind = 2;
const noMaximum = 0;
const sharedWithMaximum = 3;
const immutable = 0;
const endCode = 0x0b;

/** A module under construction. */
export class Module {
  /** Whether code may use `relaxed_madd`, as one rounding; undefined if nobody has decided. */
  readonly fused: boolean | undefined;
  readonly #types = new Map<string, FunctionType & { index: number }>();
  readonly #imports: ((writer: ByteWriter) => void)[] = [];
  readonly #functions: FunctionHandle[] = [];
  readonly #globals: GlobalHandle[] = [];
  readonly #globalValues: ((instructions: Instructions) => void)[] = [];
  readonly #bodies: ((code: ByteWriter, instructions: Instructions) => ByteWriter)[] = [];
  readonly #exports = new Map<string, number>();
  readonly #memo = new Map<string, unknown>();

  constructor(fused?: boolean) {
    this.fused = fused;
  }

  /** Imports a memory of at least so many pages of 64 KiB; threads share one that has a maximum. */
  importMemory(from: string, name: string, pages: number, maximum?: number): void {
    this.#imports.push((writer) => {
      writer.name(from);
      writer.name(name);
      writer.bytes([memoryKind, maximum ? sharedWithMaximum : noMaximum]);
      writer.u32(pages);
      if (maximum) writer.u32(maximum);
    });
  }

  /** Defines a function; `finish()` runs its body, giving it the builder and the parameters. */
  function<const Params extends readonly ValueType[]>(
    params: Params,
    results: readonly ValueType[],
    body: (f: FunctionBuilder, ...params: LocalsOf<Params>) => void,
  ): FunctionHandle {
    this.#bodies.push((code, instructions) => {
      const locals = params.map((type, index): Local => ({ type, index }));
      // A tuple that is mapped becomes an array for the type checker.
      const parameters = [...locals] as unknown as LocalsOf<Params>;
      code.length = 0;
      body(functionBuilder(code, instructions, locals, this.#functions, this.#globals), ...parameters);
      code.byte(endCode);
      const writer = new ByteWriter();
      writeLocals(writer, locals.slice(params.length));
      writer.bytes(code.written());
      return writer;
    });
    return this.#declare(params, results);
  }

  /** Defines a constant; its value is what the constant instruction in `value` leaves on the stack. */
  global(type: ValueType, value: (instructions: Instructions) => void): GlobalHandle {
    const handle = { type, index: this.#globals.length };
    this.#globals.push(handle);
    this.#globalValues.push(value);
    return handle;
  }

  /** The function or constant under `key`, made by `build` at the first request. */
  once<Handle extends FunctionHandle | GlobalHandle>(key: string, build: () => Handle): Handle {
    if (!this.#memo.has(key)) this.#memo.set(key, build());
    return this.#memo.get(key) as Handle;
  }

  /** Makes a function visible from outside under an ASCII name. */
  export(name: string, handle: FunctionHandle): void {
    if (this.#exports.has(name)) throw new Error(`export: there is already a function "${name}"`);
    this.#exports.set(name, indexIn(this.#functions, handle, 'function of this module'));
  }

  /** Runs the bodies and returns the module in the binary format. */
  finish(): Bytes {
    const code = new ByteWriter();
    const instructions = instructionsInto(code, instructionTable);
    const bodies: ByteWriter[] = [];
    // The list grows while it is walked: bodies define functions.
    for (const body of this.#bodies) bodies.push(body(code, instructions));

    const defined = this.#functions.slice(this.#functions.length - bodies.length);
    const imports = listOf(this.#imports, (writer, write) => write(writer));
    const functions = listOf(defined, (writer, handle) => writer.u32(this.#typeIndex(handle)));
    const globals = listOf(this.#globals, (writer, { type, index }) => {
      code.length = 0;
      this.#globalValues[index](instructions);
      writer.bytes([typeCode[type], immutable]);
      writer.bytes(code.written());
      writer.byte(endCode);
    });
    const exports = listOf([...this.#exports], (writer, [name, index]) => {
      writer.name(name);
      writer.byte(functionKind);
      writer.u32(index);
    });
    const codes = listOf(bodies, (writer, body) => writer.sized(body));
    const types = listOf([...this.#types.values()], (writer, { params, results }) => {
      writer.byte(0x60);
      writer.list(params, (type) => writer.byte(typeCode[type]));
      writer.list(results, (type) => writer.byte(typeCode[type]));
    });

    const writer = new ByteWriter();
    writer.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    // Integer keys are walked in ascending order, which is the order of sections.
    const sections = { 1: types, 2: imports, 3: functions, 6: globals, 7: exports, 10: codes };
    for (const [id, contents] of Object.entries(sections)) {
      writer.byte(Number(id));
      writer.sized(contents);
    }
    return writer.written();
  }

  #declare(params: readonly ValueType[], results: readonly ValueType[]): FunctionHandle {
    const handle = { params, results, index: this.#functions.length };
    this.#functions.push(handle);
    return handle;
  }

  #typeIndex({ params, results }: FunctionType): number {
    const key = `${params} -> ${results}`;
    const known = this.#types.get(key);
    if (known !== undefined) return known.index;
    const index = this.#types.size;
    this.#types.set(key, { params, results, index });
    return index;
  }
}

function functionBuilder(
  code: ByteWriter,
  instructions: Instructions,
  locals: Local[],
  functions: readonly FunctionHandle[],
  globals: readonly GlobalHandle[],
): FunctionBuilder {
  const open: Label[] = [];

  function structured(opcode: number, result: ValueType | undefined, body: (label: Label) => void): void {
    const label = { index: open.length };
    code.byte(opcode);
    code.byte(result === undefined ? 0x40 : typeCode[result]);
    open.push(label);
    body(label);
    open.pop();
    code.byte(endCode);
  }

  function branch(opcode: number, label: Label): void {
    code.byte(opcode);
    // The binary format counts from the innermost block outwards.
    code.u32(open.length - 1 - indexIn(open, label, 'label of a block that is open here'));
  }

  function access(opcode: number): (local: Local) => void {
    return (local) => {
      const { index } = local;
      if (locals[index] !== local) indexIn(locals, local, 'local of this function');
      code.pair(opcode, index);
    };
  }

  function local<Type extends ValueType>(type: Type): Local<Type> {
    const declared = { type, index: locals.length };
    locals.push(declared);
    return declared;
  }

  function bound(value: number | Local): void {
    if (typeof value === 'number') f.i32.const(value);
    else f.local.get(value);
  }

  const f: FunctionBuilder = {
    ...instructions,
    code,
    local: Object.assign(local, { get: access(0x20), set: access(0x21), tee: access(0x22) }),
    global: {
      get(global) {
        code.byte(0x23);
        code.u32(indexIn(globals, global, 'global of this module'));
      },
    },
    block: (body, result) => structured(0x02, result, body),
    loop: (body, result) => structured(0x03, result, body),
    if: (then, otherwise, result) =>
      structured(0x04, result, (label) => {
        then(label);
        if (otherwise === undefined) return;
        code.byte(0x05);
        otherwise(label);
      }),
    br: (label) => branch(0x0c, label),
    br_if: (label) => branch(0x0d, label),
    call(callee, ...args) {
      for (const arg of args) f.local.get(arg);
      code.byte(0x10);
      code.u32(indexIn(functions, callee, 'function of this module'));
    },
    for(counter, { from = 0, to, step = 1 }, body) {
      f.block((done) => {
        bound(from);
        f.local.tee(counter);
        bound(to);
        f.i32.ge_s();
        f.br_if(done);
        // The test is at the end, so that a round takes one branch.
        f.loop((next) => {
          body();
          f.local.get(counter);
          f.i32.const(step);
          f.i32.add();
          f.local.tee(counter);
          bound(to);
          f.i32.lt_s();
          f.br_if(next);
        });
      });
    },
  };
  return f;
}

/** The index of an item, which has to be the one that `items` holds there. */
function indexIn(items: readonly { index: number }[], item: { index: number }, name: string): number {
  if (items[item.index] !== item) throw new Error(`assembler: not a ${name}`);
  return item.index;
}

/** Locals are declared as runs of one type. */
function writeLocals(writer: ByteWriter, locals: readonly Local[]): void {
  const runs: { type: ValueType; count: number }[] = [];
  for (const { type } of locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  writer.list(runs, ({ type, count }) => {
    writer.u32(count);
    writer.byte(typeCode[type]);
  });
}

function listOf<Item>(items: readonly Item[], write: (writer: ByteWriter, item: Item) => void): ByteWriter {
  const writer = new ByteWriter();
  writer.list(items, (item) => write(writer, item));
  return writer;
}
