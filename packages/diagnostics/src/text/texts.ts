import type { Causes } from '../cause.ts';
import type { FindingName, Severity } from '../finding.ts';
import type { Measure } from '../measure.ts';
import type { RemedyName } from '../remedy.ts';

/** Gives a number of the finding, written in the language: `say('saturated-share')` is `93 %`. */
type Say = (measure: Measure) => string;

/** A sentence that uses numbers of its finding. */
export type Sentence = (say: Say) => string;

/** All that is said of findings in one language. A language that lacks something does not compile. */
export interface Texts {
  readonly findings: {
    readonly [Name in FindingName]: {
      readonly title: string;
      readonly why: { readonly [Cause in Causes[Name]]: Sentence };
    };
  };
  /** What was measured, with its number. */
  readonly measures: Readonly<Record<Measure, (value: string) => string>>;
  readonly remedies: Readonly<Record<RemedyName, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  /** Behind a number: the limit it is judged by. */
  readonly above: (limit: string) => string;
  readonly below: (limit: string) => string;
  readonly layers: (names: string, count: number) => string;
  readonly andMore: (count: number) => string;
  readonly why: string;
  readonly try: string;
  readonly hence: string;
  readonly or: string;
  readonly nothing: string;
}
