import { build } from 'esbuild';

/** The modules of this package of which something is in the bundle of a program. */
export async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/core/test' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''));
}
