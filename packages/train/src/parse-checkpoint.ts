import { assign, DataError, type Tensor, tensor } from '@gradkit/core';
import type { NamedVariable } from '@gradkit/layers';
import type { CallbackState, Logs, Resumable, RunTarget } from './callback.ts';
import { fromJson } from './json-numbers.ts';
import { checkpointFormat, checkpointVersion, definedIn, type SnapshotValues, stateful } from './run-snapshot.ts';
import { readSafetensors, type StoredArray } from './safetensors.ts';
import { checkSeal } from './seal.ts';
import { compare, differences } from './weights.ts';

/** A moment of a run that `fit` can go on from. */
export interface Checkpoint extends Resumable {
  /** The epoch to go on in, counted from 0. */
  readonly epoch: number;
  /** Steps that are done in it. */
  readonly step: number;
  /** The results of the last epoch, or, in the middle of one, the means so far. */
  readonly logs: Logs;
  /** The variables of the model, by name, as `weightsFromBytes` takes them. */
  readonly weights: Readonly<Record<string, StoredArray>>;
}

type Arrays = Readonly<Record<string, StoredArray>>;

/**
 * The checkpoint in the bytes that `checkpointTo` gave: what `fit` takes as `resume`.
 *
 * The checksum is that of all bytes: a checkpoint that was cut off or altered anywhere is refused.
 *
 * @throws DataError when the bytes are no checkpoint, or are damaged
 * @example
 * ```ts
 * import { parseCheckpoint } from '@gradkit/train';
 *
 * try {
 *   parseCheckpoint(Uint8Array.of(1, 2, 3));
 * } catch (error) {
 *   console.log(String(error)); // no checkpoint
 * }
 * ```
 */
export function parseCheckpoint(bytes: Uint8Array): Checkpoint {
  return readCheckpoint('parseCheckpoint', bytes);
}

/** As {@link parseCheckpoint}, in the name of another function. */
export function readCheckpoint(where: string, bytes: Uint8Array): Checkpoint {
  if (!(bytes instanceof Uint8Array) || !checkSeal(where, bytes)) {
    throw new DataError(`${where}: this is no checkpoint, or it is damaged: it carries no checksum.`);
  }
  const { arrays, metadata } = readSafetensors(where, bytes);
  const { format, version, run } = metadata;
  if (format !== checkpointFormat || run === undefined) {
    throw new DataError(`${where}: this is no checkpoint, but a file of format "${format}".`);
  }
  if (version !== checkpointVersion) {
    throw new DataError(`${where}: the checkpoint has version ${version}; this program reads ${checkpointVersion}.`);
  }
  const values = fromJson(run) as SnapshotValues;
  const isComplete = Number.isSafeInteger(values.epoch) && Number.isSafeInteger(values.step) && values.callbacks;
  if (!isComplete || arrays['history/epochs'] === undefined) {
    throw new DataError(`${where}: the checkpoint does not say where the run stood.`);
  }
  const weights = groupOf('model', arrays);
  return {
    epoch: values.epoch,
    step: values.step,
    logs: values.logs,
    weights,
    restore: (target) => restore(where, target, values, arrays),
  };
}

/** The arrays of a group, by the rest of their names. */
function groupOf(group: string, arrays: Arrays): Arrays {
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(`${group}/`));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(group.length + 1), array]));
}

function restore(where: string, target: RunTarget, values: SnapshotValues, arrays: Arrays): () => void {
  const { model, optimizer, state, history } = target;
  optimizer.build(model.parameters);
  const variables = [...named('model', model.variables), ...named('optimizer', optimizer.namedState)];
  const totals = state.totals.map((total, i) => ({ name: `totals/${i}`, variable: total }));
  const restored = values.step > 0 ? totals : [];
  const pairs = pairsOf(target, values);
  const problems = [
    ...setupProblems(target, values, arrays),
    differences(compare(variables, { ...prefixed('model', arrays), ...prefixed('optimizer', arrays) })).trim(),
    differences(compare(restored as unknown as readonly NamedVariable[], prefixed('totals', arrays))).trim(),
    namesProblem('logs', Object.keys(history.logs), Object.keys(groupOf('history/logs', arrays))),
    typeof pairs === 'string' ? pairs : '',
  ].filter((problem) => problem !== '');
  if (problems.length > 0 || typeof pairs === 'string') {
    throw new DataError(`${where}: the checkpoint is that of another run. ${problems.join(' ')}`);
  }

  assign(variables.map(({ name, variable }) => [variable, tensorOf(arrays[name] as StoredArray)]));
  const { epoch, step, samples, stopped } = values;
  Object.assign(state, { epoch, step, samples, stopped, logs: undefined, steps: values.steps ?? undefined });
  if (step > 0) state.totals = totals.map(({ name }) => tensorOf(arrays[name] as StoredArray));
  history.epochs.push(...(arrays['history/epochs'] as StoredArray).data);
  for (const [name, { data }] of Object.entries(groupOf('history/logs', arrays))) history.logs[name] = Array.from(data);
  if (values.nonFiniteLoss !== null) history.flags.nonFiniteLoss = values.nonFiniteLoss;
  if (values.stoppedEpoch !== null) history.stoppedEpoch = values.stoppedEpoch;
  return () => {
    for (const { callback, index } of pairs) {
      const own = { values: values.callbacks[index]?.values ?? null, arrays: groupOf(`callback/${index}`, arrays) };
      callback.restore(own);
    }
  };
}

const named = (group: string, variables: readonly NamedVariable[]): NamedVariable[] =>
  variables.map(({ name, variable }) => ({ name: `${group}/${name}`, variable }));

const prefixed = (group: string, arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).filter(([name]) => name.startsWith(`${group}/`)));

const tensorOf = ({ data, shape, dtype }: StoredArray): Tensor => tensor(data, { shape, dtype });

/** What differs in data, batches, seeds and optimizer. */
function setupProblems({ setup, optimizer, model }: RunTarget, values: SnapshotValues, arrays: Arrays): string[] {
  const own = { ...definedIn(setup), optimizer: optimizer.name };
  const saved = { ...values.setup, optimizer: values.optimizer };
  const problems: string[] = [];
  for (const name of new Set([...Object.keys(own), ...Object.keys(saved)]) as Set<keyof typeof own>) {
    if (own[name] !== saved[name]) problems.push(`Its ${name} is ${saved[name]}, that of this run ${own[name]}.`);
  }
  const key = model.randomKey?.dataSync() ?? [];
  if (String(Array.from(key)) !== String(Array.from(arrays['randomKey']?.data ?? []))) {
    problems.push('The model draws other random numbers: give it the seed that it had.');
  }
  return problems;
}

function namesProblem(what: string, own: readonly string[], saved: readonly string[]): string {
  if (own.toSorted().join() === saved.toSorted().join()) return '';
  return `Its ${what} are ${saved.join(', ')}, those of this run ${own.join(', ')}.`;
}

/** The callback of this run for every saved state, by name and order; or what is wrong. */
function pairsOf(
  { callbacks }: RunTarget,
  values: SnapshotValues,
): readonly { readonly callback: CallbackState; readonly index: number }[] | string {
  const free = [...stateful(callbacks)];
  const pairs: { callback: CallbackState; index: number }[] = [];
  for (const [index, { name, optional }] of values.callbacks.entries()) {
    const at = free.findIndex((callback) => callback.name === name);
    if (at < 0 && optional) continue;
    if (at < 0) return `It holds the state of the callback ${name}, which this run has not.`;
    pairs.push({ callback: free.splice(at, 1)[0] as CallbackState, index });
  }
  return pairs;
}
