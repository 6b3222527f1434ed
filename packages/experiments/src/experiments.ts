import { activationFunctions } from './activation-functions/about.ts';
import { augmentation } from './augmentation/about.ts';
import { batchNormalization } from './batch-normalization/about.ts';
import { batchSizes } from './batch-sizes/about.ts';
import { classImbalance } from './class-imbalance/about.ts';
import { covariateShift } from './covariate-shift/about.ts';
import { denseConnections } from './dense-connections/about.ts';
import { dropout } from './dropout/about.ts';
import { dyingRelu } from './dying-relu/about.ts';
import { earlyStopping } from './early-stopping/about.ts';
import type { Experiment } from './experiment.ts';
import { gradientByDepth } from './gradient-by-depth/about.ts';
import { learningRates } from './learning-rates/about.ts';
import { momentumMap } from './momentum-map/about.ts';
import { newtonStep } from './newton-step/about.ts';
import { numericalHealth } from './numerical-health/about.ts';
import { optimizerRace } from './optimizer-race/about.ts';
import { schedules } from './schedules/about.ts';
import { secondOrder } from './second-order/about.ts';
import { selfNormalizing } from './self-normalizing/about.ts';
import { signalByDepth } from './signal-by-depth/about.ts';
import { weightPenalties } from './weight-penalties/about.ts';

/** All experiments, in the order of the page. */
export const experiments: readonly Experiment[] = [
  signalByDepth,
  gradientByDepth,
  dyingRelu,
  activationFunctions,
  batchNormalization,
  denseConnections,
  selfNormalizing,
  optimizerRace,
  momentumMap,
  batchSizes,
  learningRates,
  schedules,
  earlyStopping,
  weightPenalties,
  dropout,
  augmentation,
  covariateShift,
  classImbalance,
  newtonStep,
  secondOrder,
  numericalHealth,
];
