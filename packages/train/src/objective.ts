import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import type { Loss } from '@gradkit/losses';
import type { Metric } from '@gradkit/metrics';
import { checkMetrics } from './totals.ts';

/** One for all outputs, or one for each by the names of the outputs. */
export type PerOutput<T> = T | { readonly [output: string]: T };

/** What a model is measured by; the options that `fit` and `evaluate` share. */
export interface ObjectiveOptions {
  /**
   * What to make small: the mean loss of a batch. Penalties are added to it. Of a model with several outputs, one for each
   * by name, or one for all; an output without a loss is not trained.
   */
  readonly loss: PerOutput<Loss>;
  /** Factors of the losses of several outputs, by name; default 1. */
  readonly lossWeights?: { readonly [output: string]: number } | undefined;
  /** Measured without sample weights; of several outputs, for each by name, or for all. Default none. */
  readonly metrics?: PerOutput<readonly Metric[]> | undefined;
  /** Measured with sample weights, and in training with class weights; as `metrics`. Default none. */
  readonly weightedMetrics?: PerOutput<readonly Metric[]> | undefined;
}

/** The keys of {@link ObjectiveOptions}. */
export const objectiveKeys: readonly string[] = ['loss', 'lossWeights', 'metrics', 'weightedMetrics'];

/** How one output is judged. */
export interface OutputObjective {
  /** The name of the output, and of the field with its truth. */
  readonly field: string;
  /** The position of the output. */
  readonly index: number;
  readonly loss: Loss | undefined;
  readonly weight: number;
  readonly metrics: readonly NamedMetric[];
}

/** A metric under its name in the logs. */
export interface NamedMetric {
  readonly name: string;
  readonly metric: Metric;
  /** Whether samples count by their weights. */
  readonly weighted: boolean;
}

/** How a model is judged. */
export interface Objective {
  /** The outputs that are judged. */
  readonly outputs: readonly OutputObjective[];
  /** Whether the loss of every output has its own name in the logs. */
  readonly several: boolean;
}

/** The options in one form. `names` are those of the outputs. */
export function objectiveOf(where: string, options: Partial<ObjectiveOptions>, names: readonly string[]): Objective {
  const several = names.length > 1;
  /** What an option says of one output. */
  const ofOutput = (option: keyof ObjectiveOptions, name: string): unknown => {
    const given: unknown = options[option];
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
    checkOptions(`${where}: ${option}`, given, names);
    return (given as Readonly<Record<string, unknown>>)[name];
  };
  const outputs = names.map((field, index): OutputObjective => {
    const metrics = (['metrics', 'weightedMetrics'] as const).flatMap((option) => {
      const own = ofOutput(option, field) ?? [];
      checkMetrics(where, own);
      return own.map(
        (metric): NamedMetric => ({
          name: several ? joined(field, metric.name) : metric.name,
          metric,
          weighted: option === 'weightedMetrics',
        }),
      );
    });
    const weight = (ofOutput('lossWeights', field) ?? 1) as number;
    if (!Number.isFinite(weight))
      throw new ArgumentError(`${where}: lossWeights are numbers, got ${describe(weight)}.`);
    return { field, index, loss: ofOutput('loss', field) as Loss | undefined, weight, metrics };
  });

  const losses = outputs.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
  if (losses.length === 0 || losses.some((loss) => typeof loss !== 'function')) {
    throw new ArgumentError(
      `${where}: needs a loss such as meanSquaredError(), got ${describe(options.loss)}. Losses are imported from @gradkit/losses.`,
    );
  }
  const judged = outputs.filter(({ loss, metrics }) => loss !== undefined || metrics.length > 0);
  const used = new Set(['loss', ...(several ? names.map((name) => joined(name, 'loss')) : [])]);
  for (const { name } of judged.flatMap(({ metrics }) => metrics)) {
    if (used.has(name)) throw new ArgumentError(`${where}: two results are called "${name}".`);
    used.add(name);
  }
  return { outputs: judged, several };
}

/** `digit` and `accuracy`: `digitAccuracy`. */
export function joined(first: string, second: string): string {
  return `${first}${second.charAt(0).toUpperCase()}${second.slice(1)}`;
}
