export { type DiagnoseOptions, diagnose } from './diagnose/diagnose.ts';
export type { Report, ReportData } from './diagnose/report-of.ts';
export { type Estimate, type EstimateOptions, estimate } from './estimate/estimate.ts';
export type { Work } from './estimate/work.ts';
export type { Evidence, Finding, FindingName, Severity } from './finding.ts';
export type { PageData, PageEstimate, PageRangeTest } from './html/page-data.ts';
export { toHtml } from './html/to-html.ts';
export type { Language } from './language.ts';
export type { Measure } from './measure.ts';
export { type Look, type Probe, type ProbeOptions, probe } from './probe/probe.ts';
export { type RecordTrainingOptions, recordTraining, type TrainingRecorder } from './probe/record-training.ts';
export { type TrainingDoctor, type TrainingDoctorOptions, trainingDoctor } from './probe/training-doctor.ts';
export type { Remedy, RemedyName } from './remedy.ts';
export { findingsOf } from './rules/findings-of.ts';
export type { FindingDescription } from './text/describe-finding.ts';
export { describeFinding } from './text/describe-finding.ts';
export type { Findings, TextOptions } from './text/to-text.ts';
export { toJson, toText } from './text/to-text.ts';
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
