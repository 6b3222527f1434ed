import { spawnSync } from 'node:child_process';
import { appFolder } from './contestants.ts';

/** Installs the peers in their own workspace; whether that worked. Without a network, and nothing in the cache, it does not. */
export function installPeers(): boolean {
  const folder = `${appFolder}peers`;
  const { status } = spawnSync('npm', ['run', '--silent', 'pnpm', '--', '-C', folder, 'install', '--frozen-lockfile'], {
    cwd: `${appFolder}../..`,
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm is a script on Windows.
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** A Python that has PyTorch, if there is one. */
export function pythonWithTorch(): string | undefined {
  return ['python3', '/usr/bin/python3', 'python'].find(
    (python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
}
