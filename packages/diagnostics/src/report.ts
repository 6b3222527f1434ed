// What turns findings into text and pages: no tensors, so that a page can show what a worker found.
export type { Evidence, Finding, FindingName, Severity } from './finding.ts';
export type { Language } from './language.ts';
export type { Measure } from './measure.ts';
export type { Remedy, RemedyName } from './remedy.ts';
