// What a package exports, with the docstrings of it, read from the sources.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The entries of a package: files of exports under `src`. */
const entriesOf = (folder) => {
  const { exports } = JSON.parse(readFileSync(`packages/${folder}/package.json`, 'utf8'));
  return Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [{ entry, path: join(`packages/${folder}`, target['@gradkit/source']) }],
  );
};

/** name → { file, entry } of the values that a package exports: from its own files, or those of a package below. */
export function exportsOf(folder) {
  const found = new Map();
  for (const { entry, path } of entriesOf(folder)) {
    const text = readFileSync(path, 'utf8');
    for (const [, list, from] of text.matchAll(/^export \{([^}]*)\} from '([^']*)';/gm)) {
      for (const item of list.split(',').map((part) => part.trim())) {
        if (item === '' || item.startsWith('type ')) continue;
        const [original, name = original] = item.split(' as ');
        if (found.has(name)) continue;
        const below = /^@gradkit\/(\w+)$/.exec(from)?.[1];
        const place =
          below === undefined ? { file: join(dirname(path), from), original } : exportsOf(below).get(original);
        if (place !== undefined) found.set(name, { ...place, entry });
      }
    }
    // An entry that is the file itself, such as a data set.
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)) {
      if (!found.has(name)) found.set(name, { file: path, entry, original: name });
    }
  }
  return found;
}

/** The tests of a name: the file that mirrors its source, or else those of its package that use the name. */
export function testsOf(file, name) {
  const mentions = (path) => new RegExp(`\\b${name}\\b`).test(readFileSync(path, 'utf8'));
  const mirrored = file.replace('/src/', '/test/').replace(/\.ts$/, '.test.ts');
  if (existsSync(mirrored) && mentions(mirrored)) return [mirrored];
  const folder = file.slice(0, file.indexOf('/src/'));
  return readdirSync(`${folder}/test`, { recursive: true })
    .map((path) => `${folder}/test/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && mentions(path))
    .sort()
    .slice(0, 3);
}

/** The docstring in front of an exported name, without its margin; undefined where there is none. */
export function docstringOf(file, name) {
  const text = readFileSync(file, 'utf8');
  const declared = new RegExp(
    `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export (?:declare )?(?:async )?(?:function\\*?|const|class) ${name}\\b`,
  ).exec(text);
  return declared?.[1]
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}

/** `{ description, see, throws, example }` of a docstring. Blocks between fences are not searched for tags. */
export function partsOf(docstring) {
  const parts = { description: [], see: [], throws: [], example: [] };
  let current = parts.description;
  let fenced = false;
  for (const line of docstring.split('\n')) {
    const tag = fenced ? null : /^@(\w+) ?(.*)$/.exec(line);
    if (/^\s*```/.test(line)) fenced = !fenced;
    if (tag === null) {
      current.push(line);
      continue;
    }
    current = parts[tag[1]] ?? [];
    if (current.length > 0) current.push('');
    current.push(tag[2]);
  }
  const text = (lines) => lines.join('\n').trim();
  return {
    description: text(parts.description),
    see: text(parts.see),
    throws: text(parts.throws),
    example: text(parts.example),
  };
}
