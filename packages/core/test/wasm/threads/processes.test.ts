/// <reference types="node" />
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let library: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gradkit-threads-'));
  library = join(folder, 'library.mjs');
  await build({
    stdin: {
      contents: "export * from '../../../src/index.ts'; export * from '../../../src/threads-entry.ts';",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    outfile: library,
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script that uses the library in a process of its own. */
function run(script: string): { readonly status: number | null; readonly out: string; readonly error: string } {
  const path = join(folder, 'script.mjs');
  const imports = "import { jit, matmul, ones, sharedPrograms, useThreads } from './library.mjs';";
  writeFileSync(path, `${imports}\n${script}`);
  // Long enough for any machine: a script that does not end by itself has no status.
  const { status, stdout, stderr } = spawnSync(process.execPath, [path], { timeout: 60_000, encoding: 'utf8' });
  return { status, out: stdout.trim(), error: stderr };
}

const shared = `
  const threads = useThreads(2, { always: true });
  const f = jit((x) => matmul(x, x));
  const x = ones([64, 64]).realize();
`;

describe('a process that uses threads', () => {
  it('ends when its script does', () => {
    expect(run(`${shared} await threads.ready; f(x); console.log(sharedPrograms().at(-1).runs);`)).toEqual({
      status: 0,
      out: '1',
      error: '',
    });
  });

  it('ends when its script does, before workers run', () => {
    expect(run(`${shared} console.log(f(x).dataSync()[0]);`)).toEqual({ status: 0, out: '64', error: '' });
  });

  it('ends by process.exit(), with its code', () => {
    expect(run(`${shared} await threads.ready; f(x); process.exit(3);`)).toMatchObject({ status: 3, error: '' });
  });

  it('ends by process.exit() while workers are starting', () => {
    expect(run(`${shared} process.exit(3);`)).toMatchObject({ status: 3, error: '' });
  });

  it('ends by an exception that nobody catches', () => {
    const { status, error } = run(`${shared} await threads.ready; f(x); throw new Error('unexpected');`);
    expect(status).toBe(1);
    expect(error).toMatch('Error: unexpected');
  });

  it('ends after its threads have been ended', () => {
    expect(run(`${shared} await threads.ready; f(x); useThreads(1); f(x);`)).toMatchObject({ status: 0, error: '' });
  });

  it('uses them without ever returning to the event loop', () => {
    const { status, out } = run(`
      ${shared}
      const runs = () => sharedPrograms().find(({ kernels }) => kernels.includes('dot'))?.runs ?? 0;
      for (f(x); runs() < 10; ) f(x);
      console.log('shared');
    `);
    expect({ status, out }).toEqual({ status: 0, out: 'shared' });
  });

  it('goes on alone where there are no workers, and says why', () => {
    const { status, out } = run(`
      process.getBuiltinModule = undefined;
      const threads = useThreads(2);
      console.log(threads.count, await threads.ready, threads.reason, matmul(ones([40, 40]), ones([40, 40])).dataSync()[0]);
    `);
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringMatching(/^1 1 the platform has no workers.* 40$/),
    });
  });

  it('goes on alone where memory cannot be shared, and says why', () => {
    const { status, out } = run(`
      delete globalThis.SharedArrayBuffer;
      console.log(useThreads('auto').count, useThreads(2).reason);
    `);
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringMatching(/^1 the page is not cross-origin isolated/),
    });
  });
});
