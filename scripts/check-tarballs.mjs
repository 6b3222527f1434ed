// Installs the packages as they would be published into an empty project, and runs the examples there.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { transform } from 'esbuild';
import { folders, nameOf, readJson } from './packages.mjs';

const project = mkdtempSync(join(tmpdir(), 'gradkit-'));
process.on('exit', () => rmSync(project, { recursive: true, force: true }));

function run(command, parameters, options = {}) {
  const shell = process.platform === 'win32';
  const { status, stdout, stderr } = spawnSync(command, parameters, {
    cwd: project,
    encoding: 'utf8',
    shell,
    ...options,
  });
  if (status === 0) return stdout;
  console.error(`${command} ${parameters.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`);
  process.exit(1);
}

const writeJson = (name, value) => writeFileSync(join(project, name), JSON.stringify(value));

const tarballs = join(project, 'tarballs');
mkdirSync(tarballs);
run('pnpm', ['--filter', './packages/*', '-r', 'pack', '--pack-destination', tarballs], { cwd: process.cwd() });

const dependencies = Object.fromEntries(
  folders().map((folder) => {
    const name = nameOf(folder);
    const { version } = readJson(`packages/${folder}/package.json`);
    return [name, `file:tarballs/${name.replace('@', '').replace('/', '-')}-${version}.tgz`];
  }),
);

/** Third parties, and theirs: name → the folder where they are installed. */
function thirdParties() {
  const found = new Map();
  const visit = (name, modules) => {
    if (name.includes('gradkit') || found.has(name)) return;
    const folder = realpathSync(join(modules, name));
    found.set(name, folder);
    const neighbours = resolve(folder, ...name.split('/').map(() => '..'));
    for (const used of Object.keys(readJson(join(folder, 'package.json')).dependencies ?? {})) visit(used, neighbours);
  };
  for (const folder of folders()) {
    const used = readJson(`packages/${folder}/package.json`).dependencies ?? {};
    for (const name of Object.keys(used)) visit(name, `packages/${folder}/node_modules`);
  }
  return found;
}

for (const [name, folder] of thirdParties()) {
  // npm does not pack what lies in a node_modules.
  cpSync(folder, join(project, 'installed', name), { recursive: true });
  const pack = ['pack', `./installed/${name}`, '--json', '--ignore-scripts', '--pack-destination', 'tarballs'];
  const [{ filename }] = JSON.parse(run('npm', pack));
  dependencies[name] = `file:tarballs/${filename}`;
}
writeJson('package.json', { private: true, type: 'module', dependencies });
// Offline: a user gets our packages, what they declare, and nothing else.
run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error']);

const programs = readdirSync('examples').filter((file) => file.endsWith('.ts'));
if (programs.length === 0) throw new Error('examples/ has no programs');

for (const file of programs) {
  const source = readFileSync(join('examples', file), 'utf8');
  writeFileSync(join(project, file), source);
  const { code } = await transform(source, { loader: 'ts', sourcefile: file, sourcemap: 'inline' });
  writeFileSync(join(project, file.replace(/\.ts$/, '.mjs')), code);
}

const compilers = ['typescript', 'typescript-oldest'].map((name) => resolve(`node_modules/${name}/bin/tsc`));
for (const [module, moduleResolution] of [
  ['NodeNext', 'NodeNext'],
  ['ESNext', 'Bundler'],
]) {
  writeJson('tsconfig.json', {
    compilerOptions: {
      strict: true,
      // Our declarations are checked too, together with the DOM's.
      skipLibCheck: false,
      noEmit: true,
      target: 'ES2022',
      types: [],
      module,
      moduleResolution,
    },
    include: ['*.ts'],
  });
  for (const tsc of compilers) run(process.execPath, [tsc, '-p', 'tsconfig.json']);
}

for (const file of programs) run(process.execPath, ['--enable-source-maps', file.replace(/\.ts$/, '.mjs')]);

console.log(`${programs.length} programs ran on ${folders().length} packed packages`);
