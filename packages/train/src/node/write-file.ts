import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataError } from '@gradkit/core';

/**
 * Writes a file so that at any moment, also of a crash, there is either the old content or the new: to a temporary name
 * in the same folder, which is made if it is missing, then to the disk, then renamed.
 */
export async function writeFileAtomically(where: string, path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    try {
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    throw new DataError(`${where}: cannot write ${path}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * Removes what a process that was killed in the middle of writing left behind, of files that this process alone writes.
 * @param isOurs whether a name is that of such a file
 */
export async function removeLeftovers(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target] = /^\.(.+)\.[0-9a-f-]{36}\.tmp$/.exec(name) ?? [];
    if (target !== undefined && isOurs(target)) await rm(join(folder, name), { force: true });
  }
}

/** Brings the new name to the disk, where the system lets folders be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
