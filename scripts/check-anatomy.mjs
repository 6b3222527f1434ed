// Every package has the same anatomy: the same files, the same fields, and the dependencies of the table.
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { folders, nameOf, readJson, table } from './packages.mjs';

const budgets = readJson('size-budgets.json').entries;

const files = [
  'README.md',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tsup.config.ts',
  'turbo.json',
  'src/index.ts',
  'test',
];

const fields = {
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20' },
  files: ['dist', 'src', '!src/**/*.test.ts', 'CHANGELOG.md'],
  publishConfig: { access: 'public', provenance: true },
  scripts: {
    build: 'tsup && tsc -p tsconfig.build.json',
    typecheck: 'tsc --noEmit',
    'check:package': 'publint --strict && attw --pack . --profile esm-only',
  },
};

// What a reader of a package's README finds, in this order.
const sections = ['## Why', '## Install', '## Example', '## Size'];

// READMEs that are an index of everything exported.
const complete = { core: ['src/index.ts', 'src/linalg/index.ts'], autograd: ['src/index.ts'] };

/** The names of values that an index exports. */
function namesOf(index) {
  const lists = readFileSync(index, 'utf8').matchAll(/^export \{([^}]*)\} from/gm);
  return [...lists].flatMap(([, list]) => [...list.matchAll(/(\w+)\s*(?:,|$)/g)].map(([, name]) => name));
}

const problems = [];

for (const folder of new Set([...folders(), ...Object.keys(table)])) {
  const path = (file) => `packages/${folder}/${file}`;
  const expect = (holds, message) => holds || problems.push(`packages/${folder}: ${message}`);

  const row = table[folder];
  expect(row, 'is not in the table of scripts/packages.mjs');
  for (const file of files) expect(existsSync(path(file)), `has no ${file}`);
  if (!row || !existsSync(path('package.json'))) continue;

  const manifest = readJson(path('package.json'));
  expect(manifest.name === nameOf(folder), `is named ${manifest.name}, not ${nameOf(folder)}`);
  expect(manifest.description, 'has no description');
  expect(manifest.keywords?.length > 0, 'has no keywords');
  for (const [field, value] of Object.entries(fields)) {
    expect(isDeepStrictEqual(manifest[field], value), `"${field}" is not ${JSON.stringify(value)}`);
  }

  const { './package.json': itself, ...entries } = manifest.exports;
  expect(itself === './package.json', 'does not export its package.json');
  for (const [entry, target] of Object.entries(entries)) {
    const source = target['@gradkit/source'] ?? '';
    const built = source.replace('./src/', './dist/').replace(/\.ts$/, '');
    const shape = { '@gradkit/source': source, types: `${built}.d.ts`, default: `${built}.js` };
    // The order matters: the first condition that matches wins.
    expect(JSON.stringify(target) === JSON.stringify(shape), `export "${entry}" has another shape`);
    expect(existsSync(path(source)), `export "${entry}" has no source ${source}`);
    const specifier = nameOf(folder) + entry.slice(1);
    expect(specifier in budgets, `size-budgets.json has no budget for ${specifier}`);
  }

  const dependencies = manifest.dependencies ?? {};
  const ours = row.uses.map(nameOf).sort();
  const declared = Object.keys(dependencies).filter((name) => name.startsWith('@gradkit/'));
  expect(isDeepStrictEqual(declared.sort(), ours), `depends on [${declared}], the table says [${ours}]`);
  for (const [name, range] of Object.entries(dependencies)) {
    if (ours.includes(name)) expect(range === 'workspace:^', `${name} is not "workspace:^"`);
    else expect(row.thirdParties, `depends on ${name}: nothing below "compose" has third parties`);
  }
  for (const kind of ['peerDependencies', 'optionalDependencies', 'bundledDependencies']) {
    expect(!(kind in manifest), `has ${kind}`);
  }

  const { tags } = readJson(path('turbo.json'));
  expect(isDeepStrictEqual(tags, [row.floor]), `turbo.json is not tagged ${row.floor}`);

  if (!existsSync(path('README.md'))) continue;
  const readme = readFileSync(path('README.md'), 'utf8');
  expect(readme.startsWith(`# ${nameOf(folder)}\n`), 'README.md does not start with its name');
  const positions = sections.map((section) => readme.indexOf(`\n${section}\n`));
  expect(
    positions.every((at, index) => at > (positions[index - 1] ?? 0)),
    `README.md does not have the sections ${sections.join(', ')}, in this order`,
  );
  expect(readme.includes(`npm install ${nameOf(folder)}\n`), 'README.md does not say how to install');
  expect(readme.includes('\n```ts\n'), 'README.md has no example');
  for (const name of (complete[folder] ?? []).flatMap((index) => namesOf(path(index)))) {
    expect(readme.includes(`\`${name}\``), `README.md does not name ${name}`);
  }
  const size = budgets[nameOf(folder)];
  expect(readme.includes(`At most ${size} kB`), `README.md does not say "At most ${size} kB"`);
}

// The tables of packages at the root: `| … | 4 kB |`, or one number for each entry that a row names.
for (const file of ['README.md', 'README.ko.md']) {
  const rows = readFileSync(file, 'utf8').matchAll(/^\| \[?`(@?gradkit.*?) \| .* \| ([\d, ]+) kB \|$/gm);
  const stated = new Map(
    [...rows].flatMap(([, names, sizes]) => {
      const entries = [...names.matchAll(/`?([@/a-z-]+)`/g)].map(([, name]) => name);
      const base = entries[0].slice(0, entries[0].lastIndexOf('/'));
      return entries.map((name, i) => [name.startsWith('/') ? base + name : name, Number(sizes.split(', ')[i])]);
    }),
  );
  for (const [entry, size] of Object.entries(budgets)) {
    if (stated.has(entry) && stated.get(entry) !== size) {
      problems.push(`${file}: ${entry} has at most ${size} kB, not ${stated.get(entry)}`);
    }
    if (!stated.has(entry) && !/core\/(graph|reference)$/.test(entry)) {
      problems.push(`${file}: the table of packages does not have ${entry}`);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${folders().length} packages have the same anatomy`);
