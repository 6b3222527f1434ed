// The five founding documents, line by line as the inventory numbers them, and what the project has for each: names as
// `package/name`, tests beside those that mirror the names' files, evidence, or why there is nothing to build.

import { lines as contradictions } from './lines/contradictions.mjs';
import { lines as deepNetworks } from './lines/deep-networks.mjs';
import { lines as figures } from './lines/figures.mjs';
import { lines as forEveryone } from './lines/for-everyone.mjs';
import { lines as optimisation } from './lines/optimisation.mjs';
import { lines as problemsAndRemedies } from './lines/problems-and-remedies.mjs';
import { lines as trainingProcedure } from './lines/training-procedure.mjs';

/** Number in the inventory → document. */
export const documents = {
  1.1: 'Deep learning problems and remedies',
  1.2: 'Deep learning optimisation, with formulas',
  1.3: 'Deep learning for everyone, part 2',
  1.4: 'Notes on the training procedure',
  1.5: 'Training deep neural networks',
  1.6: 'Figures',
  1.7: 'Contradictions between the documents',
};

/**
 * Rows: `line`, `concept`, then any of `names`, `tests`, `evidence`, `later` (the part of the project that will have it)
 * and `nothing` (why there is nothing to build). A row without a test must say `later` or `nothing`.
 */
export const lines = [
  ...problemsAndRemedies,
  ...optimisation,
  ...forEveryone,
  ...trainingProcedure,
  ...deepNetworks,
  ...figures,
  ...contradictions,
];
