import { checkOptions } from '@gradkit/core';
import { type LoadedWeights, readWeights, type Weighted, type WeightsOptions, weightsToBytes } from '../weights.ts';
import { checkPath, type FileOptions, readBytes } from './read-file.ts';
import { writeFileAtomically } from './write-file.ts';

/**
 * Writes all variables of a model to a safetensors file.
 *
 * The file appears whole or not at all: it is written under a temporary name in its folder, brought to the disk and then
 * renamed. The folder is made if it is missing.
 *
 * @throws ArgumentError when the model has no variables yet; DataError when the file cannot be written, and then nothing
 * is left behind
 * @see Hugging Face, safetensors: format, 2022
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { dense, sequential } from '@gradkit/layers';
 * import { loadWeights, saveWeights } from '@gradkit/train/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'weights-')), 'model.safetensors');
 * const model = sequential([dense({ units: 2, inputShape: [3] })]);
 * await saveWeights(model, path);
 * console.log((await loadWeights(model, path)).loaded); // dense/kernel, dense/bias
 * ```
 */
export async function saveWeights(model: Weighted, path: string): Promise<void> {
  checkPath('saveWeights', path);
  await writeFileAtomically('saveWeights', path, weightsToBytes(model));
}

/**
 * Replaces the variables of a model by the arrays of a safetensors file, from `saveWeights`, PyTorch, Keras or elsewhere.
 *
 * Names, shapes and types are all checked before anything is assigned, and a file that was altered or cut off is refused.
 *
 * @returns what was loaded, and with `partial` what was left
 * @throws DataError when the file cannot be read, is damaged, or does not fit the model: it lists what is missing, what is
 * too much, and what differs; then nothing is changed
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { loadWeights } from '@gradkit/train/node';
 *
 * const model = sequential([dense({ units: 2, inputShape: [3] })]);
 * try {
 *   await loadWeights(model, 'no-such-file.safetensors', { partial: true });
 * } catch (error) {
 *   console.log(String(error)); // cannot read the file
 * }
 * ```
 */
export async function loadWeights(
  model: Weighted,
  path: string,
  options: WeightsOptions & FileOptions = {},
): Promise<LoadedWeights> {
  checkOptions('loadWeights', options, ['partial', 'maxBytes']);
  const { maxBytes, ...how } = options;
  const bytes = await readBytes('loadWeights', path, maxBytes);
  return readWeights(`loadWeights (${path})`, model, bytes, how);
}
