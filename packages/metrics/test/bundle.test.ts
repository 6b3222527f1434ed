import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import * as metrics from '../src/index.ts';

/** The modules of this package of which something is in the bundle of a program. */
async function modulesOf(program: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: program, resolveDir: 'packages/metrics/test' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
    external: ['@gradkit/*'],
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''));
}

const fileOf = (name: string): string =>
  name === 'computeMetric'
    ? 'metric.ts'
    : `${name.replace('IoU', 'Iou').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
const files = new Set(Object.keys(metrics).map(fileOf));

/** Metrics that are made of others. */
const parts: Readonly<Record<string, readonly string[]>> = {
  balancedAccuracy: ['confusionMatrix'],
  binaryIoU: ['confusionMatrix', 'iou'],
  cohenKappa: ['confusionMatrix'],
  explainedVariance: ['r2Score'],
  f1Score: ['fBetaScore'],
  iou: ['confusionMatrix'],
  matthewsCorrelation: ['confusionMatrix'],
  meanIoU: ['confusionMatrix', 'iou'],
  perplexity: ['lossMetric'],
};

describe('a bundle', () => {
  test.each(Object.keys(metrics))('of %s holds no metric that it is not made of', async (name) => {
    const modules = await modulesOf(`export { ${name} } from '../src/index.ts'`);
    const allowed = ['streamingMean', name, ...(parts[name] ?? [])].map(fileOf);
    expect(modules).toContain(fileOf(name));
    expect(modules.filter((path) => files.has(path) && !allowed.includes(path))).toEqual([]);
  });
});
