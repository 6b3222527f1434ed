import { GradkitError } from '../../errors.ts';
import type { Bytes } from '../instructions.ts';
import { deviceMemory } from '../memory.ts';
import { controlWords, ended, going, type Offer, withdrawn, words } from './control.ts';
import { now, startWorker } from './platform.ts';
import { workerSource } from './worker-source.ts';

/** Milliseconds that a step waits for a worker that the system does not run, before it is done without; and at most. */
const patience = 1;
const greatPatience = 10_000;
/** Steps that are done alone after a worker was late: twice as many each time, up to this many. */
const longestPause = 1024;

/** A program that workers can run. */
export interface SharedProgram {
  readonly number: number;
  readonly module: Bytes;
}

export interface PoolOptions {
  /** Threads together, the first included. */
  readonly threads: number;
  /** Steps wait for workers as long as these can be expected to live. */
  readonly isPatient: boolean;
  /** The programs that are still in use. */
  readonly inUse: () => ReadonlySet<number>;
}

/** The workers of one shared memory, and how the first thread works together with them. See `control.ts`. */
export class Pool {
  readonly threads: number;
  readonly memory: WebAssembly.Memory;
  /** When all workers run, or it is certain that they will not. */
  readonly ready: Promise<void>;
  /** Why it works no longer. */
  reason: string | undefined;
  private readonly options: PoolOptions;
  private readonly control: Int32Array;
  private readonly endings: (() => void)[] = [];
  /** Programs that all workers know, and those that some may know. */
  private readonly known = new Set<number>();
  private readonly sent = new Set<number>();
  private ticket = 0;
  private isComplete = false;
  private pause = 0;
  private nextPause = 1;

  constructor(memory: WebAssembly.Memory, options: PoolOptions) {
    this.memory = memory;
    this.options = options;
    this.threads = options.threads;
    this.control = new Int32Array(memory.buffer, 0, controlWords);
    // Not an offer: what workers see who are there before the first.
    Atomics.store(this.control, words.ticket, withdrawn);
    this.ready = new Promise((resolve) => {
      let missing = options.threads - 1;
      const failed = (reason: string): void => this.end(reason);
      this.endings.push(resolve);
      const ready = (): void => {
        if (--missing === 0) resolve();
      };
      for (let index = 1; index < options.threads; index++) {
        this.endings.push(startWorker(workerSource(), { memory, index }, { ready, failed }));
      }
    });
  }

  /** Whether steps can be shared now. */
  isReady(): boolean {
    if (this.reason !== undefined) return false;
    this.isComplete ||= this.arrived((arrival) => arrival !== 0);
    return this.isComplete;
  }

  /** Whether the next step can be shared: for some steps after a worker was late, none is. */
  isAvailable(): boolean {
    if (this.pause > 0) this.pause--;
    else return this.isReady();
    return false;
  }

  /**
   * Runs a step on all threads, the first with `step`. False where a worker is late, and the step has not begun.
   * @param table of the first thread, those of the others following at a distance in bytes
   * @throws GradkitError when a worker fails within the step
   */
  run(program: SharedProgram, table: number, distance: number, step: () => void): boolean {
    const { control } = this;
    const release = this.offer(program, table, distance);
    const hasArrived = this.await();
    if (!hasArrived) Atomics.store(control, words.ticket, this.ticket + withdrawn);
    release(hasArrived);
    if (!hasArrived) return false;
    Atomics.store(control, words.ticket, this.ticket + going);
    Atomics.notify(control, words.ticket);
    try {
      step();
    } catch (error) {
      const byWorker = Atomics.load(control, words.failed) !== 0;
      Atomics.store(control, words.failed, 1);
      Atomics.notify(control, words.meetings);
      this.end('a step failed');
      if (!byWorker) throw error;
      throw new GradkitError(
        'threads-failed',
        'a step that threads shared could not be finished, and the variables that it assigns are not to be used: a worker ' +
          'failed. From now on programs run on one thread.',
      );
    }
    return true;
  }

  /** Ends the workers. Steps in which they take part are not under way: the first thread is here. */
  end(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    Atomics.store(this.control, words.ticket, this.ticket + ended);
    Atomics.notify(this.control, words.ticket);
    for (const finish of this.endings) finish();
  }

  private arrived(test: (arrival: number) => boolean): boolean {
    for (let index = 1; index < this.threads; index++) {
      if (!test(Atomics.load(this.control, words.arrivals + index))) return false;
    }
    return true;
  }

  /** Offers a program; returns what to do when it has been taken, or not. */
  private offer({ number, module }: SharedProgram, table: number, distance: number): (isTaken: boolean) => void {
    const { control, known, sent } = this;
    const device = deviceMemory();
    const isNew = !known.has(number);
    const inUse = isNew ? this.options.inUse() : sent;
    const forgotten = [...sent].filter((each) => each !== number && !inUse.has(each));
    sent.add(number);
    const bytes = isNew ? module.length : 0;
    const address = isNew ? device.allocate(bytes + 4 * forgotten.length + 4, 'programs') : 0;
    const list = address + Math.ceil(bytes / 4) * 4;
    if (isNew) {
      new Uint8Array(this.memory.buffer, address, bytes).set(module);
      new Uint32Array(this.memory.buffer, list, forgotten.length).set(forgotten);
    }
    const offer: Offer = {
      program: number,
      table,
      distance,
      module: address,
      bytes,
      forgotten: list,
      count: forgotten.length,
    };
    Atomics.store(control, words.ticket, this.ticket + withdrawn);
    control.set(Object.values(offer), words.offer);
    this.ticket = (this.ticket + 4) | 0;
    Atomics.store(control, words.ticket, this.ticket);
    Atomics.notify(control, words.ticket);
    return (isTaken) => {
      if (!isNew) return;
      device.free(address);
      if (!isTaken) return;
      known.add(number);
      for (const each of forgotten) {
        known.delete(each);
        sent.delete(each);
      }
    };
  }

  /** Waits until all workers are ready for the step, for some time. */
  private await(): boolean {
    const isHere = (arrival: number): boolean => arrival === this.ticket;
    const until = now() + (this.options.isPatient ? greatPatience : patience);
    for (let look = 1; !this.arrived(isHere); look++) {
      if (look % 256 !== 0) continue;
      if (Atomics.load(this.control, words.failed) !== 0) {
        this.end('a worker failed');
        return false;
      }
      if (now() <= until) continue;
      this.pause = this.nextPause;
      this.nextPause = Math.min(2 * this.nextPause, longestPause);
      return false;
    }
    this.nextPause = 1;
    return true;
  }
}
