import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/report.ts'],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  // The entries share their modules.
  splitting: true,
  sourcemap: true,
  clean: true,
  dts: false,
});
