// WebAssembly is in every engine we run on, but TypeScript declares it only together with the DOM.
// This is the part that gradkit uses, spelled as lib.dom spells it, so that both can be present.
declare namespace WebAssembly {
  interface Memory {
    /** A `SharedArrayBuffer` where the memory was made with `shared: true`. */
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  var Memory: {
    prototype: Memory;
    new (descriptor: MemoryDescriptor): Memory;
  };
  interface MemoryDescriptor {
    initial: number;
    maximum?: number;
    shared?: boolean;
  }

  interface Module {}
  var Module: {
    prototype: Module;
    new (bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Module;
  };

  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  var Instance: {
    prototype: Instance;
    new (module: Module, imports?: Record<string, Record<string, unknown>>): Instance;
  };

  interface CompileError extends Error {}
  var CompileError: {
    prototype: CompileError;
    new (message?: string): CompileError;
  };
  interface RuntimeError extends Error {}
  var RuntimeError: {
    prototype: RuntimeError;
    new (message?: string): RuntimeError;
  };

  function validate(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): boolean;
  function compile(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Promise<Module>;
}
