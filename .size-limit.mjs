// Turns the table in size-budgets.json into checks. A package is measured alone, without the packages it
// uses, compressed with gzip; a program as browsers receive it, with everything but its data, compressed
// with brotli. See docs/decisions/0044-how-sizes-are-measured.md.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const budgets = read('size-budgets.json');

const check = (name, path, limit, ignore, what) => ({
  name,
  path,
  limit: `${limit} kB`,
  ignore,
  modifyEsbuildConfig: (config) => ({ ...config, format: 'esm' }),
  ...what,
});

/** The file of an entry, and what its package is built on. */
const entryOf = (specifier) => {
  const [, name, entry] = /^((?:@gradkit\/)?[^/]+)(\/.+)?$/.exec(specifier);
  const folder = `packages/${name.replace('@gradkit/', '')}`;
  const { exports, dependencies } = read(`${folder}/package.json`);
  return { file: `${folder}/${exports[`.${entry ?? ''}`].default.slice(2)}`, uses: Object.keys(dependencies ?? {}) };
};

export default [
  ...Object.entries(budgets.entries).map(([specifier, limit]) => {
    const { file, uses } = entryOf(specifier);
    return check(specifier, file, limit, ['@gradkit/*', 'node:*', ...uses], { import: '*', gzip: true });
  }),
  ...Object.entries(budgets.programs).map(([path, { limit, without }]) =>
    check(path, path, limit, [...without, 'node:*'], { brotli: true }),
  ),
];
