import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeReport } from '../src/report/write-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('makes the folder, replaces what was there, and leaves nothing else', async () => {
  const path = join(folder, 'new', 'report.html');
  await writeReport(path, 'first');
  await writeReport(path, 'second');
  expect(await readFile(path, 'utf8')).toBe('second');
  expect(await readdir(join(folder, 'new'))).toEqual(['report.html']);
});

it('leaves nothing behind when it fails', async () => {
  await expect(writeReport(folder, 'in the place of a folder')).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
  expect((await readdir(tmpdir())).filter((name) => name.startsWith(folder.split('/').at(-1) ?? ''))).toEqual([
    folder.split('/').at(-1),
  ]);
});
