import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Examined } from './check.ts';

/** Layers that set units to 0 at random. Alpha dropout keeps mean and variance. */
export const droppingKinds: readonly string[] = [
  'dropout',
  'spatialDropout1d',
  'spatialDropout2d',
  'spatialDropout3d',
  'gaussianDropout',
];

/**
 * Finds dropout whose outputs reach a batch normalisation: in training their variance is larger than afterwards, so that the
 * statistics that were collected do not fit.
 *
 * @see Li, Chen, Hu and Yang, Understanding the disharmony between dropout and batch normalization by variance shift, CVPR 2019
 */
export function checkDropoutOrder({ layers }: Pick<Examined, 'layers'>): readonly Finding[] {
  const isDropout = ({ layer }: (typeof layers)[number]): boolean => droppingKinds.includes(layer.kind ?? '');
  const last = layers.findLastIndex(({ layer }) => layer.kind === 'batchNormalization');
  const before = layers.slice(0, Math.max(0, last)).filter(isDropout);
  if (before.length === 0) return [];
  // Right before it is worst: sums over many inputs soften the difference.
  const isNext = before.some((each) => {
    const next = layers.slice(layers.indexOf(each) + 1).find(({ layer }) => layer.kind !== 'activation');
    return next?.layer.kind === 'batchNormalization';
  });
  return [
    {
      name: 'dropout-before-batch-normalization',
      severity: isNext ? 'warning' : 'note',
      layers: before.map(({ path }) => path),
      evidence: [],
      remedies: [prescribe('dropout-after-batch-normalization')],
      inventory: ['1.4.27', '1.7'],
    },
  ];
}
