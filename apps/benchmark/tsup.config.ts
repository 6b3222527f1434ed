import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/evidence.ts', 'src/fingerprint.ts'],
  format: ['esm'],
  target: 'es2022',
  platform: 'node',
  sourcemap: true,
  clean: true,
  dts: false,
});
