export type { Evidence, Finding, FindingName, Severity } from './finding.ts';
export type { Language } from './language.ts';
export type { Measure } from './measure.ts';
export type { Remedy, RemedyName } from './remedy.ts';
export type {
  ActivationFacts,
  DataFacts,
  EpochMeasures,
  FirstNonFinite,
  Histogram,
  LayerFacts,
  LayerMeasures,
  ParameterMeasures,
  Rule,
  StepMeasures,
  TrainingRecord,
} from './training-record.ts';
