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
  readonly families: string;
  /** Why its results are not those of the others. Nothing is claimed about it then. */
  readonly differs?: string;
  /** A limit of the machine, not a library. */
  readonly limit?: true;
}

const threads = availableParallelism();

/** In the order of tables; the first one is what the others are compared with. */
export const contestants: readonly Contestant[] = [
  {
    name: 'gradkit',
    label: 'gradkit',
    runtime: 'node',
    module: 'dist/contestants/gradkit.js',
    families: 'abcdefg',
  },
  {
    name: 'gradkit-threads',
    label: `gradkit, ${threads} threads`,
    runtime: 'node',
    module: 'dist/contestants/gradkit.js',
    options: { threads },
    families: 'abcdef',
  },
  {
    name: 'peak',
    label: 'limit: 128-bit multiply, add',
    runtime: 'node',
    module: 'dist/contestants/multiply-add-peak.js',
    families: 'a',
    limit: true,
  },
  {
    name: 'peak-fused',
    label: 'limit: the same, fused',
    runtime: 'node',
    module: 'dist/contestants/multiply-add-peak.js',
    options: { fused: true },
    families: 'a',
    limit: true,
  },
  {
    name: 'jax-js',
    label: 'jax-js, wasm',
    runtime: 'node',
    module: 'peers/jax-js.js',
    needs: 'peers/node_modules/@jax-js/jax',
    families: 'abcdefg',
  },
  {
    name: 'tfjs-wasm',
    label: 'tfjs, wasm',
    runtime: 'node',
    module: 'peers/tfjs-wasm.js',
    needs: 'peers/node_modules/@tensorflow/tfjs-backend-wasm',
    families: 'abcdefg',
  },
  {
    name: 'tfjs-cpu',
    label: 'tfjs, cpu',
    runtime: 'node',
    module: 'peers/tfjs-cpu.js',
    needs: 'peers/node_modules/@tensorflow/tfjs',
    families: 'abcdefg',
  },
  {
    name: 'brain',
    label: 'brain.js',
    runtime: 'node',
    module: 'peers/brain.js',
    needs: 'peers/node_modules/brain.js',
    families: 'cdg',
    differs: 'another algorithm: an update after every sample',
  },
  {
    name: 'pytorch',
    label: 'PyTorch, 1 thread',
    runtime: 'python',
    module: 'peers/pytorch.py',
    options: { threads: 1 },
    families: 'abcdefg',
  },
  {
    name: 'pytorch-fused',
    label: 'PyTorch, fused, 1 thread',
    runtime: 'python',
    module: 'peers/pytorch.py',
    options: { threads: 1, fused: true },
    families: 'b',
  },
  {
    name: 'pytorch-threads',
    label: `PyTorch, ${threads} threads`,
    runtime: 'python',
    module: 'peers/pytorch.py',
    options: { threads },
    families: 'abcdef',
  },
];

/** The folder of this app. */
export const appFolder: string = fileURLToPath(new URL('..', import.meta.url));

/** Whether what a contestant needs is installed. */
export function isInstalled({ runtime, needs }: Contestant, python: string | undefined): boolean {
  if (runtime === 'python') return python !== undefined;
  return needs === undefined || existsSync(`${appFolder}${needs}`);
}

/** What its process is told to do. */
export function requestFor(
  contestant: Contestant,
  { work }: Item,
  { arrays, schedule, folder = appFolder }: { arrays: string; schedule: Schedule; folder?: string | undefined },
): Request {
  return {
    module: pathToFileURL(`${folder}${contestant.module}`).href,
    work,
    arrays,
    options: { ...contestant.options, rules, affine },
    schedule,
  };
}
