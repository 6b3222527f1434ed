import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Adaptors } from './adaptor.ts';
import type { Case } from './recorded.ts';
import { repository } from './repository.ts';

/** A public suite of operator tests, and how gradkit takes part in it. */
export interface Suite {
  readonly title: string;
  readonly file: string;
  /** Whose tests these are and under which licence. */
  readonly attribution: string;
  readonly tolerance: string;
  readonly adaptors: Adaptors;
  /** Operators whose adaptors put several functions together. */
  readonly composed: readonly string[];
  /** Operators without an adaptor, and why. */
  readonly absent: Readonly<Record<string, string>>;
  /** Cases that fail, and why, by name. */
  readonly failures: Readonly<Record<string, string>>;
  readonly read: (data: unknown) => SuiteData;
}

/** What a file holds. */
export interface SuiteData {
  readonly cases: readonly Case[];
  /** Where the tests come from: repository, folder, commit. */
  readonly source: readonly string[];
}

/** The folder that the data of the suites lies in, beside the repository unless the environment says otherwise. */
export const dataFolder: string = resolve(
  repository,
  process.env['GRADKIT_REFERENCE'] ?? join('..', 'shared', 'reference'),
);

/** Whether the data is there, which is no part of the repository. */
export function isPresent({ file }: Suite): boolean {
  return existsSync(join(dataFolder, file));
}

/** The cases of a suite. */
export function readSuite({ file, read }: Suite): SuiteData {
  return read(JSON.parse(gunzipSync(readFileSync(join(dataFolder, file))).toString('utf8')));
}
