import type {
  ActivationFacts,
  LayerMeasures,
  ParameterMeasures,
  StepMeasures,
  TrainingRecord,
} from '../../src/training-record.ts';

export const relu: ActivationFacts = { name: 'relu', family: 'rectifier', steepest: 1 };
export const tanh: ActivationFacts = { name: 'tanh', family: 'bounded', steepest: 1 };
export const sigmoid: ActivationFacts = { name: 'sigmoid', family: 'bounded', steepest: 0.25 };

/** What a record is made from: a healthy run, but for what is said. */
export interface Setting {
  readonly hidden?: number;
  readonly width?: number;
  readonly inputs?: number;
  readonly activation?: ActivationFacts;
  readonly steps?: number;
  readonly loss?: (progress: number) => number;
  readonly valLoss?: (progress: number) => number;
  readonly epochs?: number;
  readonly penalty?: (progress: number) => number;
  readonly learningRate?: number;
  readonly layer?: (place: number, progress: number) => Partial<LayerMeasures>;
  readonly kernel?: (place: number, progress: number) => Partial<ParameterMeasures>;
  readonly step?: (progress: number) => Partial<StepMeasures>;
  readonly record?: Partial<TrainingRecord>;
}

/** Looks at a run of dense layers: `dense`, `dense_1`, …, of which the last is the output. */
export function recordOf(setting: Setting = {}): TrainingRecord {
  const { hidden = 2, width = 32, inputs = 16, activation = relu, steps = 100, epochs = 10 } = setting;
  const { loss = (t) => 0.1 + 0.9 * Math.exp(-6 * t), valLoss, penalty = () => 0, learningRate = 0.01 } = setting;
  const names = Array.from({ length: hidden + 1 }, (_, i) => (i === 0 ? 'dense' : `dense_${i}`));
  const shapes = names.map((_, i) => [i === 0 ? inputs : width, i === hidden ? 3 : width]);
  const looks = Array.from({ length: 21 }, (_, i) => Math.round((i * (steps - 1)) / 20));
  return {
    layers: names.map((path, i) => ({
      path,
      kind: 'dense',
      parameters: [`${path}/kernel`, `${path}/bias`],
      activation: i === hidden ? undefined : activation,
    })),
    data: { samples: 500, batchSize: 32, nonFinite: false },
    optimizer: 'sgd',
    penalizedParameters: 0,
    hasNoise: false,
    baselineLoss: 1,
    losses: Array.from({ length: steps }, (_, i) => loss(i / (steps - 1))),
    steps: looks.map((step, look) => {
      const t = step / (steps - 1);
      return {
        step,
        epoch: Math.floor((step * epochs) / steps),
        loss: loss(t),
        penalty: penalty(t),
        learningRate,
        layers: names.map((path, i) => ({
          path,
          mean: 0.1,
          standardDeviation: 0.8,
          smallest: -2,
          largest: 2,
          histogram: { from: -2, to: 2, counts: [1, 4, 4, 1] },
          deviationOverSamples: 0.7,
          ...(activation.family === 'bounded' && i < hidden ? { saturatedShare: 0.05 } : {}),
          ...(activation.family === 'rectifier' && i < hidden ? { deadShare: 0.02 } : {}),
          ...(look > 0 ? { inputShift: 0.05 } : {}),
          ...setting.layer?.(i, t),
        })),
        parameters: names.flatMap((path, i) => {
          const shape = shapes[i] as number[];
          const [fanIn = 1, units = 1] = shape;
          const size = fanIn * units;
          const suits = Math.sqrt(activation.family === 'rectifier' ? 2 / fanIn : 2 / (fanIn + units));
          const weightNorm = suits * Math.sqrt(size);
          const kernel = {
            shape,
            size,
            unitSpread: 0.97,
            gradientNorm: 0.1,
            weightNorm,
            updateNorm: 0.002 * weightNorm,
          };
          const bias = { shape: [units], size: units, gradientNorm: 0.05, weightNorm: 0.1, updateNorm: 1e-4 };
          return [
            { name: `${path}/kernel`, ...kernel, ...setting.kernel?.(i, t) },
            { name: `${path}/bias`, ...bias },
          ];
        }),
        gradientAgreement: 0.5,
        ...setting.step?.(t),
      };
    }),
    epochs: Array.from({ length: epochs }, (_, epoch) => {
      const t = (epoch + 1) / epochs;
      return { epoch, loss: loss(t), valLoss: (valLoss ?? loss)(t), logs: {} };
    }),
    ...setting.record,
  };
}
