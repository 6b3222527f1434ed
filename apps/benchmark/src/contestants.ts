import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Item } from './items.ts';
import type { Schedule } from './measure-workload.ts';
import { affine, rules, type Work } from './work.ts';

/** What a contestant's process is told. */
export interface Request {
  /** Address of the module that prepares work. */
  readonly module: string;
  readonly work: Work;
  /** Path of the file with the arrays to start from. */
  readonly arrays: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly schedule: Schedule;
}

/** A library in one of its ways of being run. */
export interface Contestant {
  readonly name: string;
  readonly label: string;
  readonly runtime: 'node' | 'python';
  /** Path of its module, from the folder of this app. */
  readonly module: string;
  /** A folder or file without which it cannot run, from the folder of this app. */
  readonly needs?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Letters of the items it is in. */
  readonly families: readonly Item['family'][];
  /** Those of its items that take it minutes: left out of quick runs. */
  readonly slowFamilies?: readonly Item['family'][];
  /** Whether it runs in pages, and in nothing else where it says `only`. */
  readonly inPages?: true | 'only';
  /** Whether its results have to be the same bits as those of what it is compared with. */
  readonly exact?: true;
  /** Why its results are not those of the others. Nothing is claimed about it then. */
  readonly differs?: string;
  /** What the others are compared with. */
  readonly reference?: true;
  /** A limit of the machine, not a library. */
  readonly limit?: true;
  /** The Node that it runs in, where it is not the present one. */
  readonly node?: string;
  /** Where another build of this app lies, with a slash at the end. */
  readonly folder?: string;
}

const threads = availableParallelism();

/** In the order of tables. */
export const contestants: readonly Contestant[] = [
  {
    name: 'gradkit',
    label: 'gradkit',
    reference: true,
    runtime: 'node',
    module: 'dist/contestants/gradkit.js',
    inPages: true,
    families: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'scaling', 'convolution', 'function', 'recurrent'],
  },
  {
    name: 'gradkit-threads',
    label: `gradkit, ${threads} threads`,
    runtime: 'node',
    module: 'dist/contestants/gradkit.js',
    options: { threads },
    inPages: true,
    exact: true,
    families: ['a', 'b', 'c', 'd', 'e', 'f', 'convolution', 'function', 'recurrent'],
  },
  {
    name: 'peak',
    label: 'limit: 128-bit multiply, add',
    runtime: 'node',
    module: 'dist/contestants/multiply-add-peak.js',
    families: ['a', 'convolution'],
    limit: true,
  },
  {
    name: 'peak-fused',
    label: 'limit: the same, fused',
    runtime: 'node',
    module: 'dist/contestants/multiply-add-peak.js',
    options: { fused: true },
    families: ['a', 'convolution'],
    limit: true,
  },
  {
    name: 'nothing',
    label: 'limit: an empty process',
    runtime: 'node',
    module: 'dist/contestants/nothing.js',
    families: ['g'],
    limit: true,
  },
  {
    name: 'jax-js',
    label: 'jax-js, wasm',
    runtime: 'node',
    module: 'peers/jax-js.js',
    needs: 'peers/node_modules/@jax-js/jax',
    inPages: true,
    slowFamilies: ['e'],
    families: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'scaling'],
  },
  {
    name: 'tfjs-wasm',
    label: 'tfjs, wasm',
    runtime: 'node',
    module: 'peers/tfjs-wasm.js',
    needs: 'peers/node_modules/@tensorflow/tfjs-backend-wasm',
    inPages: true,
    families: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  },
  {
    name: 'tfjs-cpu',
    label: 'tfjs, cpu',
    runtime: 'node',
    module: 'peers/tfjs-cpu.js',
    needs: 'peers/node_modules/@tensorflow/tfjs',
    inPages: true,
    slowFamilies: ['e', 'f', 'b'],
    families: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  },
  {
    name: 'tfjs-webgl',
    label: 'tfjs, webgl',
    runtime: 'node',
    module: 'peers/tfjs-webgl.js',
    needs: 'peers/node_modules/@tensorflow/tfjs',
    inPages: 'only',
    slowFamilies: ['c', 'd', 'e'],
    families: ['c', 'd', 'e'],
  },
  {
    name: 'brain',
    label: 'brain.js',
    runtime: 'node',
    module: 'peers/brain.js',
    needs: 'peers/node_modules/brain.js',
    families: ['c', 'd', 'g'],
    differs: 'another algorithm: an update after every sample',
  },
  {
    name: 'pytorch',
    label: 'PyTorch, 1 thread',
    runtime: 'python',
    module: 'peers/pytorch.py',
    options: { threads: 1 },
    families: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'scaling'],
  },
  {
    name: 'pytorch-fused',
    label: 'PyTorch, fused, 1 thread',
    runtime: 'python',
    module: 'peers/pytorch.py',
    options: { threads: 1, fused: true },
    families: ['b'],
  },
  {
    name: 'pytorch-threads',
    label: `PyTorch, ${threads} threads`,
    runtime: 'python',
    module: 'peers/pytorch.py',
    options: { threads },
    families: ['a', 'b', 'c', 'd', 'e', 'f'],
  },
];

/** The folder of this app. */
export const appFolder: string = fileURLToPath(new URL('..', import.meta.url));

/** Whether what a contestant needs is installed. */
function isInstalled({ runtime, needs }: Contestant, python: string | undefined): boolean {
  if (runtime === 'python') return python !== undefined;
  return needs === undefined || existsSync(`${appFolder}${needs}`);
}

/** Those that can run here and were asked for: in processes, or in pages. */
export function chosenContestants({
  names,
  python,
  inPages = false,
}: {
  /** All when empty. */
  readonly names: readonly string[];
  readonly python: string | undefined;
  readonly inPages?: boolean;
}): Contestant[] {
  return contestants.filter(
    (one) =>
      isInstalled(one, python) &&
      (names.length === 0 || names.includes(one.name)) &&
      (inPages ? one.inPages !== undefined : one.inPages !== 'only'),
  );
}

/** What its process is told to do. */
export function requestFor(
  contestant: Contestant,
  { work, cold }: Item,
  { arrays, schedule }: { readonly arrays: string; readonly schedule: Omit<Schedule, 'cold'> },
): Request {
  return {
    module: pathToFileURL(`${contestant.folder ?? appFolder}${contestant.module}`).href,
    work,
    arrays,
    options: { ...contestant.options, rules, affine },
    schedule: { ...schedule, cold: cold === true },
  };
}
