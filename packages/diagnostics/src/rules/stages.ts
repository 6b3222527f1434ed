import { median } from '../statistics.ts';
import type {
  ActivationFacts,
  LayerMeasures,
  ParameterMeasures,
  StepMeasures,
  TrainingRecord,
} from '../training-record.ts';

/** A kernel, and what happens to its products until the next kernel: the unit in which networks are deep. */
export interface Stage {
  /** The path of the layer that has the kernel. */
  readonly layer: string;
  /** The name of the kernel: `dense_1/kernel`. */
  readonly kernel: string;
  /** The activation behind the kernel, in the same layer or one of its own, and the path of the layer that gives its output. */
  readonly activation?: ActivationFacts | undefined;
  readonly output: string;
  /** Whether a normalisation stands behind the kernel. */
  readonly normalized: boolean;
}

/** The stages of a network, from the input on. The last one is the output. */
export function stagesOf({ layers }: TrainingRecord): readonly Stage[] {
  const stages: { -readonly [Key in keyof Stage]: Stage[Key] }[] = [];
  const taken = new Set<string>();
  for (const { path, kind, parameters, activation } of layers) {
    const kernel = parameters.find((name) => name.endsWith('/kernel') && !taken.has(name));
    if (kernel !== undefined) {
      taken.add(kernel);
      stages.push({ layer: path, kernel, activation, output: path, normalized: false });
      continue;
    }
    const last = stages.at(-1);
    if (last === undefined) continue;
    if (/normalization/i.test(kind)) last.normalized = true;
    if (activation !== undefined && last.activation === undefined) {
      last.activation = activation;
      last.output = path;
    }
  }
  return stages;
}

/** Those before the output. */
export function hiddenStagesOf(record: TrainingRecord): readonly Stage[] {
  return stagesOf(record).slice(0, -1);
}

export function parameterAt(step: StepMeasures | undefined, name: string): ParameterMeasures | undefined {
  return step?.parameters.find((parameter) => parameter.name === name);
}

export function layerAt(step: StepMeasures | undefined, path: string): LayerMeasures | undefined {
  return step?.layers.find((layer) => layer.path === path);
}

/** The median over steps of a number of one layer; undefined where it was never measured. */
export function layerMedian(
  steps: readonly StepMeasures[],
  path: string,
  of: (layer: LayerMeasures) => number | undefined,
): number | undefined {
  return median(steps.map((step) => layerAt(step, path)).map((layer) => (layer && of(layer)) ?? Number.NaN));
}

/** The median over steps of a number of one parameter; undefined where it was never measured. */
export function parameterMedian(
  steps: readonly StepMeasures[],
  name: string,
  of: (parameter: ParameterMeasures, step: StepMeasures) => number | undefined,
): number | undefined {
  const values = steps.map((step) => {
    const parameter = parameterAt(step, name);
    return (parameter && of(parameter, step)) ?? Number.NaN;
  });
  return median(values);
}

/** The root of the mean square of the weights of a kernel. */
export function deviationOfWeights({ weightNorm, size }: ParameterMeasures): number {
  return weightNorm / Math.sqrt(size);
}

/**
 * What the initializer that suits the activation draws: √(2 / fanIn) behind a rectifier, else √(2 / (fanIn + fanOut)).
 *
 * @see Glorot and Bengio, 2010; He, Zhang, Ren and Sun, 2015
 */
export function suitableDeviation({ shape }: ParameterMeasures, activation: ActivationFacts | undefined): number {
  const units = shape.at(-1) ?? 1;
  const fanIn = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
  const window = shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
  const isRectifier = activation?.family === 'rectifier' || activation?.family === 'other';
  return Math.sqrt(isRectifier ? 2 / fanIn : 2 / (fanIn + window * units));
}
