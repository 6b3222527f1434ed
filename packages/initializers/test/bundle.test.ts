import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The other packages that a bundle of the named initializers imports. */
async function importsOf(names: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${names} } from '../src/index.ts'`, resolveDir: 'packages/initializers/test' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
    external: ['@gradkit/*'],
  });
  const [output] = Object.values(metafile.outputs);
  const modules = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(modules.flatMap(([path]) => metafile.inputs[path]?.imports ?? []).map(({ path }) => path))]
    .filter((path) => path.startsWith('@gradkit/'))
    .sort();
}

describe('a bundle', () => {
  it('holds linear algebra for orthogonal only', async () => {
    expect(await importsOf('glorotUniform, heNormal, identity, initializerFor, zeros')).toEqual(['@gradkit/core']);
    expect(await importsOf('orthogonal')).toEqual(['@gradkit/core', '@gradkit/core/linalg']);
  });
});
