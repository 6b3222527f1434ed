import type { Config } from '../src/experiment.ts';

/**
 * What the tests of all experiments run in place of the defaults, so that all together take seconds: fewer layers, samples or
 * epochs. By the id of the experiment; where there is none the defaults are quick already.
 */
export const smallConfigurations: Readonly<Record<string, Config>> = {
  'signal-by-depth': { depth: 3, units: 20 },
  'gradient-by-depth': { depth: 3, epochs: 2 },
  'dying-relu': { epochs: 2 },
  'batch-normalization': { epochs: 1 },
  'dense-connections': { depth: 4, epochs: 1 },
  'self-normalizing': { depth: 5, units: 40 },
  'early-stopping': { epochs: 20, patience: 3 },
  'momentum-map': { condition: 10 },
  'optimizer-race': { budget: 300 },
  'batch-sizes': { samples: 64, epochs: 5 },
  'weight-penalties': { samples: 40, features: 10, steps: 40 },
  'learning-rates': { samples: 100, epochs: 2, hidden: 8 },
  schedules: { epochs: 6, batchSize: 16 },
  dropout: { samples: 50, units: 16, epochs: 2, masks: 8 },
  augmentation: { samples: 32, epochs: 2 },
  'covariate-shift': { samples: 160, epochs: 4, steps: 10 },
  'class-imbalance': { samples: 310, epochs: 2 },
  'second-order': { units: 3, budget: 150 },
  'numerical-health': { steps: 10 },
};
