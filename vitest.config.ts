import { existsSync, readdirSync } from 'node:fs';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Whose tests watch memory, or count what was compiled: each file has a process of its own. */
const alone = new Set(['core', 'autograd', 'train', 'benchmark']);

const projects = ['packages', 'apps'].flatMap((floor) =>
  readdirSync(floor)
    .filter((name) => existsSync(`${floor}/${name}/test`))
    .map((name) => ({
      extends: true as const,
      test: { name, include: [`${floor}/${name}/test/**/*.test.ts`], isolate: alone.has(name) },
    })),
);

export default defineConfig({
  // Tests run the sources of every package, so they need no build. Custom conditions replace vite's
  // own instead of adding to them.
  ssr: { resolve: { conditions: ['@gradkit/source', ...defaultServerConditions] } },
  test: {
    projects,
    passWithNoTests: true,
    // A limit against hanging, not a measurement: machines may be slow, and share their cores.
    testTimeout: 120_000,
    // Tests of memory ask the engine to collect.
    execArgv: ['--expose-gc'],
  },
});
