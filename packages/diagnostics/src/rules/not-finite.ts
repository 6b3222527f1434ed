import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Remedy } from '../remedy.ts';
import type { FirstNonFinite, TrainingRecord } from '../training-record.ts';
import { saferRate } from './safer-rate.ts';

/** Where NaN or infinity appeared first. */
export function notFinite(record: TrainingRecord): readonly Finding[] {
  const origin = record.firstNonFinite ?? unlocated(record);
  if (origin === undefined) return [];
  const { step, where, layer } = origin;
  const evidence: Evidence[] = [{ measure: 'step', value: step, ...(layer === undefined ? {} : { layer }) }];
  return [
    {
      name: 'not-finite',
      severity: 'problem',
      layers: layer === undefined ? [] : [layer],
      evidence,
      cause: where,
      remedies: remediesFor(where, record),
      step,
      inventory: ['1.3.3', '1.4.18', '1.4.20'],
    },
  ];
}

function remediesFor(where: FirstNonFinite['where'], record: TrainingRecord): readonly Remedy[] {
  if (where === 'input' || where === 'target') return [prescribe('remove-non-finite-samples')];
  const { optimizer } = record;
  const slower = prescribe('lower-learning-rate', { value: saferRate(record), optimizer });
  const clip = prescribe('clip-gradients', { optimizer });
  return where === 'loss' ? [prescribe('loss-from-logits'), slower, clip] : [slower, clip];
}

/** What data and losses tell where nobody looked at layers. */
function unlocated({ data, losses }: TrainingRecord): FirstNonFinite | undefined {
  if (data.nonFinite) return { step: 0, where: 'input' };
  const step = losses.findIndex((loss) => !Number.isFinite(loss));
  return step < 0 ? undefined : { step, where: 'loss' };
}
