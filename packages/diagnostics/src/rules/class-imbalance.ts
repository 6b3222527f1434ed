import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { TrainingRecord } from '../training-record.ts';
import { limits } from './limits.ts';

/** Classes so rare that a network may ignore them at little cost. */
export function classImbalance({ data }: TrainingRecord): readonly Finding[] {
  const counts = (data.classCounts ?? []).filter((count) => count > 0);
  if (counts.length < 2 || data.classWeighted === true) return [];
  const [most, least] = [Math.max(...counts), Math.min(...counts)];
  const ratio = most / least;
  if (ratio < limits.classRatio) return [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return [
    {
      name: 'class-imbalance',
      severity: 'warning',
      layers: [],
      evidence: [
        { measure: 'class-ratio', value: ratio, limit: { above: limits.classRatio } },
        { measure: 'rarest-share', value: least / total },
      ],
      remedies: [prescribe('class-weights'), prescribe('more-data')],
      step: 0,
      inventory: ['1.5.1'],
    },
  ];
}
