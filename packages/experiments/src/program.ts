/** The import lines of a program: names by package, `core: ['key', 'normal']`; packages without names are left out. */
export function imports(names: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(names)
    .filter(([, list]) => list.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => `import { ${[...new Set(list)].sort().join(', ')} } from '@gradkit/${name}';`)
    .join('\n');
}
