import { inputsFinding } from '../checks/inputs.ts';
import type { Finding } from '../finding.ts';
import type { TrainingRecord } from '../training-record.ts';

/** Features of other scales than weights are drawn for, as the check before training finds them. */
export function inputsNotStandardized({ layers, data }: TrainingRecord): readonly Finding[] {
  const found = data.inputs && inputsFinding(layers[0]?.kind, data.inputs);
  return found === undefined ? [] : [{ ...found, step: 0 }];
}
