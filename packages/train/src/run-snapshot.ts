import type { Tensor } from '@gradkit/core';
import type { NamedVariable } from '@gradkit/layers';
import type { CallbackState, Json, Logs, TrainingContext } from './callback.ts';
import { toJson } from './json-numbers.ts';
import type { StoredArray } from './safetensors.ts';
import { sealed } from './seal.ts';
import { storedVariables } from './weights.ts';

/** What marks a checkpoint among safetensors files. */
export const checkpointFormat = 'gradkit-checkpoint';

/** Of the way in which things are written; others are not read. */
export const checkpointVersion = '1';

/** What a checkpoint says besides its arrays. */
export type SnapshotValues = {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number | null;
  readonly samples: number;
  readonly stopped: boolean;
  readonly stoppedEpoch: number | null;
  readonly nonFiniteLoss: { readonly epoch: number; readonly step: number } | null;
  readonly setup: { readonly [name: string]: string | number | boolean };
  readonly optimizer: string;
  readonly logs: Logs;
  readonly callbacks: readonly { readonly name: string; readonly optional: boolean; readonly values: Json }[];
};

/** The callbacks that remember something. */
export function stateful(callbacks: TrainingContext['callbacks']): readonly CallbackState[] {
  return callbacks.flatMap(({ state }) => state ?? []);
}

/** Groups of arrays in one file: names begin with the name of the group. */
function grouped(group: string, arrays: Readonly<Record<string, StoredArray>>): Record<string, StoredArray> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${group}/${name}`, array]));
}

/** All that a run needs to go on from here: the bytes of a safetensors file with a checksum. For `onSettled`. */
export function snapshot(context: TrainingContext): Uint8Array {
  const { model, optimizer, callbacks, state, history, setup } = context;
  const isOver = state.logs !== undefined;
  const variables = (list: readonly NamedVariable[]) => storedVariables('checkpoint', list);
  const float64 = (values: readonly number[]): StoredArray => ({
    dtype: 'float64',
    shape: [values.length],
    data: Float64Array.from(values),
  });
  const saved = stateful(callbacks).map((each) => ({
    name: each.name,
    optional: each.optional ?? false,
    ...each.save(),
  }));
  const key = model.randomKey;
  const arrays = {
    ...grouped('model', variables(model.variables)),
    ...grouped('optimizer', variables(optimizer.namedState)),
    ...(key === undefined ? {} : { randomKey: storedTensor(key) }),
    ...grouped('totals', isOver ? {} : Object.fromEntries(state.totals.map((total, i) => [i, storedTensor(total)]))),
    ...grouped('history', {
      epochs: float64(history.epochs),
      ...grouped('logs', Object.fromEntries(Object.entries(history.logs).map(([name, log]) => [name, float64(log)]))),
    }),
    ...Object.assign({}, ...saved.map((each, i) => grouped(`callback/${i}`, each.arrays ?? {}))),
  };
  const values: SnapshotValues = {
    epoch: isOver ? state.epoch + 1 : state.epoch,
    step: isOver ? 0 : state.step,
    steps: state.steps ?? null,
    samples: isOver ? 0 : state.samples,
    stopped: state.stopped,
    stoppedEpoch: history.stoppedEpoch ?? null,
    nonFiniteLoss: history.flags.nonFiniteLoss ?? null,
    setup: definedIn(setup),
    optimizer: optimizer.name,
    logs: context.logs,
    callbacks: saved.map(({ name, optional, values: own }) => ({ name, optional, values: own })),
  };
  return sealed(arrays, { format: checkpointFormat, version: checkpointVersion, run: toJson(values) });
}

/** What of the setup is known. */
export function definedIn(setup: TrainingContext['setup']): SnapshotValues['setup'] {
  return Object.fromEntries(
    Object.entries(setup).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function storedTensor(tensor: Tensor): StoredArray {
  return { dtype: tensor.dtype, shape: tensor.shape, data: tensor.dataSync() };
}
