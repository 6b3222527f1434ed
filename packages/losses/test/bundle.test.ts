import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import * as losses from '../src/index.ts';

/** The modules of this package of which something is in the bundle of a program. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/losses/test' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
    external: ['@gradkit/*'],
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''));
}

const aliases: Readonly<Record<string, string>> = {
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  mse: 'meanSquaredError',
  msle: 'meanSquaredLogarithmicError',
};
const fileOf = (name: string): string =>
  `${(aliases[name] ?? name).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
const files = new Set(Object.keys(losses).map(fileOf));
files.delete('create-loss.ts');

describe('a bundle', () => {
  test.each(Object.keys(losses))('of %s holds no other loss', async (name) => {
    const modules = await modulesOf(`export { ${name} } from '../src/index.ts'`);
    expect(modules).not.toEqual([]);
    expect(modules.filter((path) => files.has(path) && path !== fileOf(name))).toEqual([]);
  });
});
