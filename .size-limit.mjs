// Turns the table in size-budgets.json into checks. A package is measured alone, without the packages it
// uses; a program is measured as its user ships it, with everything but its data.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const budgets = read('size-budgets.json');

const check = (name, path, limit, ignore, what) => ({
  name,
  path,
  limit: `${limit} kB`,
  ignore,
  gzip: true,
  modifyEsbuildConfig: (config) => ({ ...config, format: 'esm' }),
  ...what,
});

const fileOf = (specifier) => {
  const [, name, entry] = /^((?:@gradkit\/)?[^/]+)(\/.+)?$/.exec(specifier);
  const folder = `packages/${name.replace('@gradkit/', '')}`;
  const { exports } = read(`${folder}/package.json`);
  return `${folder}/${exports[`.${entry ?? ''}`].default.slice(2)}`;
};

export default [
  ...Object.entries(budgets.entries).map(([specifier, limit]) =>
    check(specifier, fileOf(specifier), limit, ['@gradkit/*', 'node:*'], { import: '*' }),
  ),
  ...Object.entries(budgets.programs).map(([path, { limit, without }]) =>
    check(path, path, limit, [...without, 'node:*']),
  ),
];
