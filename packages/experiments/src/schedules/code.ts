import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { type ScheduleName, samples, scheduleSettings } from './schedule-list.ts';

interface Written {
  readonly names: readonly string[];
  readonly call: (peak: number, steps: number) => string;
}

/** How each schedule is written. */
const written: Readonly<Record<ScheduleName, Written>> = {
  constant: { names: [], call: (peak) => `${peak}` },
  step: {
    names: ['piecewiseConstant'],
    call: (peak, steps) =>
      `piecewiseConstant({ boundaries: [${Math.round(steps / 2)}, ${Math.round(0.75 * steps)}], values: [${peak}, ${peak / 10}, ${peak / 100}] })`,
  },
  exponential: {
    names: ['exponentialDecay'],
    call: (peak, steps) => `exponentialDecay({ initialLearningRate: ${peak}, decaySteps: ${steps}, decayRate: 0.03 })`,
  },
  'inverse-time': {
    names: ['inverseTimeDecay'],
    call: (peak, steps) => `inverseTimeDecay({ initialLearningRate: ${peak}, decaySteps: ${steps}, decayRate: 30 })`,
  },
  cosine: {
    names: ['cosineDecay'],
    call: (peak, steps) => `cosineDecay({ initialLearningRate: ${peak}, decaySteps: ${steps} })`,
  },
  'warm-up': {
    names: ['cosineDecay', 'warmup'],
    call(peak, steps) {
      const climb = Math.round(steps / 10);
      return `warmup(${climb}, cosineDecay({ initialLearningRate: ${peak}, decaySteps: ${steps - climb} }))`;
    },
  },
  'one-cycle': {
    names: ['oneCycle'],
    call: (peak, steps) => `oneCycle({ maxLearningRate: ${peak}, totalSteps: ${steps} })`,
  },
  plateau: { names: [], call: (peak) => `${peak}` },
};

/** A program that trains a noisy linear problem with the schedule, and with its highest rate all along. */
export function codeOf(config: Config): string {
  const { schedule, peak, epochs, batchSize, noise, seed, steps } = scheduleSettings(config);
  const { names, call } = written[schedule];
  const onPlateaus = "reduceLearningRateOnPlateau({ monitor: 'loss', factor: 0.3, patience: 2, minDelta: 0 })";
  return `${imports({
    core: ['add', 'foldIn', 'key', 'mul', 'normal', 'sum', 'tensor'],
    'core/linalg': ['lstsq'],
    data: ['dataset'],
    initializers: ['zeros'],
    layers: ['dense', 'sequential'],
    losses: ['meanSquaredError'],
    optimizers: ['type LearningRate', 'sgd', ...names],
    train: ['evaluate', 'fit', ...(schedule === 'plateau' ? ['reduceLearningRateOnPlateau'] : [])],
  })}

// Features of variances from 1 to 1/30, and targets with noise.
const widths = tensor(Array.from({ length: 16 }, (_, j) => Math.sqrt(30 ** (-j / 15))));
const x = mul(normal(foldIn(key(${seed}), 0), [${samples}, 16]), widths);
const errors = mul(normal(foldIn(key(${seed}), 1), [${samples}, 1]), ${noise});
const data = dataset({ x, y: add(sum(x, { axis: 1, keepDims: true }), errors) });
const loss = meanSquaredError();
const network = () => sequential([dense({ units: 1, useBias: false, kernelInitializer: zeros(), inputShape: [16] })]);

const best = network();
best.setWeights([lstsq(data.x, data.y).x.dataSync()]);
const least = (await evaluate(best, data, { loss })).loss;

const rates: Readonly<Record<string, LearningRate>> = {
  constant: ${peak},
  best: 0.02,
  '${schedule === 'constant' ? 'lower' : schedule}': ${schedule === 'constant' ? peak / 10 : call(peak, steps)},
};
for (const [name, learningRate] of Object.entries(rates)) {
  const model = network();
  await fit(model, data, {
    optimizer: sgd({ learningRate }), loss, epochs: ${epochs}, batchSize: ${batchSize}, seed: ${seed},${
      schedule === 'plateau' ? `\n    callbacks: name === 'plateau' ? [${onPlateaus}] : [],` : ''
    }
  });
  console.log(\`\${name}: \${((await evaluate(model, data, { loss })).loss - least).toExponential(2)} above the least loss\`);
}
`;
}
