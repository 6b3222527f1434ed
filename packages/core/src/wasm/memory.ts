import { events } from '../cell.ts';
import { Space } from '../compile/space.ts';
import { type DType, dtypes, type TypedArray } from '../dtype.ts';
import { GradkitError } from '../errors.ts';

/** Who owns device memory. */
export type Owner = 'variables' | 'programs' | 'scratch';

/** Bytes of device memory by owner; see {@link memory}. */
export interface MemoryReport {
  /** Contents of variables. */
  readonly variables: number;
  /** Inputs and numbers of compiled programs. */
  readonly programs: number;
  /** The working memory that all programs share. */
  readonly scratch: number;
  /** Sum of the above. */
  readonly total: number;
  /** Size of the linear memory, which never shrinks. */
  readonly capacity: number;
}

const pageBytes = 65536;
const alignment = 64;
/** Addresses below this are never handed out. */
const reserved = 1024;

/** Linear memory with an allocator: best fit, gaps merge. One for all programs, so that variables can be shared. */
export class DeviceMemory {
  /** Threads bring one that they share, whose limit in pages programs then have to name. */
  memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
  sharedPages: number | undefined;
  readonly #space = new Space();
  readonly #blocks = new Map<number, { readonly bytes: number; readonly owner: Owner }>();
  readonly #bytes: Record<Owner, number> = { variables: 0, programs: 0, scratch: 0 };
  #scratchAddress = 0;
  #scratchBytes = 0;

  constructor() {
    this.#space.take(reserved);
  }

  allocate(size: number, owner: Owner): number {
    events.count++;
    const bytes = Math.max(alignment, Math.ceil(size / alignment) * alignment);
    const address = this.#space.take(bytes);
    if (!this.#holds(address + bytes)) {
      this.#space.give(address, bytes);
      const { variables, programs, scratch } = this.#bytes;
      throw new GradkitError(
        'out-of-memory',
        `out of memory: ${size} bytes more are needed beside ${variables} of variables, ${programs} of program inputs ` +
          `and ${scratch} of working memory. Use smaller batches, or dispose() variables that are done.`,
      );
    }
    this.#blocks.set(address, { bytes, owner });
    this.#bytes[owner] += bytes;
    return address;
  }

  free(address: number): void {
    const block = this.#blocks.get(address);
    if (block === undefined) return;
    events.count++;
    this.#blocks.delete(address);
    this.#bytes[block.owner] -= block.bytes;
    this.#space.give(address, block.bytes);
  }

  /** The shared working memory, at least this large; its address may change with the size. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      if (this.#scratchBytes > 0) this.free(this.#scratchAddress);
      this.#scratchBytes = 0;
      this.#scratchAddress = this.allocate(bytes, 'scratch');
      this.#scratchBytes = bytes;
    }
    return this.#scratchAddress;
  }

  /** A view that is valid until memory grows: use it at once. */
  view(dtype: DType, address: number, length: number): TypedArray {
    return dtypes[dtype].view(this.memory.buffer, address, length);
  }

  report(): MemoryReport {
    const { variables, programs, scratch } = this.#bytes;
    return {
      variables,
      programs,
      scratch,
      total: variables + programs + scratch,
      capacity: this.memory.buffer.byteLength,
    };
  }

  /** Whether memory reaches so far, grown if need be: by as much again, or by what is missing. */
  #holds(end: number): boolean {
    const held = this.memory.buffer.byteLength / pageBytes;
    const missing = Math.ceil(end / pageBytes) - held;
    if (missing <= 0) return true;
    for (const pages of [Math.max(missing, Math.min(held, 4096)), missing]) {
      try {
        this.memory.grow(pages);
        return true;
      } catch {
        // Less is tried before giving up.
      }
    }
    return false;
  }
}

let shared: DeviceMemory | undefined;

/** The memory of this thread, made when first needed. */
export function deviceMemory(): DeviceMemory {
  if (shared === undefined) {
    if (typeof WebAssembly === 'undefined') {
      throw new GradkitError(
        'unsupported-platform',
        'gradkit needs WebAssembly, which this platform does not have or does not allow.',
      );
    }
    shared = new DeviceMemory();
  }
  return shared;
}

/**
 * Bytes of device memory in use, by owner. Values of tensors are ordinary typed arrays, which the engine's collector
 * owns and frees; they are not counted here.
 * @example
 * ```ts
 * import { memory, variable, zeros } from '@gradkit/core';
 * const before = memory().variables;
 * const w = variable(zeros([256, 256]));
 * console.log(memory().variables - before); // 262144
 * w.dispose();
 * console.log(memory().variables - before); // 0
 * ```
 */
export function memory(): MemoryReport {
  return shared?.report() ?? { variables: 0, programs: 0, scratch: 0, total: 0, capacity: 0 };
}
