import { appendFile, readFile } from 'node:fs/promises';
import { DataError } from '@gradkit/core';
import { utf8 } from '../text.ts';
import { writeFileAtomically } from './write-file.ts';

/**
 * A file of lines that grows with training: one is whole as soon as its end is written, and nothing is held open, so that a
 * crash can at worst leave half a line at the end.
 */
export interface RunLog {
  /** Begins the file, or, for a run that goes on, keeps the whole lines that `keep` wants. */
  begin(head: string, isResumed: boolean, keep: (line: string) => boolean): Promise<void>;
  add(line: string): Promise<void>;
}

export function runLog(where: string, path: string): RunLog {
  return {
    async begin(head, isResumed, keep) {
      const text = isResumed ? await existing(where, path) : '';
      // What follows the last line break was cut off.
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      const lines = whole.split('\n').slice(0, -1).filter(keep);
      await writeFileAtomically(where, path, utf8(head + lines.map((line) => `${line}\n`).join('')));
    },
    async add(line) {
      try {
        await appendFile(path, `${line}\n`, { flush: true } as object);
      } catch (error) {
        throw new DataError(
          `${where}: cannot write ${path}: ${error instanceof Error ? error.message : String(error)}.`,
        );
      }
    },
  };
}

async function existing(where: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new DataError(`${where}: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
