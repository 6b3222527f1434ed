import { describe, expect, it } from 'vitest';
import { modulesOf } from './modules-of.ts';

const changes = (modules: readonly string[]): string[] =>
  modules.filter((path) => /^augmentation\/(random|center|re|mix|cut)/.test(path));

describe('a bundle', () => {
  it('of data sets holds no streams, files or changes of images', async () => {
    const modules = await modulesOf("export { dataset } from '../src/index.ts'");
    expect(modules).toContain('view.ts');
    expect(modules.filter((path) => /stream|augmentation|csv|idx|mnist|fold|scal|boot|pad|vocab/.test(path))).toEqual(
      [],
    );
  });

  it('of samples in memory holds nothing of a data set but what a training loop needs', async () => {
    const modules = await modulesOf("export { samplesInMemory } from '../src/index.ts'");
    expect(modules).toContain('permutation.ts');
    const more = ['view.ts', 'dataset.ts', 'split-rows.ts', 'concatenate.ts', 'class-labels.ts'];
    expect(modules.filter((path) => more.includes(path))).toEqual([]);
  });

  it('of streams holds no files and no changes of images', async () => {
    const modules = await modulesOf("export { fromIterable } from '../src/index.ts'");
    expect(modules).toContain('stream/stages.ts');
    expect(modules.filter((path) => /augmentation|csv|idx|mnist|from-c/.test(path))).toEqual([]);
  });

  it('of one change of images holds none of the others', async () => {
    for (const [name, file] of [
      ['randomTranslation', 'random-translation'],
      ['randomFlip', 'random-flip'],
      ['randomNoise', 'random-noise'],
      ['mixUp', 'mix-up'],
    ]) {
      const modules = await modulesOf(`export { augment, ${name} } from '../src/index.ts'`);
      expect(changes(modules).filter((path) => path !== 'augmentation/mixing.ts')).toEqual([`augmentation/${file}.ts`]);
      expect(modules.filter((path) => /^(stream|csv|parse)/.test(path))).toEqual([]);
    }
  });

  it('of one synthetic set holds none of the others', async () => {
    const modules = await modulesOf("export { moons } from '../src/synthetic.ts'");
    expect(modules.filter((path) => path.startsWith('synthetic/')).toSorted()).toEqual([
      'synthetic/labelled-points.ts',
      'synthetic/moons.ts',
    ]);
  });
});
