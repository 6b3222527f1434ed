import { boundedProblems } from './bounded.ts';
import { collectionProblems } from './collection.ts';
import { fixedProblems } from './more-garbow-hillstrom-fixed.ts';
import { variableProblems } from './more-garbow-hillstrom-variable.ts';
import type { Problem } from './problem.ts';
import { statisticalProblems } from './statistical.ts';

export type { Problem } from './problem.ts';

/** All test problems: about ninety, of 2 to 1,000 variables. */
export const problems: readonly Problem[] = [
  ...fixedProblems,
  ...variableProblems,
  ...collectionProblems,
  ...statisticalProblems,
  ...boundedProblems,
];
