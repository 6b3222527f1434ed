import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Config } from '../src/experiment.ts';
import { experiments } from '../src/experiments.ts';
import { smallConfigurations } from './small-configurations.ts';

/** A program and where it comes from. */
interface Written {
  readonly name: string;
  readonly code: string;
}

// Below the package, so that programs find what they import as those of a user do.
const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs: readonly Written[] = experiments.flatMap(({ id, defaults, cures, code }) => {
  const small = smallConfigurations[id];
  const configurations: readonly (readonly [string, Config])[] = [
    ['', defaults],
    ...cures(defaults).map((cure) => [`+${cure.id}`, { ...defaults, ...cure.config }] as const),
  ];
  return configurations.map(([name, config]) => ({ name: `${id}${name}`, code: code({ ...config, ...small }) }));
});

describe('the programs of all experiments', () => {
  beforeAll(async () => {
    for (const { name, code } of programs) writeFileSync(join(folder, `${name}.ts`), code);
    await build({
      entryPoints: programs.map(({ name }) => join(folder, `${name}.ts`)),
      outdir: join(folder, 'out'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@gradkit/source'],
      logLevel: 'silent',
    });
  });

  it.each(programs)('run, and print a result: $name', async ({ name }) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      await import(/* @vite-ignore */ pathToFileURL(join(folder, 'out', `${name}.mjs`)).href);
      expect(log.mock.calls.length).toBeGreaterThan(0);
      for (const values of log.mock.calls) expect(format(...values)).not.toMatch(/undefined|\[object/);
    } finally {
      log.mockRestore();
    }
  });

  it('are short, and import public packages only', () => {
    for (const { name, code } of programs) {
      expect(code.trim().split('\n').length, name).toBeLessThanOrEqual(60);
      for (const [, from] of code.matchAll(/^import .* from '(.*)';$/gm)) expect(from, name).toMatch(/^@gradkit\//);
    }
  });

  it('have no errors of type', () => {
    const settings = {
      extends: '@gradkit/tsconfig/base.json',
      // Names that only some configurations use are no errors.
      compilerOptions: {
        lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
        noUnusedLocals: false,
        noUnusedParameters: false,
      },
      files: programs.map(({ name }) => `${name}.ts`),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
