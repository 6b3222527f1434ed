import type { Run } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { internalShift } from './internal-shift.ts';
import { realShift } from './real-shift.ts';
import { defaults, kindOf, remedyOf } from './settings.ts';

export const run: Run = (config) => {
  const settings = settingsOf(defaults, config);
  const [kind, remedy] = [kindOf(settings.kind), remedyOf(settings.remedy)];
  return kind === 'internal' ? internalShift(settings) : realShift({ ...settings, kind, remedy });
};
