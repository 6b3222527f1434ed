import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** The modules of this package in the bundle of a program that uses these names, without those of the packages below. */
async function modulesOf(names: string): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${names} } from '../src/index.ts'`, resolveDir: 'packages/layers/test' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
    conditions: ['@gradkit/source'],
    external: ['@gradkit/*'],
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes('src/'))
    .map(([path]) => path.replace(/^.*src\//, ''))
    .sort();
}

describe('a bundle', () => {
  it('of one layer holds none of the others', async () => {
    const foundation = ['layer.ts', 'parameter.ts', 'values.ts'];
    expect(await modulesOf('dense')).toEqual(['affine.ts', 'check-options.ts', 'dense.ts', ...foundation]);
    expect(await modulesOf('conv2d')).toEqual([
      'affine.ts',
      'check-options.ts',
      'convolution/convolution.ts',
      'convolution/sliding.ts',
      'layer.ts',
      'parameter.ts',
      'sizes.ts',
      'under-name.ts',
      'values.ts',
    ]);
    expect(await modulesOf('batchNormalization')).toEqual([
      'check-options.ts',
      'layer.ts',
      'normalization/batch-normalization.ts',
      'normalization/batch-statistics.ts',
      'normalization/scale-and-shift.ts',
      'parameter.ts',
      'values.ts',
    ]);
    expect(await modulesOf('dropout')).toEqual([
      'check-rate.ts',
      'layer.ts',
      'noise/create-noise.ts',
      'noise/dropout.ts',
      'noise/noise-shape.ts',
      'random-stream.ts',
      'values.ts',
    ]);
    expect(await modulesOf('globalAveragePooling2d')).toEqual([
      'layer.ts',
      'pooling/global-pooling.ts',
      'sizes.ts',
      'stateless.ts',
      'under-name.ts',
      'values.ts',
    ]);
    expect(await modulesOf('activation')).toEqual(['activation.ts', 'layer.ts', 'values.ts']);
    expect(await modulesOf('add')).toEqual(['layer.ts', 'merge/elementwise.ts', 'values.ts']);
  });

  it('of models holds no layers that were not asked for', async () => {
    const models = [
      'check-layer.ts',
      'layer.ts',
      'model.ts',
      'names.ts',
      'random-stream.ts',
      'summary.ts',
      'values.ts',
    ];
    expect(await modulesOf('sequential')).toEqual([...models, 'sequential.ts'].sort());
    expect(await modulesOf('graphModel, input, connect')).toEqual(
      [
        ...models,
        'graph/graph-model.ts',
        'graph/input-checks.ts',
        'graph/places.ts',
        'graph/symbolic.ts',
        'graph/value-names.ts',
      ].sort(),
    );
    const ofDenseNet = await modulesOf('denseNet');
    expect(ofDenseNet.filter((path) => /^(recurrent|shape|wrapper)|depthwise|dot/.test(path))).toEqual([]);
  });
});
