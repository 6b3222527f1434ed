import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { appFolder } from './contestants.ts';
import { UsageError } from './options.ts';
import { temporaryFolder } from './temporary-folder.ts';

const repository = resolve(appFolder, '../..');

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32' && command !== 'git',
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.trim().slice(-500)}`);
}

/** Programs of this app beside links to the packages of another tree. */
function linked(tree: string): string {
  const folder = temporaryFolder();
  cpSync(`${appFolder}dist`, join(folder, 'dist'), { recursive: true });
  mkdirSync(join(folder, 'node_modules/@gradkit'), { recursive: true });
  for (const name of readdirSync(join(tree, 'packages'))) {
    const place = name === 'gradkit' ? 'node_modules/gradkit' : `node_modules/@gradkit/${name}`;
    symlinkSync(join(tree, 'packages', name), join(folder, place), 'junction');
  }
  return `${folder}/`;
}

/**
 * A folder with this app's programs, which find the packages of another build there: of a folder that holds a built tree, or
 * of a git revision, which is built in a worktree for the time of the run. It ends with a slash.
 * @throws UsageError when it is neither
 */
export function otherBuild(base: string, tell: (line: string) => void): string {
  if (existsSync(join(base, 'packages'))) {
    const missing = readdirSync(join(base, 'packages')).filter(
      (name) => !existsSync(join(base, 'packages', name, 'dist')),
    );
    if (missing.length > 0) {
      throw new UsageError(
        `--compare: in ${base} these are not built: ${missing.join(', ')}. Run npm run build there.`,
      );
    }
    return linked(resolve(base));
  }
  const known = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${base}^{commit}`], { cwd: repository });
  if (known.status !== 0) {
    throw new UsageError(`--compare: "${base}" is neither a folder with packages nor a revision that git knows.`);
  }
  const tree = join(temporaryFolder(), 'tree');
  process.once('exit', () => {
    spawnSync('git', ['worktree', 'remove', '--force', tree], { cwd: repository, stdio: 'ignore' });
  });
  tell(`Building ${base} …`);
  run('git', ['worktree', 'add', '--detach', tree, base], repository);
  run('npm', ['run', 'bootstrap'], tree);
  run('npm', ['run', 'pnpm', '--', 'exec', 'turbo', 'run', 'build', '--filter=./packages/*'], tree);
  return linked(tree);
}
