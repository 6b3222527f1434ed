import { defineConfig } from 'tsup';

export default defineConfig({
  // Errors are an entry only here, for a file of their own: who uses nothing else of core does not carry its tables.
  entry: [
    'src/index.ts',
    'src/errors.ts',
    'src/graph-entry.ts',
    'src/linalg/index.ts',
    'src/profile/index.ts',
    'src/reference/index.ts',
    'src/threads-entry.ts',
  ],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  // The entries share their modules, so a tensor made through one is a tensor to the others.
  splitting: true,
  sourcemap: true,
  clean: true,
  dts: false,
});
