// Writes docs/catalogue.md, what the project has for every line of the founding documents, and the catalogue in the
// README of every package. Fails when a line has no test, a name does not exist, or a public name has no example.
// With --check nothing is written, and what would change is an error.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exportsOf, testsOf } from './catalogue/docstrings.mjs';
import { documents, lines } from './catalogue/lines.mjs';
import { catalogueOf, withCatalogue } from './catalogue/readme-section.mjs';
import { folders, nameOf } from './packages.mjs';

const check = process.argv.includes('--check');
const problems = [];

/** Packages whose READMEs are an index by hand, or that export nothing of their own. */
const withoutCatalogue = ['core', 'autograd', 'gradkit'];

/** How many lines each document has in the inventory: none may be missing. */
const counts = { 1.1: 42, 1.2: 70, 1.3: 13, 1.4: 30, 1.5: 17 };

const exported = new Map(folders().map((folder) => [folder, exportsOf(folder)]));
const link = (path) => `[${path.split('/').at(-1)}](../${path})`;

/** The sections of a page of results, as links name them; undefined as long as there is no page. */
function anchorsOf(page) {
  if (!existsSync(`docs/${page}`)) return undefined;
  return [...readFileSync(`docs/${page}`, 'utf8').matchAll(/^## (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
}

function rowOf({ line, concept, names = [], tests = [], evidence, later, nothing }) {
  const found = names.map((qualified) => {
    const [folder, name] = qualified.split('/');
    const place = exported.get(folder)?.get(name);
    if (place === undefined) problems.push(`${line}: ${nameOf(folder)} does not export ${name}`);
    return { folder, name, ...place };
  });
  for (const { folder, name, file, original } of found) {
    if (file !== undefined && testsOf(file, original).length === 0)
      problems.push(`${line}: no test of ${nameOf(folder)} uses ${name}`);
  }
  const files = new Set([
    ...found.flatMap(({ file, original }) => (file === undefined ? [] : testsOf(file, original))),
    ...tests,
  ]);
  for (const file of files) if (!existsSync(file)) problems.push(`${line}: there is no ${file}`);
  const [page, section] = evidence?.split('#') ?? [];
  if (page !== undefined && anchorsOf(page)?.includes(section) === false)
    problems.push(`${line}: docs/${page} has no section ${section}`);
  if (files.size === 0 && later === undefined && nothing === undefined) problems.push(`${line}: has no test`);
  return [
    line,
    concept,
    found.map(({ folder, name }) => `\`${name}\` (${folder})`).join(', ') || (nothing ?? ''),
    [...files].map(link).join(', '),
    [
      evidence === undefined ? undefined : `[measured](${evidence})`,
      later === undefined ? undefined : `later: ${later}`,
    ]
      .filter(Boolean)
      .join('; '),
  ];
}

const known = new Set(lines.map(({ line }) => line));
if (known.size !== lines.length) problems.push('a line stands twice');
for (const [document, count] of Object.entries(counts)) {
  for (let at = 1; at <= count; at++) {
    if (!known.has(`${document}.${at}`)) problems.push(`${document}.${at}: is missing`);
  }
}

const tables = Object.entries(documents).map(([document, title]) => {
  const rows = lines.filter(({ line }) => line === document || line.startsWith(`${document}.`)).map(rowOf);
  const table = [['line', 'concept', 'name', 'test', 'evidence'], Array(5).fill('---'), ...rows];
  return `## ${document} ${title}\n\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
});
const page = `# Catalogue

What the project has for every line of the five documents it began with, by \`scripts/write-catalogue.mjs\`: the concept,
its names with their packages, the tests, and where it was measured. Each name has its formula, its source and a runnable
example in the README of its package.

${tables.join('\n')}`;

function write(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  if (check) problems.push(`${path} is not what scripts/write-catalogue.mjs makes of the sources: run it`);
  else writeFileSync(path, text);
}

write('docs/catalogue.md', page);
for (const folder of folders().filter((name) => !withoutCatalogue.includes(name))) {
  const path = `packages/${folder}/README.md`;
  const { missing, text } = catalogueOf(folder);
  problems.push(...missing.map((where) => `${where} has no docstring with an example`));
  write(path, withCatalogue(readFileSync(path, 'utf8'), text));
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${lines.length} lines of the documents have their tests`);
