import type { Check } from './check.ts';
import { checkDropoutOrder } from './dropout-and-batch-normalization.ts';
import { checkInitialLoss } from './initial-loss.ts';
import { checkInputs } from './inputs.ts';
import { checkLossAndOutput } from './loss-and-output.ts';
import { checkFiniteData } from './non-finite-data.ts';
import { checkSelu } from './selu-conditions.ts';

/** What can be seen without training: from the data, the layers, and one step that moves nothing. */
export const checks: readonly Check[] = [
  checkFiniteData,
  checkLossAndOutput,
  checkInputs,
  checkInitialLoss,
  checkSelu,
  checkDropoutOrder,
];
