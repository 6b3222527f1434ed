import { type Experiment, experiments } from 'experiments';

const order: readonly Experiment['group'][] = ['signal', 'descent', 'generalization', 'curvature', 'numbers'];

/** Groups of experiments in the order of the page, without empty ones. */
export const groups: readonly Experiment['group'][] = order.filter((group) =>
  experiments.some((experiment) => experiment.group === group),
);
