import type { Experiment } from './experiment.ts';

/** All experiments, in the order of the page. */
export const experiments: readonly Experiment[] = [];
