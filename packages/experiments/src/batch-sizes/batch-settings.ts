import type { Config } from '../experiment.ts';
import type { Label } from '../label.ts';
import { settingsOf } from '../settings.ts';

export const defaults = {
  batchSize: 16,
  samples: 256,
  epochs: 30,
  learningRate: 0.1,
  falls: false,
  noise: 0.5,
  x: -1,
  y: 1,
  seed: 1,
};

export type Division = 'full' | 'mini' | 'single';

/** In the order of drawing: what has most steps is below. */
export const divisions: readonly Division[] = ['single', 'mini', 'full'];

/** A configuration, typed, with the size of the batches of each kind of descent. */
export function batchSettings(
  config: Config,
): typeof defaults & { readonly sizes: Readonly<Record<Division, number>> } {
  const given = settingsOf(defaults, config);
  const batchSize = Math.min(given.batchSize, given.samples);
  return { ...given, batchSize, sizes: { full: given.samples, mini: batchSize, single: 1 } };
}

export function divisionLabel(division: Division, size: number): Label {
  if (division === 'full') return { en: 'all samples (batch)', ko: '전체 데이터(batch)' };
  if (division === 'mini') return { en: `${size} samples (mini-batch)`, ko: `샘플 ${size}개(mini-batch)` };
  return { en: 'one sample (stochastic)', ko: '샘플 1개(stochastic)' };
}

/** The share of the loss to lose that counts as having learned. */
export const learned = 0.05;
