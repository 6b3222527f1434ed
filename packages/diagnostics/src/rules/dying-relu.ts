import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Remedy } from '../remedy.ts';
import { part } from '../statistics.ts';
import type { TrainingRecord } from '../training-record.ts';
import { courseOf } from './course.ts';
import { limits } from './limits.ts';
import { hasRawInputs } from './raw-inputs.ts';
import { saferRate } from './safer-rate.ts';
import { hiddenStagesOf, layerMedian, type Stage } from './stages.ts';

/** Hidden layers of rectifiers of which too many are active on no sample. */
export function dyingRelu(record: TrainingRecord): readonly Finding[] {
  const shares = (steps: TrainingRecord['steps']) => (stage: Stage) =>
    layerMedian(steps, stage.output, ({ deadShare }) => deadShare) ?? 0;
  const [early, late] = [shares(part(record.steps, 0, 0.05)), shares(part(record.steps, 0.8, 1))];
  const found = hiddenStagesOf(record).filter(
    (stage) => stage.activation?.family === 'rectifier' && late(stage) > limits.deadShare,
  );
  if (found.length === 0) return [];
  const worst = found.reduce((most, stage) => (late(stage) > late(most) ? stage : most));
  const course = courseOf(record);
  const isHurt = course === undefined || !(course.lossToBaseline < limits.littleLearned);
  // Dead from the beginning, or killed by a step that was too large.
  const cause = early(worst) > late(worst) / 2 ? (hasRawInputs(record) ? 'inputs' : 'initialization') : 'learning-rate';
  return [
    {
      name: 'dying-relu',
      severity: isHurt || late(worst) > limits.mostlyDead ? 'problem' : 'warning',
      layers: found.map(({ layer }) => layer),
      evidence: [{ measure: 'dead-share', value: late(worst), limit: { above: limits.deadShare }, layer: worst.layer }],
      cause,
      remedies: remediesFor(cause, record),
      step: part(record.steps, 0.8, 1)[0]?.step,
      inventory: ['1.3.4', '1.3.5', '1.4.19', '1.5.8', '1.5.9', '1.5.13'],
    },
  ];
}

function remediesFor(cause: string, record: TrainingRecord): readonly Remedy[] {
  const slower = prescribe('lower-learning-rate', { value: saferRate(record), optimizer: record.optimizer });
  const leaky = prescribe('leaky-relu');
  const normalization = prescribe('batch-normalization');
  if (cause === 'inputs') return [prescribe('standardize-inputs'), leaky, normalization];
  return cause === 'learning-rate'
    ? [slower, leaky, normalization]
    : [prescribe('he-initializer'), leaky, normalization];
}
