import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when this process ends, also when it is interrupted. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
