import type { Loop } from '../../compile/affine.ts';
import { type Contraction, type Kernel, partsWithin, rootsOf } from '../../compile/kernel.ts';
import { sizeOf } from '../../shape.ts';
import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';
import { alone, type Division, type Part, whole } from '../emit/division.ts';
import { setSmaller } from '../emit/index-arithmetic.ts';
import { type InstructionsOf, instructionsInto } from '../instructions.ts';
import { words } from './control.ts';

/**
 * The instructions of threads, and the constant for how long to wait.
 * @see https://webassembly.github.io/threads/core/appendix/index-instructions.html
 */
const instructions = [
  ['i64', 0x42, 'const', 'i32'],
  ['atomic', 0xfe_000, 'notify wait32', 'memory', 4],
  ['atomic', 0xfe_010, 'load', 'memory', 4],
  ['atomic', 0xfe_017, 'store', 'memory', 4],
  ['atomic', 0xfe_01e, 'add', 'memory', 4],
] as const;

type AtomicInstructions = InstructionsOf<(typeof instructions)[number]>;

/** Looks at the number of meetings before a thread goes to sleep: somewhat longer than it takes to wake up. */
const looks = 50000;
/** In nanoseconds. Then a thread looks whether another has failed. */
const longestSleep = 100_000_000;

export interface DivisionOptions {
  /** The entry of the table with the number of the thread; how many there are stands behind it. */
  readonly entry: number;
  /** How many there will be. */
  readonly threads: number;
  /** Whether the first thread may sleep. That of a browser page must not. */
  readonly mayWait: boolean;
  /** Nanoseconds that a kernel takes, at least, to be worth dividing. */
  readonly least: number;
}

/** Divides kernels by the rows of their loops, and lets the first thread do alone what is too small for that. */
export function divisionOf({ entry, threads, mayWait, least }: DivisionOptions): Division {
  const pushThread = (f: FunctionBuilder, table: Local<'i32'>): void => {
    f.local.get(table);
    f.i32.load(entry * 4);
  };
  const pushThreads = (f: FunctionBuilder, table: Local<'i32'>): void => {
    f.local.get(table);
    f.i32.load(entry * 4 + 4);
  };

  /** `(table) → ()`: returns when all threads have called it. */
  const meeting = (module: Module): FunctionHandle =>
    module.once('meeting', () =>
      module.function(['i32'], [], (f, table) => {
        const { atomic, i64 }: AtomicInstructions = instructionsInto(f.code, instructions);
        const [before, look] = [f.local('i32'), f.local('i32')];
        const count = (word: number): void => {
          f.i32.const(0);
          f.i32.const(1);
          atomic.add(word * 4);
        };
        const load = (word: number): void => {
          f.i32.const(0);
          atomic.load(word * 4);
        };
        pushThreads(f, table);
        f.i32.const(1);
        f.i32.eq();
        f.if(() => f.return());
        load(words.meetings);
        f.local.set(before);
        count(words.present);
        f.i32.const(1);
        f.i32.add();
        pushThreads(f, table);
        f.i32.eq();
        f.if(() => {
          // The last to come lets all go.
          f.i32.const(0);
          f.i32.const(0);
          atomic.store(words.present * 4);
          count(words.meetings);
          f.local.set(before);
          f.i32.const(0);
          f.i32.const(-1);
          atomic.notify(words.meetings * 4);
          f.local.set(before);
          f.return();
        });
        f.loop((again) => {
          f.for(look, { to: looks }, () => {
            load(words.meetings);
            f.local.get(before);
            f.i32.ne();
            f.if(() => f.return());
          });
          load(words.failed);
          f.if(() => f.unreachable());
          const sleep = (): void => {
            f.i32.const(0);
            f.local.get(before);
            i64.const(longestSleep);
            atomic.wait32(words.meetings * 4);
            f.local.set(look);
          };
          if (mayWait) {
            sleep();
          } else {
            pushThread(f, table);
            f.if(sleep);
          }
          f.br(again);
        });
      }),
    );

  const meet = (module: Module, f: FunctionBuilder, table: Local<'i32'>): void => {
    f.local.get(table);
    f.call(meeting(module));
  };

  /** Backwards the last thread has the first part. */
  const partFor = (f: FunctionBuilder, table: Local<'i32'>, isBackwards = false): Part => {
    return (range, loops, depth) => {
      if (loops !== undefined && depth !== dividedDepth(loops, threads)) return range;
      const { from = 0, to, step = 1 } = range;
      const push = (bound: number | Local<'i32'>): void =>
        typeof bound === 'number' ? f.i32.const(bound) : f.local.get(bound);
      const [share, begin, end] = [f.local('i32'), f.local('i32'), f.local('i32')];
      // Rounds of the loop for one thread, rounded up, in steps of the counter.
      push(to);
      push(from);
      f.i32.sub();
      f.i32.const(step - 1);
      f.i32.add();
      f.i32.const(step);
      f.i32.div_u();
      pushThreads(f, table);
      f.i32.add();
      f.i32.const(1);
      f.i32.sub();
      pushThreads(f, table);
      f.i32.div_u();
      f.i32.const(step);
      f.i32.mul();
      f.local.tee(share);
      if (isBackwards) {
        pushThreads(f, table);
        pushThread(f, table);
        f.i32.sub();
        f.i32.const(1);
        f.i32.sub();
      } else {
        pushThread(f, table);
      }
      f.i32.mul();
      push(from);
      f.i32.add();
      f.local.set(begin);
      setSmaller(f, begin, to);
      f.local.get(begin);
      f.local.get(share);
      f.i32.add();
      f.local.set(end);
      setSmaller(f, end, to);
      return { ...range, from: begin, to: end };
    };
  };

  const ofProgram: Division['ofProgram'] = (module, f, table) => {
    /** What threads did that have not met since: nothing, their parts, or one of them all. */
    let before: 'nothing' | 'parts' | 'all' = 'nothing';
    // Looked up once: behind the last meeting the first thread may return, and others use the memory of the table.
    const thread = f.local('i32');
    pushThread(f, table);
    f.local.set(thread);
    return (work, kernel) => {
      const now = kernel !== undefined && divides(kernel) ? 'parts' : 'all';
      // Where threads share panels, they meet before they pack any.
      const product = now === 'parts' ? kernel?.contraction : undefined;
      const doMeet = product !== undefined && !sharesProducts(product, threads);
      if (!doMeet && (before === 'parts' || (before === 'all' && now === 'parts'))) meet(module, f, table);
      before = now;
      if (now === 'parts') {
        work();
        return;
      }
      f.local.get(thread);
      f.i32.eqz();
      f.if(work);
    };
  };

  const ofLoops: Division['ofLoops'] = (f, table) => ({
    run(work, kernel) {
      if (kernel !== undefined && isDivisible(kernel)) return work();
      pushThread(f, table);
      f.i32.eqz();
      f.if(work);
    },
    part: partFor(f, table),
  });

  const ofProduct: Division['ofProduct'] = (module, f, table, product) => {
    const part = partFor(f, table);
    if (sharesProducts(product, threads)) return { ...alone, products: part };
    const backwards = partFor(f, table, true);
    return {
      products: whole,
      panels: (range) => {
        meet(module, f, table);
        return part(range);
      },
      rows: (range, which) => {
        if (which > 0) return backwards(range);
        meet(module, f, table);
        return part(range);
      },
    };
  };

  const divides = (kernel: Kernel): boolean => isDivisible(kernel) && costOf(kernel) >= least;

  return { divides, ofProgram, ofLoops, ofProduct };
}

