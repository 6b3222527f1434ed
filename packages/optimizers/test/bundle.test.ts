import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The modules of this package of which something is in the bundle of a program. */
async function modulesOf(...names: readonly string[]): Promise<string[]> {
  const { metafile } = await build({
    stdin: {
      contents: `export { ${names.join(', ')} } from '../src/index.ts'`,
      resolveDir: 'packages/optimizers/test',
    },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
    external: ['@gradkit/core'],
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, '').replace('.ts', ''));
}

/** What every optimizer is built on. */
const driver = [
  'check-gradients',
  'clip',
  'global-norm',
  'learning-rate',
  'moving-average',
  'name-filter',
  'optimizer',
  'ranges',
  'rule-options',
  'slots',
  'weight-averages',
  'weight-decay',
];

const wrapper = [
  'learning-rate',
  'ranges',
  'slots',
  'weight-averages',
  'wrapped-optimizer',
  'check-gradients',
  'global-norm',
];

const schedules = {
  cosineDecay: ['cosine-decay'],
  cosineDecayRestarts: ['cosine-decay-restarts'],
  exponentialDecay: ['exponential-decay'],
  inverseTimeDecay: ['exponential-decay', 'inverse-time-decay'],
  lrRangeTest: ['lr-range-test'],
  oneCycle: ['one-cycle'],
  piecewiseConstant: ['piecewise-constant'],
  polynomialDecay: ['polynomial-decay'],
  warmup: ['warmup'],
};

describe('a bundle', () => {
  it.each(
    Object.entries({
      sgd: ['sgd'],
      nag: ['nag', 'sgd'],
      adagrad: ['adagrad'],
      adadelta: ['adadelta'],
      rmsprop: ['rmsprop'],
      adam: ['adam', 'adam-rule', 'bias-correction'],
      adamw: ['adamw', 'adam-rule', 'bias-correction'],
      adamax: ['adamax', 'bias-correction'],
      nadam: ['nadam', 'bias-correction'],
      lion: ['lion'],
      scheduleFreeAdamw: ['schedule-free-adamw', 'bias-correction'],
      lamb: ['lamb', 'bias-correction'],
      adafactor: ['adafactor'],
      ftrl: ['ftrl'],
      muon: ['muon', 'adam-rule', 'bias-correction'],
    }),
  )('of %s has none of the other optimizers, no wrapper and no schedule', async (name, own) => {
    expect((await modulesOf(name)).sort()).toEqual([...driver, ...own].sort());
  });

  it.each([
    ['sam', 'sam'],
    ['lookahead', 'lookahead'],
    ['averageWeights', 'average-weights'],
  ])('of %s has no optimizer', async (name, own) => {
    const allowed = [...wrapper, own];
    expect((await modulesOf(name)).filter((module) => !allowed.includes(module))).toEqual([]);
  });

  it.each(Object.entries(schedules))('of %s has no optimizer and no other schedule', async (name, own) => {
    expect((await modulesOf(name)).sort()).toEqual([...own, 'learning-rate', 'ranges'].sort());
  });
});
