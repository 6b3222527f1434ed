import type { Trial } from './trial.ts';
import { batchSizes } from './trials/batch-sizes.ts';
import { digitsOfMnist } from './trials/digits-of-mnist.ts';
import { overfitting } from './trials/overfitting.ts';
import { recurrentNetworks } from './trials/recurrent-networks.ts';
import { secondOrder } from './trials/second-order.ts';
import { trainingDoctor } from './trials/training-doctor.ts';

/** All trials, in the order of the page. */
export const trials: readonly Trial[] = [
  batchSizes,
  recurrentNetworks,
  digitsOfMnist,
  overfitting,
  secondOrder,
  trainingDoctor,
];
