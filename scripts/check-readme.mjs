// Runs every ```ts block of the READMEs, and of the `@example`s in docstrings, against the built packages. A ```text block
// shows lines that the ```ts block before it prints.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { begin as catalogue } from './catalogue/readme-section.mjs';

// Below examples/, because that folder depends on every package: blocks find them as a user's program would.
const cache = 'examples/node_modules/.cache/blocks';

const readmes = ['README.md', 'README.ko.md', ...readdirSync('packages').map((name) => `packages/${name}/README.md`)];

const sources = readdirSync('packages').flatMap((name) =>
  readdirSync(`packages/${name}/src`, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `packages/${name}/src/${file.replaceAll('\\', '/')}`),
);

/** Blocks of one file; in a docstring the lines between the fences lose their leading ` * `. */
function blocksOf(file, margin) {
  const blocks = [];
  let open;
  let before;
  // The catalogue of a README repeats the examples of the docstrings.
  const [text] = readFileSync(file, 'utf8').split(catalogue);
  for (const [index, raw] of text.split('\n').entries()) {
    const line = margin.test(raw) ? raw.replace(margin, '') : undefined;
    // Another docstring: what it shows is not printed by the one before.
    if (line === undefined) before = undefined;
    if (open && line?.trim() === '```') {
      if (open.prints) {
        blocks.push(open);
        before = open;
      }
      open = undefined;
    } else if (open) {
      open.lines.push(line ?? '');
    } else if (line?.trim() === '```ts') {
      open = { file, line: index + 1, lines: [], prints: [] };
    } else if (line?.trim() === '```text' && before) {
      open = { lines: before.prints };
    }
  }
  if (open) throw new Error(`${file}:${open.line}: the block does not end`);
  return blocks;
}

const blocks = [
  ...readmes.filter((file) => existsSync(file)).flatMap((file) => blocksOf(file, /^/)),
  ...sources.flatMap((file) => blocksOf(file, /^\s*\* ?/)),
];

rmSync(cache, { recursive: true, force: true });
mkdirSync(cache, { recursive: true });

const modules = await Promise.all(
  blocks.map(async ({ file, line, lines, prints }) => {
    const name = `${file.replaceAll('/', '+')}+${line}`;
    // Empty lines in front, so that an error is reported at the line of the README or docstring.
    const code = '\n'.repeat(line) + lines.join('\n');
    writeFileSync(`${cache}/${name}.ts`, code);
    const { code: stripped } = await transform(code, { loader: 'ts', sourcefile: `${name}.ts`, sourcemap: 'inline' });
    writeFileSync(`${cache}/${name}.mjs`, stripped);
    if (prints.length > 0) writeFileSync(`${cache}/${name}.mjs.txt`, prints.join('\n'));
    return `${cache}/${name}.mjs`;
  }),
);

writeFileSync(
  `${cache}/tsconfig.json`,
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      lib: ['ES2023', 'ESNext.Disposable'],
      types: ['node'],
      module: 'ESNext',
      moduleResolution: 'Bundler',
      moduleDetection: 'force',
      skipLibCheck: true,
    },
    include: ['*.ts'],
  }),
);

const run = (command, ...parameters) => spawnSync(command, parameters, { stdio: 'inherit' }).status === 0;

const wellTyped = run(process.execPath, 'node_modules/typescript/bin/tsc', '-p', cache);
const succeeded = run(process.execPath, '--enable-source-maps', 'scripts/run-modules.mjs', ...modules);
if (!wellTyped || !succeeded) process.exit(1);
console.log(`${blocks.length} blocks of documentation ran`);
