import {
  ArgumentError,
  beta,
  cast,
  checkOptions,
  DataError,
  DTypeError,
  describe,
  foldIn,
  formatShape,
  jit,
  oneHot,
  reshape,
  ShapeError,
  type Tensor,
  take,
  tensor,
  threefry2x32,
} from '@gradkit/core';
import type { MapContext, Sample } from '../dataset.ts';
import { checkInteger, checkSeed } from '../permutation.ts';
import type { BatchMap } from './augment.ts';
import { epochKey } from './sample-keys.ts';

/** Options of {@link mixUp} and {@link cutMix}. */
export interface MixOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** Parameter of the distribution of shares, Beta(alpha, alpha): small numbers mix little. */
  readonly alpha?: number | undefined;
  /** Number of classes: needed where `y` holds class ids, which become vectors of shares. */
  readonly classes?: number | undefined;
}

/** Both samples of a pair, and what decides about their shares. */
interface Pairs {
  readonly x: Tensor;
  readonly partner: Tensor;
  /** Beta(alpha, alpha), [samples]. */
  readonly share: Tensor;
  readonly key: Tensor;
}

/** What becomes of the inputs, and the share that each sample keeps in its target, [samples]. */
export type Mix = (pairs: Pairs) => { readonly x: Tensor; readonly kept: Tensor };

/** The map of batches that mixes each sample with another one of its batch. */
export function mixing(where: string, options: MixOptions, standardAlpha: number, mix: Mix): BatchMap {
  checkOptions(where, options, ['seed', 'alpha', 'classes']);
  const { seed, alpha = standardAlpha, classes } = options ?? {};
  checkSeed(where, seed);
  if (!(Number.isFinite(alpha) && alpha > 0)) {
    throw new ArgumentError(`${where}: alpha is a positive number, got ${describe(alpha)}.`);
  }
  if (classes !== undefined) checkInteger(where, 'classes', classes, 1, 2 ** 31 - 1);

  const mixed = jit((x: Tensor, y: Tensor, partners: Tensor, key: Tensor): { x: Tensor; y: Tensor } => {
    const samples = x.shape[0] as number;
    const share = beta(foldIn(key, 0), alpha, alpha, { shape: [samples] });
    const result = mix({ x, partner: take(x, partners), share, key: foldIn(key, 1) });
    const target = shares(where, y, classes);
    const kept = reshape(result.kept, [samples, ...target.shape.slice(1).map(() => 1)]);
    const other = take(target, partners);
    return { x: result.x, y: other.add(kept.mul(target.sub(other))) };
  });
  return <F extends string>(batch: Sample<F>, { epoch, indices }: MapContext): Sample<F> => {
    const { x, y } = batch as Partial<Sample<'x' | 'y'>>;
    if (x === undefined || y === undefined) {
      throw new ArgumentError(`${where}: needs the fields x and y; there is ${Object.keys(batch).join(', ')}.`);
    }
    if (x.dtype !== 'float32')
      throw new DTypeError(`${where}: x is float32, got ${x.dtype}. Use rescale(1 / 255) first for bytes.`);
    if (classes !== undefined) checkClassIds(where, y, classes);
    const parent = epochKey(seed, epoch);
    return { ...batch, ...mixed(x, y, tensor(partnersOf(parent, indices)), foldIn(parent, indices[0] as number)) };
  };
}

/** Throws unless all are class ids: others would become vectors of zeros. */
function checkClassIds(where: string, y: Tensor, classes: number): void {
  const ids = y.dataSync();
  const wrong = ids.findIndex((id: number) => !Number.isInteger(id) || id < 0 || id >= classes);
  if (wrong < 0) return;
  throw new DataError(
    `${where}: y[${wrong}] of a batch is ${ids[wrong]}, but with ${classes} classes ids are the integers 0 to ${classes - 1}.`,
  );
}

/** Targets that can be mixed: class ids as vectors, numbers as they are. */
function shares(where: string, y: Tensor, classes: number | undefined): Tensor {
  if (classes === undefined) {
    if (y.dtype === 'float32') return y;
    throw new ArgumentError(
      `${where}: y is ${y.dtype}${formatShape(y.shape)}; class ids cannot be mixed as they are. Give the number of classes.`,
    );
  }
  if (y.shape.length === 1) return oneHot(cast(y, 'int32'), classes);
  throw new ShapeError(`${where}: with classes, y holds one class id per sample, got ${formatShape(y.shape)}.`);
}

/** For each sample the next one in a random ring of all samples, so that none meets itself but in a batch of one. */
function partnersOf(parent: Tensor, indices: Int32Array): Int32Array {
  const [key0, key1] = parent.dataSync() as unknown as [number, number];
  const words = Array.from(indices, (index) => threefry2x32(key0, key1, 1, index)[0]);
  const ring = Array.from(indices, (_, i) => i).sort((a, b) => (words[a] as number) - (words[b] as number));
  const partners = new Int32Array(indices.length);
  ring.forEach((sample, place) => {
    partners[sample] = ring[(place + 1) % ring.length] as number;
  });
  return partners;
}
