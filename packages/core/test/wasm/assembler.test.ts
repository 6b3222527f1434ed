import { describe, expect, expectTypeOf, it } from 'vitest';
import { type FunctionBuilder, type FunctionHandle, type Label, type Local, Module } from '../../src/wasm/assembler.ts';
import { type Bytes, type Immediates, instructionTable } from '../../src/wasm/instructions.ts';

type Exports = Record<string, (...values: (number | bigint)[]) => number | bigint>;

function instantiate(module: Module, imports: Record<string, Record<string, unknown>> = {}): Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(module.finish()), imports).exports as Exports;
}

/** The code of a function without parameters, between the declarations of its locals and the final `end`. */
function codeOf(body: (f: FunctionBuilder) => void): number[] {
  const module = new Module();
  module.function([], [], body);
  const bytes = [...module.finish()];
  // Without locals the contents of the code section are: 1 function, its size, 0 runs of locals, code, end.
  const empty = new Module();
  empty.function([], [], () => {});
  const before = empty.finish().length - 1;
  const shift = bytes.length - before - 1 > 120 ? 2 : 0;
  return bytes.slice(before + shift, -1);
}

describe('encoding', () => {
  it('writes an empty module as a header and empty sections', () => {
    const bytes = new Module().finish();
    expect([...bytes.subarray(0, 8)]).toEqual([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    expect(WebAssembly.validate(bytes)).toBe(true);
  });

  it.each([
    [0, [0x00]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [127, [0xff, 0x00]],
    [128, [0x80, 0x01]],
    [-128, [0x80, 0x7f]],
    [624485, [0xe5, 0x8e, 0x26]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
    [2 ** 32 - 1, [0x7f]],
  ])('i32.const %d is signed LEB128', (value, bytes) => {
    expect(codeOf((f) => f.i32.const(value))).toEqual([0x41, ...bytes]);
  });

  it.each([
    [0, [0x00]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [16384, [0x80, 0x80, 0x01]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('an offset of %d is unsigned LEB128', (offset, bytes) => {
    expect(codeOf((f) => f.i32.load(offset))).toEqual([0x28, 0x02, ...bytes]);
  });

  it('writes the alignment as its logarithm, natural unless given', () => {
    expect(codeOf((f) => f.v128.load())).toEqual([0xfd, 0x00, 0x04, 0x00]);
    expect(codeOf((f) => f.v128.load(8, 4))).toEqual([0xfd, 0x00, 0x02, 0x08]);
    expect(codeOf((f) => f.v128.load64_splat())).toEqual([0xfd, 0x0a, 0x03, 0x00]);
    expect(codeOf((f) => f.i32.load16_u(2))).toEqual([0x2f, 0x01, 0x02]);
    expect(codeOf((f) => f.v128.load32_lane(3, 16))).toEqual([0xfd, 0x56, 0x02, 0x10, 0x03]);
  });

  it('writes opcodes behind a prefix as LEB128', () => {
    expect(codeOf((f) => f.f32x4.add())).toEqual([0xfd, 0xe4, 0x01]);
    expect(codeOf((f) => f.memory.copy())).toEqual([0xfc, 0x0a, 0x00, 0x00]);
  });

  it('writes constants as little-endian bytes', () => {
    expect(codeOf((f) => f.v128.const(new Uint32Array([1, 2, 3, 4])))).toEqual([
      0xfd, 0x0c, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0,
    ]);
  });
});

describe('the table of instructions', () => {
  const samples: Immediates & Record<string, unknown[]> = {
    none: [],
    memories: [],
    i32: [-5],
    v128: [new Uint8Array(16)],
    lane: [1],
    lanes: [[0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31]],
    memory: [4],
    memoryLane: [1, 4],
  };
  const rows = instructionTable.flatMap(([namespace, first, names, kind = 'none']) =>
    names
      .split(' ')
      .map((name, position) => ({ namespace, name, opcode: first + position, immediates: samples[kind] }))
      .filter(({ name }) => name !== '-'),
  );
  const fullName = ({ namespace, name }: (typeof rows)[number]): string => `${namespace} ${name}`.trim();

  /** A module with a function of this one instruction. */
  function moduleOf(row: (typeof rows)[number], before: (f: FunctionBuilder) => void): Bytes {
    const module = new Module();
    module.importMemory('env', 'memory', 1);
    module.function([], [], (f) => {
      before(f);
      const write: unknown = Reflect.get(row.namespace === '' ? f : f[row.namespace], row.name);
      (write as (...immediates: unknown[]) => void)(...row.immediates);
      f.unreachable();
    });
    return module.finish();
  }

  it('names every instruction once and gives it its own opcode', () => {
    expect(new Set(rows.map(fullName)).size).toBe(rows.length);
    expect(new Set(rows.map(({ opcode }) => opcode)).size).toBe(rows.length);
  });

  const refused = rows.filter((row) => !WebAssembly.validate(moduleOf(row, unreachable)));

  it('holds instructions that the engine accepts, relaxed ones if it is new enough', () => {
    expect(refused.filter(({ name }) => !name.startsWith('relaxed'))).toEqual([]);
  });

  it('calls each opcode by the name that the engine has for it', () => {
    // V8 complains about missing operands, and names the instruction that misses them: an independent witness.
    const unnamed: string[] = [];
    for (const row of rows.filter((known) => !refused.includes(known))) {
      const name = /on the stack for (\S+)/.exec(refusalOf(moduleOf(row, () => {})))?.[1];
      if (name === undefined) unnamed.push(fullName(row));
      else expect(inOurSpelling(name)).toBe(fullName(row));
    }
    expect(unnamed).toEqual(['unreachable', 'return', 'i32 const', 'v128 const']);
  });

  /** V8 has dots throughout, and a name of its own for fused multiply-add. */
  function inOurSpelling(name: string): string {
    return name.replace('.', ' ').replaceAll('.', '_').replace('qfma', 'relaxed_madd');
  }

  // Behind `unreachable` the stack holds whatever the next instruction wants, so that one form serves them all.
  function unreachable(f: FunctionBuilder): void {
    f.unreachable();
  }

  function refusalOf(bytes: Bytes): string {
    try {
      new WebAssembly.Module(bytes);
      return '';
    } catch (error) {
      return String(error);
    }
  }
});

describe('a module', () => {
  it('calls forwards, backwards and itself', () => {
    const module = new Module();
    const even: FunctionHandle = module.function(['i32'], ['i32'], (f, n) => {
      f.local.get(n);
      f.i32.eqz();
      f.if(
        () => f.i32.const(1),
        () => {
          f.local.get(n);
          f.i32.const(1);
          f.i32.sub();
          f.call(odd);
        },
        'i32',
      );
    });
    const odd = module.function(['i32'], ['i32'], (f, n) => {
      f.local.get(n);
      f.i32.eqz();
      f.if(() => {
        f.i32.const(0);
        f.return();
      });
      f.local.get(n);
      f.i32.const(1);
      f.i32.sub();
      f.call(even);
    });
    module.export('even', even);
    module.export('odd', odd);
    const { even: isEven, odd: isOdd } = instantiate(module);
    expect([0, 1, 2, 7, 10].map((n) => isEven(n))).toEqual([1, 0, 1, 0, 1]);
    expect([0, 1, 2, 7, 10].map((n) => isOdd(n))).toEqual([0, 1, 0, 1, 0]);
  });

  it('builds a shared function once, also from inside a body', () => {
    const module = new Module();
    let built = 0;
    const shared = (): FunctionHandle =>
      module.once('seven', () => {
        built++;
        return module.function([], ['i32'], (f) => f.i32.const(7));
      });
    for (const name of ['first', 'second']) {
      module.export(
        name,
        module.function([], ['i32'], (f) => {
          f.call(shared());
        }),
      );
    }
    const exports = instantiate(module);
    expect([exports['first'](), exports['second'](), built]).toEqual([7, 7, 1]);
  });

  it('has constants of any type', () => {
    const module = new Module();
    const five = module.global('i32', (i) => i.i32.const(5));
    const lanes = module.global('v128', (i) => i.v128.const(new Int32Array([1, 3, 5, 7])));
    module.export(
      'sum',
      module.function([], ['i32'], (f) => {
        f.global.get(five);
        f.global.get(lanes);
        f.i32x4.extract_lane(1);
        f.i32.add();
      }),
    );
    expect(instantiate(module)['sum']()).toBe(8);
    const other = new Module();
    other.function([], [], (f) => f.global.get(five));
    expect(() => other.finish()).toThrow('global of this module');
  });

  it('writes each function type once', () => {
    const size = (count: number): number => {
      const module = new Module();
      for (let index = 0; index < count; index++) {
        module.function(['f32', 'f32', 'f32', 'f32'], ['f32', 'f32'], (f) => f.unreachable());
      }
      return module.finish().length;
    };
    // One byte for the index of the type and four for the size, locals, code and end of the body.
    expect(size(2) - size(1)).toBe(5);
  });

  it('uses an imported memory', () => {
    const module = new Module();
    module.importMemory('env', 'memory', 1);
    module.export(
      'read',
      module.function(['i32'], ['i32'], (f, address) => {
        f.local.get(address);
        f.i32.load(16);
      }),
    );
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Int32Array(memory.buffer).set([7, 8], 4);
    const { read } = instantiate(module, { env: { memory } });
    expect([read(0), read(4)]).toEqual([7, 8]);
  });

  it('refuses a second export of one name', () => {
    const module = new Module();
    const f = module.function([], [], () => {});
    module.export('f', f);
    expect(() => module.export('f', f)).toThrow('"f"');
  });

  it('holds more code than one byte of length can say', () => {
    const module = new Module();
    module.export(
      'sum',
      module.function([], ['i32'], (f) => {
        f.i32.const(0);
        for (let value = 1; value <= 10_000; value++) {
          f.i32.const(value);
          f.i32.add();
        }
      }),
    );
    expect(instantiate(module)['sum']()).toBe(50_005_000);
  });
});

describe('locals', () => {
  it('keep their type and their value, declared in any order', () => {
    const module = new Module();
    module.export(
      'mix',
      module.function(['f64', 'i32'], ['f64'], (f, x, n) => {
        expectTypeOf(x).toEqualTypeOf<Local<'f64'>>();
        const locals = [f.local('f64'), f.local('f64'), f.local('i32'), f.local('v128'), f.local('f64')] as const;
        f.local.get(x);
        f.local.set(locals[4]);
        f.local.get(n);
        f.local.tee(locals[2]);
        f.i32x4.splat();
        f.f64x2.convert_low_i32x4_s();
        f.local.set(locals[3]);
        f.local.get(locals[3]);
        f.local.get(locals[4]);
        f.f64x2.splat();
        f.f64x2.mul();
        f.local.get(locals[0]);
        f.f64x2.splat();
        f.f64x2.add();
        f.f64x2.extract_lane(1);
      }),
    );
    expect(instantiate(module)['mix'](1.5, 4)).toBe(6);
  });

  it('belong to one function', () => {
    const module = new Module();
    let foreign: Local | undefined;
    module.function(['i32'], [], (f) => {
      foreign = f.local('i32');
    });
    module.function(['i32', 'i32'], [], (f) => f.local.get(foreign as Local));
    expect(() => module.finish()).toThrow('local of this function');
  });
});

describe('control', () => {
  /** A function of one i32 that is called with each of `values`. */
  function results(values: number[], body: (f: FunctionBuilder, x: Local<'i32'>) => void): unknown[] {
    const module = new Module();
    module.export('run', module.function(['i32'], ['i32'], body));
    const { run } = instantiate(module);
    return values.map((value) => run(value));
  }

  it('chooses by if and else', () => {
    expect(
      results([0, 1, 2], (f, x) => {
        f.local.get(x);
        f.if(
          () => f.i32.const(10),
          () => f.i32.const(20),
          'i32',
        );
      }),
    ).toEqual([20, 10, 10]);
  });

  it('leaves blocks at any depth', () => {
    expect(
      results([0, 1, 2], (f, x) => {
        f.block((outer) => {
          f.block((inner) => {
            f.local.get(x);
            f.if((branch) => {
              f.local.get(x);
              f.i32.const(1);
              f.i32.eq();
              f.br_if(inner);
              f.i32.const(300);
              f.br(outer);
              f.br(branch);
            });
            f.i32.const(100);
            f.return();
          });
          f.i32.const(200);
        }, 'i32');
      }),
    ).toEqual([100, 200, 300]);
  });

  it('repeats a loop', () => {
    expect(
      results([1, 5, 10], (f, n) => {
        const product = f.local('i32');
        f.i32.const(1);
        f.local.set(product);
        f.loop((next) => {
          f.local.get(product);
          f.local.get(n);
          f.i32.mul();
          f.local.set(product);
          f.local.get(n);
          f.i32.const(1);
          f.i32.sub();
          f.local.tee(n);
          f.br_if(next);
        });
        f.local.get(product);
      }),
    ).toEqual([1, 120, 3628800]);
  });

  it('counts with for, also not at all', () => {
    const sums = (range: { from?: number; step?: number }): unknown[] =>
      results([-3, 0, 1, 2, 10], (f, to) => {
        const [i, sum] = [f.local('i32'), f.local('i32')];
        f.for(i, { ...range, to }, () => {
          f.local.get(sum);
          f.local.get(i);
          f.i32.add();
          f.local.set(sum);
        });
        f.local.get(sum);
      });
    expect(sums({})).toEqual([0, 0, 0, 1, 45]);
    expect(sums({ from: 1, step: 4 })).toEqual([0, 0, 0, 1, 1 + 5 + 9]);
    expect(sums({ from: -4 })).toEqual([-4, -10, -10, -9, 35]);
  });

  it('throws on a label that is not open', () => {
    const branchTo = (make: (f: FunctionBuilder) => Label | undefined): (() => void) => {
      const module = new Module();
      module.function([], [], (f) => {
        const label = make(f) as Label;
        f.block(() => f.br(label));
      });
      return () => module.finish();
    };
    let closed: Label | undefined;
    expect(
      branchTo((f) => {
        f.block((label) => {
          closed = label;
        });
        return closed;
      }),
    ).toThrow('open here');
    expect(branchTo(() => closed)).toThrow('open here');
  });

  it('throws on a function of another module', () => {
    const other = new Module().function([], [], () => {});
    const module = new Module();
    expect(() => module.export('other', other)).toThrow('function of this module');
    module.function([], [], (f) => f.call(other));
    expect(() => module.finish()).toThrow('function of this module');
  });
});
