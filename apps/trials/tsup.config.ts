import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/main.ts', 'src/experiments.ts'],
  format: ['esm'],
  target: 'es2022',
  platform: 'node',
  // It has no build of its own.
  noExternal: ['experiments'],
  sourcemap: true,
  clean: true,
  dts: false,
});
