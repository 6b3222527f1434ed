import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/fingerprint.ts',
    'src/main.ts',
    'src/contestant-process.ts',
    'src/empty-process.ts',
    'src/probe-process.ts',
    'src/contestants/gradkit.ts',
    'src/contestants/multiply-add-peak.ts',
    'src/contestants/nothing.ts',
    'src/browser/page.ts',
  ],
  format: ['esm'],
  target: 'es2022',
  platform: 'node',
  sourcemap: true,
  clean: true,
  dts: false,
});
