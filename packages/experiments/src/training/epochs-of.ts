import type { Tensor } from '@gradkit/core';
import type { Model, Values } from '@gradkit/layers';
import { type Callback, type FitOptions, fit, type TrainingContext, type TrainingData } from '@gradkit/train';

/**
 * Trains a model as `fit` does, and gives each epoch when it is over; the next one begins when it is asked for. Who stops
 * asking ends training, in order, after that epoch.
 */
export async function* epochsOf<I extends Values = Tensor, O extends Values = Tensor>(
  model: Model<I, O>,
  data: TrainingData,
  options: FitOptions,
): AsyncGenerator<TrainingContext, void, void> {
  let arrive: (context: TrainingContext) => void = () => undefined;
  let goOn: () => void = () => undefined;
  let isLeft = false;
  const arrival = (): Promise<TrainingContext> =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  const pace: Callback = {
    onEpochEnd(context) {
      if (isLeft) return context.stop();
      return new Promise((resolve) => {
        goOn = () => {
          if (isLeft) context.stop();
          resolve();
        };
        arrive(context);
      });
    },
  };
  let next = arrival();
  const training = fit(model, data, { ...options, callbacks: [...(options.callbacks ?? []), pace] });
  const end = training.then(() => undefined);
  try {
    for (;;) {
      const context = await Promise.race([next, end]);
      if (context === undefined) return;
      next = arrival();
      yield context;
      goOn();
    }
  } finally {
    isLeft = true;
    goOn();
    // What went wrong has been thrown above, to whoever asked for the epoch.
    await end.catch(() => undefined);
  }
}
