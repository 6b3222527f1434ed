// What turns findings into text and pages: no tensors, so that a page can show what a worker found.
export type { Evidence, Finding, FindingName, Severity } from './finding.ts';
export type { PageData, PageEstimate, PageRangeTest } from './html/page-data.ts';
export { toHtml } from './html/to-html.ts';
export type { Language } from './language.ts';
export type { Measure } from './measure.ts';
export type { Remedy, RemedyName } from './remedy.ts';
export type { FindingDescription } from './text/describe-finding.ts';
export { describeFinding } from './text/describe-finding.ts';
export type { Findings, TextOptions } from './text/to-text.ts';
export { toJson, toText } from './text/to-text.ts';
