import { headings } from 'virtual:headings';
import type { Experiment } from 'experiments';

const order: readonly Experiment['group'][] = ['signal', 'descent', 'generalization', 'curvature', 'numbers'];

/** Groups of experiments in the order of the page, without empty ones. */
export const groups: readonly Experiment['group'][] = order.filter((group) =>
  headings.some((heading) => heading.group === group),
);
