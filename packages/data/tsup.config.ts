import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/digits.ts',
    'src/iris.ts',
    'src/wine.ts',
    'src/breast-cancer.ts',
    'src/synthetic.ts',
    'src/node.ts',
  ],
  format: ['esm'],
  target: 'es2022',
  platform: 'neutral',
  // The entries share their modules, so a tensor made through one is a tensor to the others.
  splitting: true,
  external: [/^node:/],
  removeNodeProtocol: false,
  sourcemap: true,
  clean: true,
  dts: false,
});
