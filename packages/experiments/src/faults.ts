export { examine, isBetter, isFound, type Treatment, treat } from './faults/examine.ts';
export type { Fault, Subject } from './faults/fault.ts';
export { faults, planted } from './faults/faults.ts';
export { subjects } from './faults/subjects.ts';
