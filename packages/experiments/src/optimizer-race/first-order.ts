import { adagrad, adam, adamw, nag, type Optimizer, rmsprop, sgd } from '@gradkit/optimizers';
import type { FirstOrder } from './racers.ts';

/** How the methods of first order are made. */
export const makeOptimizer: Readonly<Record<FirstOrder, (learningRate: number) => Optimizer>> = {
  sgd,
  momentum: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  nesterov: (learningRate) => nag({ learningRate, momentum: 0.9 }),
  adagrad,
  rmsprop,
  adam,
  adamw,
};
