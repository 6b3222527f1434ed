import { spawnSync } from 'node:child_process';
import { appFolder } from './contestants.ts';
import type { Spread } from './statistics.ts';

/** What it costs to have a training step measured by a probe. */
export interface ProbeCost {
  /** Whose updates: `adam`. */
  readonly optimizer: string;
  /** Milliseconds of a step that nobody watches. */
  readonly plain: Spread;
  /** Of one that a probe is part of, which looks at every tenth. */
  readonly watched: Spread;
  /** Of both, round by round. */
  readonly ratio: Spread;
}

/** The optimizers whose steps are measured. */
const probedOptimizers = ['adam', 'sgd'] as const;

/** Measures in a fresh process for each optimizer; in it steps with and without a probe take turns. */
export function probeCosts(tell: (line: string) => void): ProbeCost[] {
  return probedOptimizers.flatMap((optimizer) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [`${appFolder}dist/probe-process.js`, optimizer], {
      encoding: 'utf8',
    });
    if (status === 0) return [JSON.parse(stdout) as ProbeCost];
    tell(`The probe was not measured with ${optimizer}: ${stderr.trim().split('\n').at(-1)}`);
    return [];
  });
}
