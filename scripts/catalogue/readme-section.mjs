// The catalogue of a package in its README: one section for every name, from its docstring.
import { docstringOf, exportsOf, partsOf } from './docstrings.mjs';
import { optionsOf } from './options.mjs';

/** From here to the end marker a README is made by script; `check-readme.mjs` runs the same examples in the docstrings. */
export const begin = '<!-- catalogue: made from the docstrings by scripts/write-catalogue.mjs -->';
const end = '<!-- end of catalogue -->';

/** Packages whose sections list the options of functions, as their types have them. */
const listsOptions = new Set(['second-order']);

/** `{@link name}` as code. */
const unlinked = (text) => text.replace(/\{@link ([^}]+)\}/g, '`$1`');

function section(name, { description, see, example }, options) {
  const source = see === '' ? '' : `Source: ${see.replaceAll(/\n\n+/g, '; ').replaceAll('\n', ' ')}`;
  const parts = [`### ${name}`, unlinked(description), unlinked(options), unlinked(source), example];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Where a name belongs: to a folder of the sources, or else to an entry. */
const familyOf = (folder, { entry, file }) => {
  if (entry !== '.') return `\`@gradkit/${folder}${entry.slice(1)}\``;
  const [family, ...rest] = file.slice(`packages/${folder}/src/`.length).split('/');
  return rest.length > 0 ? family : `\`@gradkit/${folder}\``;
};

/** Links to all sections: a list, or a table where there are several families. */
function indexOf(folder, sections) {
  const all = new Set(sections.map((section) => familyOf(folder, section)));
  const families = [...all].sort((a, b) => Number(b.startsWith('`')) - Number(a.startsWith('`')));
  const links = (those) => those.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(' · ');
  if (families.length === 1) return links(sections);
  const rows = families.map((family) => {
    const those = sections.filter((section) => familyOf(folder, section) === family);
    return `| ${family} | ${links(those)} |`;
  });
  return ['| family | names |', '|---|---|', ...rows].join('\n');
}

/** The section, and the names that have no docstring or example. */
export function catalogueOf(folder) {
  const missing = [];
  const sections = [];
  const exported = [...exportsOf(folder)];
  for (const [name, { file, entry, original }] of exported) {
    // Operations of core have their place in its README.
    if (!file.startsWith(`packages/${folder}/`)) continue;
    if (name !== original && exported.some(([other, { file: home }]) => other === original && home === file)) {
      sections.push({
        entry,
        file,
        name,
        text: `### ${name}\n\nAnother name of [${original}](#${original.toLowerCase()}).`,
      });
      continue;
    }
    const docstring = docstringOf(file, original);
    const parts = docstring === undefined ? undefined : partsOf(docstring);
    if (parts === undefined || parts.example === '') missing.push(`${file}: ${name}`);
    else
      sections.push({
        entry,
        file,
        name,
        text: section(name, parts, listsOptions.has(folder) ? optionsOf(file, original) : ''),
      });
  }
  sections.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const entries = [...new Set(exported.map(([, { entry }]) => entry))];
  const ordered = entries.flatMap((entry) => sections.filter((one) => one.entry === entry));
  const texts = entries.flatMap((entry) => [
    ...(entry === '.' ? [] : [`From \`@gradkit/${folder}${entry.slice(1)}\`:`]),
    ...ordered.filter((one) => one.entry === entry).map(({ text }) => text),
  ]);
  return { missing, text: [begin, '## Catalogue', indexOf(folder, ordered), ...texts, end].join('\n\n') };
}

/** The README with this section: in place of the old one, or at the end. */
export function withCatalogue(readme, text) {
  const from = readme.indexOf(begin);
  if (from < 0) return `${readme.trimEnd()}\n\n${text}\n`;
  return readme.slice(0, from) + text + readme.slice(readme.indexOf(end) + end.length);
}
