import type { Finding } from '@gradkit/diagnostics/report';
import type { Label } from './label.ts';
import type { View } from './view.ts';

/** The words and numbers that a run is determined by; each is a control on the page and a part of its address. */
export type Config = Readonly<Record<string, string | number | boolean>>;

/** One word of a choice. */
export interface Choice {
  readonly value: string;
  readonly label: Label;
  /** What else is set when it is chosen: the usual start on a surface, say. */
  readonly sets?: Config;
}

/** How one word or number of a configuration can be changed. */
export type Control = { readonly key: string; readonly label: Label; readonly hint?: Label } & (
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | {
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      /** On a log scale: a factor; else a difference. */
      readonly step: number;
      readonly scale?: 'linear' | 'log';
    }
  | { readonly kind: 'switch' }
);

/** A moment of a run. */
export interface Frame {
  /** From 0 to 1; 1 in the last frame. */
  readonly progress: number;
  readonly views: readonly View[];
  /** Numbers by name: what the sentence below the pictures, the test of the claim and the documentation are made from. */
  readonly measures: Readonly<Record<string, number>>;
  /** What the doctor says of the run. */
  readonly findings?: readonly Finding[];
}

/** A change of the configuration that cures what the experiment shows. */
export interface Cure {
  readonly id: string;
  readonly label: Label;
  readonly config: Config;
}

/**
 * One claim of the documents, without the code that runs it: what a page shows before anything runs. Light: it imports no
 * tensors.
 */
export interface Experiment {
  /** `signal-by-depth`: its folder, its test, and its place in addresses. */
  readonly id: string;
  readonly group: 'signal' | 'descent' | 'generalization' | 'curvature' | 'numbers';
  readonly title: Label;
  /** What one asks oneself. */
  readonly question: Label;
  /** What the documents say, with corrections where they are wrong. */
  readonly claim: Label;
  /** Some paragraphs: the formula, the reason, what to look at. Backticks mark code. */
  readonly explanation: readonly Label[];
  /** Lines of the inventory: `1.1.29`. */
  readonly inventory: readonly string[];
  readonly source?: string;
  readonly controls: readonly Control[];
  readonly defaults: Config;
  /** Whether the numbers of the last frame bear the claim out; the tests ask it for several seeds. */
  holds(measures: Frame['measures'], config: Config): boolean;
  /** One or two sentences on what is seen, with numbers. */
  sees(measures: Frame['measures'], config: Config): Label;
  /** One click away; may depend on the configuration. Empty where nothing is broken. */
  cures(config: Config): readonly Cure[];
  /** A program of some 20 lines that does the same with the public packages, and prints its result. */
  code(config: Config): string;
}

/**
 * Runs an experiment. The same configuration gives the same frames everywhere. It yields at least every 50 ms or so of work, and
 * awaits between batches, so that whoever runs it can stop by not asking again.
 */
export type Run = (config: Config) => AsyncGenerator<Frame, void, void>;
