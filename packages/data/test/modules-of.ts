import { build } from 'esbuild';

/** The modules of this package of which something is in the bundle of a program. */
export async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/data/test' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    external: ['@gradkit/*', 'node:*', 'csv-parse', 'fast-png', 'jpeg-js'],
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('src/'))
    .map(([path]) => path.replace(/^.*packages\/data\/src\//, ''));
}
