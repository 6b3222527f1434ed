import {
  adadelta,
  adagrad,
  adam,
  adamw,
  cosineDecay,
  type LearningRate,
  lion,
  nadam,
  nag,
  type Optimizer,
  rmsprop,
  sgd,
} from '@gradkit/optimizers';
import type { OptimizerName, Recipe } from './recipe.ts';

/** The optimizer of a recipe; `steps` are those of the whole run, over which a schedule falls. */
export function optimizerOf(recipe: Recipe, steps: number): Optimizer {
  const { learningRate: rate, schedule, momentum, clip } = recipe;
  const learningRate: LearningRate =
    schedule === 'none' ? rate : cosineDecay({ initialLearningRate: rate, decaySteps: steps });
  const options = { learningRate, ...(clip > 0 ? { globalClipNorm: clip } : {}) };
  const makers: Readonly<Record<OptimizerName, () => Optimizer>> = {
    sgd: () => sgd({ ...options, momentum }),
    nag: () => nag({ ...options, momentum }),
    adagrad: () => adagrad(options),
    adadelta: () => adadelta(options),
    rmsprop: () => rmsprop(options),
    adam: () => adam(options),
    adamw: () => adamw(options),
    nadam: () => nadam(options),
    lion: () => lion(options),
  };
  return makers[recipe.optimizer]();
}
