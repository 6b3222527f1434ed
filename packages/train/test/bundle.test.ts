import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The bundle of a program for browsers: the modules of this package in it, and what it imports. */
async function bundleOf(program: string): Promise<{ readonly modules: string[]; readonly imports: string[] }> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/train/test' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
    external: ['@gradkit/*'],
  });
  const [output] = Object.values(metafile.outputs);
  const modules = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''));
  return { modules, imports: (output?.imports ?? []).map(({ path }) => path) };
}

describe('a bundle', () => {
  it('for browsers holds nothing that needs Node', async () => {
    const { modules, imports } = await bundleOf("export * from '../src/index.ts'");
    expect(modules).toContain('safetensors.ts');
    expect(imports.filter((path) => !path.startsWith('@gradkit/'))).toEqual([]);
    expect(modules.filter((path) => path.startsWith('node'))).toEqual([]);
  });

  it('of training holds neither weights in files nor what was not asked for', async () => {
    const { modules } = await bundleOf("export { fit, earlyStopping } from '../src/index.ts'");
    expect(modules).toContain('fit.ts');
    expect(modules).toContain('early-stopping.ts');
    for (const absent of ['safetensors.ts', 'crc32c.ts', 'weights.ts', 'progress-bar.ts']) {
      expect(modules).not.toContain(absent);
    }
  });
});
