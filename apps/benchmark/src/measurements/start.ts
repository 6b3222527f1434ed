import { spawnSync } from 'node:child_process';
import { median } from '../statistics.ts';

/** Milliseconds from the start of a process to its first finished training step, beside those of an empty process. */
export function measureStart(script: string): { readonly empty: number; readonly firstStep: number } {
  const once = (args: readonly string[]): number => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
    return performance.now() - start;
  };
  const rounds = Array.from({ length: 7 }, () => ({
    empty: once(['--eval', '0']),
    firstStep: once([script, '--first-step']),
  }));
  return { empty: median(rounds.map((r) => r.empty)), firstStep: median(rounds.map((r) => r.firstStep)) };
}
