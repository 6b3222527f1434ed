import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { appFolder } from './contestants.ts';

export interface SizeRow {
  readonly label: string;
  /** Bytes of the bundle, minified and compressed with gzip. */
  readonly script: number;
  /** Bytes of the WebAssembly file that is loaded beside it where there is SIMD and no thread, compressed. */
  readonly wasm: number;
}

interface Program {
  readonly label: string;
  readonly folder: string;
  readonly source: string;
  readonly wasm?: string;
}

/** A program that trains a dense network with Adam, for each library. Those that cannot be shaken are taken as a whole. */
const programs: readonly Program[] = [
  {
    label: 'gradkit',
    folder: '',
    source: `
      import { relu } from '@gradkit/activations';
      import { gradients } from '@gradkit/autograd';
      import { jit, tensor } from '@gradkit/core';
      import { dense, sequential } from '@gradkit/layers';
      import { sparseCategoricalCrossentropy } from '@gradkit/losses';
      import { adam } from '@gradkit/optimizers';
      const model = sequential([
        dense({ units: 256, activation: relu }), dense({ units: 128, activation: relu }), dense({ units: 10 }),
      ]);
      const loss = sparseCategoricalCrossentropy({ fromLogits: true });
      const optimizer = adam();
      const step = jit((x, y) => {
        const value = loss(y, model.apply(x, { training: true }));
        optimizer.apply(gradients(value, model.parameters), model.parameters);
        return value;
      });
      export const train = (x, y) => step(tensor(x, { shape: [32, 784] }), tensor(y)).item();`,
  },
  { label: 'jax-js', folder: 'peers/', source: `export * from './jax-js.js';` },
  { label: 'tfjs, cpu', folder: 'peers/', source: `export * from './tfjs-cpu.js';` },
  {
    label: 'tfjs, wasm',
    folder: 'peers/',
    source: `export * from './tfjs-wasm.js';`,
    wasm: 'peers/node_modules/@tensorflow/tfjs-backend-wasm/dist',
  },
  { label: 'brain.js', folder: 'peers/', source: `export * from './brain.js';` },
];

const compressed = (content: Uint8Array): number => gzipSync(content, { level: 9 }).length;

async function sizeOf({ label, folder, source, wasm }: Program): Promise<SizeRow> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: `${appFolder}${folder}`, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // Only reached where a program runs in Node.
    external: ['node:*', 'fs', 'path', 'os', 'util', 'crypto', 'stream', 'worker_threads', 'perf_hooks'],
    write: false,
    logLevel: 'silent',
  });
  const files =
    wasm === undefined
      ? []
      : readdirSync(`${appFolder}${wasm}`).filter((name) => name === 'tfjs-backend-wasm-simd.wasm');
  return {
    label,
    script: outputFiles.reduce((total, { contents }) => total + compressed(contents), 0),
    wasm: files.reduce((total, name) => total + compressed(readFileSync(`${appFolder}${wasm}/${name}`)), 0),
  };
}

/** What a page loads to train item c, for each library that is there. */
export async function bundleSizes(tell: (line: string) => void): Promise<SizeRow[]> {
  const rows: SizeRow[] = [];
  for (const program of programs) {
    try {
      rows.push(await sizeOf(program));
    } catch (error) {
      tell(`${program.label} was not bundled: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  return rows;
}
