import type { RangeTest } from '@gradkit/train';
import type { Estimate } from '../estimate/estimate.ts';
import type { Finding } from '../finding.ts';
import { toHtml } from '../html/to-html.ts';
import type { Language } from '../language.ts';
import { type TextOptions, toText } from '../text/to-text.ts';
import type { TrainingRecord } from '../training-record.ts';

/** What {@link diagnose} found out. */
export interface Report {
  /** Causes before what they bring about, problems before warnings and notes. */
  readonly findings: readonly Finding[];
  /** How the probe run went. */
  readonly record: TrainingRecord;
  /** What training takes: parameters, operations, memory, time. */
  readonly estimate: Estimate;
  /** The loss by learning rate; undefined where the data cannot be trained on. */
  readonly rangeTest: RangeTest | undefined;
  /** The language of the text. */
  readonly language: Language;
  /** The findings as text, for a console. */
  toString(): string;
  /** The report as one HTML page with pictures; `language` is that of the report unless given. */
  toHtml(options?: TextOptions): string;
  /** The report as plain data: what `JSON.stringify` makes text of. */
  toJSON(): ReportData;
}

/** A report without its functions, which a worker may post to its page. */
export type ReportData = Omit<Report, 'toString' | 'toHtml' | 'toJSON'>;

export function reportOf(data: ReportData): Report {
  return {
    ...data,
    toString: () => toText(data.findings, { language: data.language }),
    toHtml: (options) => toHtml(data, options),
    toJSON: () => data,
  };
}
