// The catalogue of a package in its README: one section for every name, from its docstring.
import { docstringOf, exportsOf, partsOf } from './docstrings.mjs';

/** From here to the end marker a README is made by script; `check-readme.mjs` runs the same examples in the docstrings. */
export const begin = '<!-- catalogue: made from the docstrings by scripts/write-catalogue.mjs -->';
const end = '<!-- end of catalogue -->';

/** `{@link name}` as code. */
const unlinked = (text) => text.replace(/\{@link ([^}]+)\}/g, '`$1`');

function section(name, { description, see, example }) {
  const source = see === '' ? '' : `Source: ${see.replaceAll(/\n+/g, ' ')}`;
  return [`### ${name}`, unlinked(description), unlinked(source), example].filter((part) => part !== '').join('\n\n');
}

/** The section, and the names that have no docstring or example. */
export function catalogueOf(folder) {
  const missing = [];
  const sections = [];
  for (const [name, { file, entry, original }] of exportsOf(folder)) {
    // Operations of core have their place in its README.
    if (!file.startsWith(`packages/${folder}/`)) continue;
    const docstring = docstringOf(file, original);
    const parts = docstring === undefined ? undefined : partsOf(docstring);
    if (parts === undefined || parts.example === '') missing.push(`${file}: ${name}`);
    else sections.push({ entry, name, text: section(name, parts) });
  }
  const entries = [...new Set(sections.map(({ entry }) => entry))];
  const texts = entries.flatMap((entry) => {
    const own = sections.filter((one) => one.entry === entry).sort((a, b) => a.name.localeCompare(b.name, 'en'));
    const title = entry === '.' ? [] : [`From \`@gradkit/${folder}${entry.slice(1)}\`:`];
    return [...title, ...own.map(({ text }) => text)];
  });
  return { missing, text: [begin, '## Catalogue', ...texts, end].join('\n\n') };
}

/** The README with this section: in place of the old one, or at the end. */
export function withCatalogue(readme, text) {
  const from = readme.indexOf(begin);
  if (from < 0) return `${readme.trimEnd()}\n\n${text}\n`;
  return readme.slice(0, from) + text + readme.slice(readme.indexOf(end) + end.length);
}
