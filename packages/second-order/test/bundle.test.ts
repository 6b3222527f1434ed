import { gzipSync } from 'node:zlib';
import { type BuildResult, build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The bundle of a program that uses these names, with all that they need of the packages below. */
const bundleOf = (names: string): Promise<BuildResult<{ write: false; metafile: true }>> =>
  build({
    stdin: { contents: `export { ${names} } from '../src/index.ts'`, resolveDir: 'packages/second-order/test' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
  });

/** The modules in it: paths below `packages`, without `src`. */
async function modulesOf(names: string): Promise<readonly string[]> {
  const { metafile } = await bundleOf(names);
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('src/'))
    .map(([path]) => path.replace(/^.*packages\//, '').replace('/src/', '/'))
    .sort();
}

const frame = [
  'core/errors.ts',
  'second-order/problem/drive.ts',
  'second-order/problem/minimize.ts',
  'second-order/problem/options.ts',
  'second-order/problem/oracle.ts',
  'second-order/problem/result.ts',
  'second-order/problem/run.ts',
  'second-order/vector.ts',
];

describe('a bundle', () => {
  it('of lbfgs holds no tensor code and no other method', async () => {
    const own = [
      'second-order/line-search/line-search.ts',
      'second-order/line-search/more-thuente.ts',
      'second-order/line-search/search-along.ts',
      'second-order/quasi-newton/lbfgs.ts',
      'second-order/quasi-newton/pair-memory.ts',
    ];
    expect(await modulesOf('lbfgs')).toEqual([...frame, ...own].sort());
  });

  it('of lbfgs is at most 6 kB, compressed', async () => {
    const { outputFiles } = await bundleOf('lbfgs');
    const bytes = gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length;
    expect(bytes).toBeGreaterThan(2000);
    expect(bytes).toBeLessThanOrEqual(6000);
  });

  it('of a line search holds no minimiser', async () => {
    for (const [name, file] of [
      ['moreThuente', 'more-thuente'],
      ['hagerZhang', 'hager-zhang'],
      ['backtracking', 'backtracking'],
    ] as const) {
      expect(await modulesOf(name)).toEqual(
        [
          'core/errors.ts',
          `second-order/line-search/${file}.ts`,
          'second-order/line-search/line-search.ts',
          'second-order/line-search/search-line.ts',
          'second-order/problem/drive.ts',
          'second-order/problem/options.ts',
        ].sort(),
      );
    }
  });
});
