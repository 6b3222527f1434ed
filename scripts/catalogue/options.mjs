// The options of a function as a list, from the docstrings of the members of their type: those that are its own, not the
// ones that a whole family shares.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The text of a docstring in one line. */
const inLine = (docstring) =>
  docstring
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim();

/** The members of an interface, but for those that forbid an option: `[name, what its docstring says]`. */
function membersOf(body) {
  const member = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)\??:(?! undefined;)/g;
  return [...body.matchAll(member)].map(([, docstring, name]) => [name, inLine(docstring)]);
}

/** Where a type is declared: in this file, or in another one of the package that is imported here. */
function declared(file, type) {
  const text = readFileSync(file, 'utf8');
  const found =
    new RegExp(`interface ${type}(?:<[^{]*?>)?\\s+(?:extends ([^{]*))?\\{([\\s\\S]*?)\\n\\}`).exec(text) ??
    new RegExp(`type ${type} =((?:[^;{]|\\{[\\s\\S]*?\\n\\})*);`).exec(text);
  if (found !== null)
    return { file, parents: (found[1] ?? '').replace(/\{[\s\S]*?\n\}/g, ''), body: found[2] ?? found[1] };
  const from = new RegExp(`import [^;]*\\b${type}\\b[^;]*? from '(\\.[^']*)'`).exec(text)?.[1];
  return from === undefined ? undefined : declared(join(dirname(file), from), type);
}

/** Types of options that a whole family shares, and where a README says more of them. */
const families = [
  [/^CommonOptions$/, '[all minimisers](#options)'],
  [/^Optimizer/, '[all optimizers](../optimizers)'],
];

/** The members of a type and of those it is made of. What many functions share is only named, in `shared`. */
function collected(file, type, shared) {
  const place = declared(file, type);
  if (place === undefined || families.some(([pattern]) => pattern.test(type))) {
    shared.push(type);
    return [];
  }
  const parents = [...place.parents.matchAll(/\b(\w+(?:Options|Tolerances))\b/g)].map(([, name]) => name);
  return [...membersOf(place.body), ...parents.flatMap((parent) => collected(place.file, parent, shared))];
}

/** The options of a function, as Markdown; empty where there are none, or where its docstring lists them itself. */
export function optionsOf(file, name) {
  const text = readFileSync(file, 'utf8');
  const at = text.search(new RegExp(`export (?:async )?function ${name}\\b`));
  if (at < 0) return '';
  const docstring = text.slice(text.lastIndexOf('/**', at), at);
  if (/^ \* - `/m.test(docstring)) return '';
  const type = /\b(?:options|tolerances)\??:[^=){]*?\b(\w+(?:Options|Tolerances))\b/.exec(
    text.slice(at, at + 600),
  )?.[1];
  if (type === undefined) return '';
  const shared = [];
  const members = collected(file, type, shared);
  const rows = members.map(([option, what]) => `- \`${option}\`: ${what}`);
  const family = families.find(([pattern]) => shared.some((type) => pattern.test(type)));
  if (family !== undefined) rows.push(`- ${rows.length > 0 ? 'and ' : ''}those that ${family[1]} share`);
  return rows.join('\n');
}
