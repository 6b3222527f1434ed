import { build } from 'esbuild';

/** A script for a page that offers `measure(request)`: a contestant's module and the loop that measures it. */
export async function bundleForPage(
  module: string,
  page: string,
  options: { readonly conditions?: readonly string[] } = {},
): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { prepare } from ${JSON.stringify(module)};
        import { measureInPage } from ${JSON.stringify(page)};
        globalThis.measure = (request) => measureInPage(prepare, request);`,
      resolveDir: '.',
      loader: 'js',
    },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    ...(options.conditions && { conditions: [...options.conditions] }),
    // Libraries for both ask where they are and load these in Node only.
    external: [
      'node:*',
      'fs',
      'path',
      'os',
      'util',
      'crypto',
      'stream',
      'worker_threads',
      'perf_hooks',
      'module',
      'url',
    ],
    write: false,
    logLevel: 'silent',
  });
  const [script] = outputFiles;
  if (!script) throw new Error(`${module} gave no script`);
  return script.contents;
}