/**
 * Whether different rows can be done by different threads. A sum over all rows is never divided: it would be rounded
 * otherwise than by one thread.
 */
function isDivisible({ own, contraction, parts, rows, extents, stages }: Kernel): boolean {
  if (own !== undefined) return own.divisible !== undefined;
  if (parts !== undefined) return parts.some(isDivisible);
  const moving = rows.filter((axis) => (extents[axis] as number) > 1);
  const stores = stages.flatMap((stage) => stage.stores);
  const isApart = stores.every(({ at }) => moving.every((axis) => at.strides[axis] !== 0));
  return isApart && (contraction === undefined ? moving.length > 0 : contraction.rows > 1);
}

/** Whether each thread does some of several products, rather than a part of each. */
export function sharesProducts({ products }: Pick<Contraction, 'products'>, threads: number): boolean {
  return isEven(products, threads);
}

/** Whether all threads get about as many of so many rounds. */
const isEven = (rounds: number, threads: number): boolean =>
  rounds >= 8 * threads || (rounds > 0 && rounds % threads === 0);

/** The outermost loop that has enough rounds for all threads to have about as many, else that with the most. */
function dividedDepth(loops: readonly Loop[], threads: number): number {
  const enough = loops.findIndex(({ extent }) => isEven(extent, threads));
  const most = Math.max(...loops.map(({ extent }) => extent));
  return enough >= 0 ? enough : loops.findIndex(({ extent }) => extent === most);
}

/** Nanoseconds that a kernel takes about, from below, on one thread. */
export function costOf(kernel: Kernel): number {
  const { contraction, extents, parts, own } = kernel;
  if (own !== undefined) return own.divisible ?? 0;
  if (parts !== undefined) return parts.reduce((sum, part) => sum + costOf(part), 0);
  // A product does 12 multiplications with additions in a nanosecond; loops evaluate some parts of expressions.
  const stages = sizeOf(extents) * 0.1 * partsWithin(rootsOf(kernel)).size;
  if (contraction === undefined) return stages;
  const { products, rows, columns, depth } = contraction;
  return (products * rows * columns * depth) / 12 + stages;
}
