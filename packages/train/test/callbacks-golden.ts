import { readFileSync } from 'node:fs';
import { dense, sequential } from '@gradkit/layers';
import { type Optimizer, sgd } from '@gradkit/optimizers';
import type { Event } from '../src/event-records.ts';
import type { Callback } from '../src/index.ts';

interface Row {
  readonly options: Readonly<Record<string, number | string>>;
}

/** Runs of callbacks and event files as other programs make them. */
export const golden = JSON.parse(readFileSync(new URL('golden/callbacks.json', import.meta.url), 'utf8')) as {
  readonly plateaus: readonly (Row & { readonly values: readonly string[]; readonly rates: readonly number[] })[];
  readonly stops: readonly (Row & { readonly values: readonly number[]; readonly stopped: number | null })[];
  readonly events: readonly { readonly event: Event; readonly record: string }[];
};

/** Options of Keras under our names. */
export const renamed = (options: Row['options']): object =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name === 'min_lr' ? 'minLearningRate' : name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

/** Feeds values of `valLoss` epoch by epoch; after each, `note` looks at the optimizer. */
export function feed(
  callback: Callback,
  values: readonly number[],
  note: (optimizer: Optimizer) => void = () => {},
): number | undefined {
  const optimizer = sgd({ learningRate: 0.25 });
  const model = sequential([dense({ units: 1, inputShape: [1] })]);
  let stopped = false;
  const context = {
    model,
    optimizer,
    directions: { valLoss: 'min' },
    stop: () => {
      stopped = true;
    },
  };
  callback.onTrainBegin?.(context as never);
  for (const [epoch, value] of values.entries()) {
    callback.onEpochEnd?.({
      ...context,
      epoch,
      logs: Number.isFinite(value) || Number.isNaN(value) ? { valLoss: value } : {},
    } as never);
    note(optimizer);
    if (stopped) return epoch;
  }
  return undefined;
}
