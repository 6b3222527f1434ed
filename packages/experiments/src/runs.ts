import type { Run } from './experiment.ts';

/** The code of each experiment, fetched when it is needed. */
const runs: Readonly<Record<string, () => Promise<{ readonly run: Run }>>> = {
  'signal-by-depth': () => import('./signal-by-depth/run.ts'),
  'gradient-by-depth': () => import('./gradient-by-depth/run.ts'),
  'dying-relu': () => import('./dying-relu/run.ts'),
  'activation-functions': () => import('./activation-functions/run.ts'),
  'batch-normalization': () => import('./batch-normalization/run.ts'),
  'dense-connections': () => import('./dense-connections/run.ts'),
  'self-normalizing': () => import('./self-normalizing/run.ts'),
  'optimizer-race': () => import('./optimizer-race/run.ts'),
  'momentum-map': () => import('./momentum-map/run.ts'),
  'batch-sizes': () => import('./batch-sizes/run.ts'),
  'learning-rates': () => import('./learning-rates/run.ts'),
  schedules: () => import('./schedules/run.ts'),
  'early-stopping': () => import('./early-stopping/run.ts'),
  'weight-penalties': () => import('./weight-penalties/run.ts'),
  dropout: () => import('./dropout/run.ts'),
  augmentation: () => import('./augmentation/run.ts'),
  'covariate-shift': () => import('./covariate-shift/run.ts'),
  'class-imbalance': () => import('./class-imbalance/run.ts'),
  'second-order': () => import('./second-order/run.ts'),
  'newton-step': () => import('./newton-step/run.ts'),
  'numerical-health': () => import('./numerical-health/run.ts'),
};

/** The run of an experiment. */
export async function runOf(id: string): Promise<Run> {
  const load = runs[id];
  if (load === undefined) throw new RangeError(`runOf: there is no experiment "${id}".`);
  return (await load()).run;
}
