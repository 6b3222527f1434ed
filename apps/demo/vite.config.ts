import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { headings } from './vite/headings.ts';

/** Nothing leaves the page. While developing, vite itself talks to its server and writes styles into the page. */
function contentPolicy(building: boolean): Plugin {
  const rules = [
    "default-src 'none'",
    // WebAssembly is compiled in the worker, from bytes that the page's own code writes.
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self'${building ? '' : " 'unsafe-inline'"}`,
    "img-src 'self' data: blob:",
    "worker-src 'self'",
    `connect-src 'self'${building ? '' : ' ws:'}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return {
    name: 'content-policy',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: rules.join('; ') },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig(({ command }) => ({
  // The built files work from any folder of a server.
  base: './',
  // While developing, the sources of the packages: no build is needed. Conditions replace vite's own instead of adding to them.
  resolve: { conditions: [...(command === 'serve' ? ['@gradkit/source'] : []), ...defaultClientConditions] },
  worker: { format: 'es' },
  // Made ready before somebody comes.
  server: {
    warmup: {
      clientFiles: ['main.ts', 'overview/overview.ts', 'experiment/experiment-page.ts'].map((file) => `./src/${file}`),
    },
  },
  build: { target: 'es2022', modulePreload: { polyfill: false } },
  plugins: [contentPolicy(command === 'build'), headings()],
}));
