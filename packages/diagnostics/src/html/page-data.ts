import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import type { LayerMeasures, ParameterMeasures, StepMeasures, TrainingRecord } from '../training-record.ts';

/** What a page can show: findings, and whatever else there is. A report of `diagnose` has it all. */
export interface PageData {
  readonly findings: readonly Finding[];
  /** How training went; without it there are no pictures of it. */
  readonly record?: TrainingRecord | undefined;
  /** What training takes. */
  readonly estimate?: PageEstimate | undefined;
  /** The loss by learning rate. */
  readonly rangeTest?: PageRangeTest | undefined;
  /** The language, where the options do not say it. */
  readonly language?: Language | undefined;
}

/** What `estimate` gives, as plain data. */
export interface PageEstimate {
  readonly parameters: { readonly trained: number; readonly fixed: number };
  readonly operations: {
    readonly forward: { readonly multiplyAdds: number };
    readonly backward: { readonly multiplyAdds: number };
  };
  readonly memory: {
    readonly weights: number;
    readonly optimizer: number;
    readonly activations: number;
    readonly program: number;
  };
  readonly time: {
    readonly from: 'operations' | 'steps';
    readonly secondsPerStep: number;
    readonly secondsPerEpoch: number | undefined;
  };
}

/** What a range test gives, as plain data. */
export interface PageRangeTest {
  readonly learningRates: readonly number[];
  readonly smoothed: readonly number[];
  readonly suggestion: number | undefined;
}

/** Numbers of one layer over the steps that were looked at. */
export interface Series {
  readonly name: string;
  /** As long as the looks; NaN where there is none. */
  readonly values: readonly number[];
}

/** One number of each kernel at each look, from the input on: of a layer `dense_1` the kernel is `dense_1/kernel`. */
export function kernelSeries(
  steps: readonly StepMeasures[],
  measure: (parameter: ParameterMeasures) => number,
): readonly Series[] {
  const names = (steps[0]?.parameters ?? []).map(({ name }) => name).filter((name) => /kernel$/i.test(name));
  return names.map((name) => ({
    name: name.slice(0, Math.max(0, name.lastIndexOf('/'))) || name,
    values: steps.map(({ parameters }) => {
      const found = parameters.find((each) => each.name === name);
      return found === undefined ? Number.NaN : measure(found);
    }),
  }));
}

/** One number of each layer at one look; layers that do not have it are left out. */
export function layersWith(
  step: StepMeasures,
  measure: (layer: LayerMeasures) => number | undefined,
): readonly { readonly name: string; readonly value: number }[] {
  return step.layers.flatMap((layer) => {
    const value = measure(layer);
    return value === undefined ? [] : [{ name: layer.path, value }];
  });
}

/** Some of many, the first and the last among them. */
export function some<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as T);
}
