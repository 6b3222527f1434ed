import { ArgumentError, add, mul, reshape, type Tensor } from '@gradkit/core';
import {
  type Augmentation,
  augment,
  type Dataset,
  dataset,
  fromIterable,
  randomErasing,
  randomFlip,
  randomNoise,
  randomRotation,
  randomTranslation,
  rescale,
  type StreamDataset,
  uniformEach,
} from '@gradkit/data';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { counted } from './images.ts';

const images = (samples: number): Dataset<'x' | 'y'> =>
  dataset({ x: counted(samples, 5, 4, 1), y: Int32Array.from({ length: samples }, (_, i) => i) });
const changes = [
  randomTranslation(0.2, 0.2),
  randomRotation(0.1),
  randomFlip(),
  randomErasing({ factor: 0.5 }),
  randomNoise(0.1),
];
/** Images by label. */
const byLabel = (batches: Iterable<{ readonly x: Tensor; readonly y: Tensor }>): Map<number, number[]> =>
  new Map(
    [...batches].flatMap(({ x, y }) => {
      const values = [...x.dataSync()];
      const size = x.size / y.size;
      return [...y.dataSync()].map((label, i): [number, number[]] => [label, values.slice(i * size, (i + 1) * size)]);
    }),
  );

describe('augment', () => {
  it('keeps fields, shapes and labels', () => {
    const data = images(5);
    const changed = data.map(augment(changes, { seed: 3 }));
    expectTypeOf(changed).toEqualTypeOf<Dataset<'x' | 'y'>>();
    expect(changed.fields).toEqual(data.fields);
    expect([...changed.y.dataSync()]).toEqual([0, 1, 2, 3, 4]);
    expect(changed.x.dataSync()).not.toEqual(data.x.dataSync());
  });

  it('changes a sample in the same way however it is batched, shuffled or selected', () => {
    const changed = images(11).map(augment(changes, { seed: 3 }));
    const all = byLabel(changed.batch(11));
    expect(byLabel(changed.batch(4))).toEqual(all);
    const shuffled = byLabel(changed.shuffle({ seed: 9 }).batch(3));
    for (const [label, values] of all) expect(shuffled.get(label)).toEqual(values);
    expect(byLabel(changed.select([7, 2]).batch(2)).get(2)).toEqual(all.get(2));
    expect([...(changed.gather([4]).x.dataSync() ?? [])]).toEqual(all.get(4));
  });

  it('changes samples of a stream as those in memory', async () => {
    const changed = images(6).map(augment(changes, { seed: 3 }));
    const stream = fromIterable(() => [...images(6)]).map(augment(changes, { seed: 3 }));
    expectTypeOf(stream).toEqualTypeOf<StreamDataset<'x' | 'y'>>();
    const batches: { readonly x: Tensor; readonly y: Tensor }[] = [];
    for await (const batch of stream.epoch(2).batch(4)) batches.push(batch);
    expect(byLabel(batches)).toEqual(byLabel(changed.epoch(2).batch(6)));
  });

  it('draws anew for another epoch, another seed, another sample and another place in the list', () => {
    const same = dataset({ x: { values: new Float32Array(40).fill(1), shape: [2, 5, 4, 1] } });
    const noise = [randomNoise(1)];
    const drawn = (data: Dataset<'x'>): string => String(data.x.dataSync());
    const changed = same.map(augment(noise, { seed: 3 }));
    expect(drawn(changed)).toBe(drawn(same.map(augment(noise, { seed: 3 }))));
    expect(drawn(changed)).not.toBe(drawn(changed.epoch(1)));
    expect(drawn(changed)).not.toBe(drawn(same.map(augment(noise, { seed: 4 }))));
    const [first, second] = [...changed].map(({ x }) => String(x.dataSync()));
    expect(first).not.toBe(second);
    const twice = same.map(augment([randomNoise(1), randomNoise(1)], { seed: 3 }));
    const doubled = changed.x.dataSync().map((value) => 2 * value - 1);
    expect(twice.x.dataSync()).not.toEqual(doubled);
  });

  it('takes functions of images and keys of your own, and another field', () => {
    const fade: Augmentation = (picture, keys) => mul(picture, reshape(uniformEach(keys, [1]), [-1, 1, 1, 1]));
    const data = dataset({ picture: counted(3, 2, 2, 1), other: [1, 2, 3] });
    const changed = data.map(augment([fade, rescale(2)], { seed: 1, field: 'picture' }));
    const before = data.picture.dataSync();
    const ratios = changed.picture.dataSync().map((value, i) => value / (before[i] as number));
    expect(ratios.slice(1, 4).every((ratio) => Math.abs(ratio - (ratios[1] as number)) < 1e-6)).toBe(true);
    expect(changed.other.toArray()).toEqual([1, 2, 3]);
  });

  it('runs the functions once for each shape of a batch, not for each batch', () => {
    let calls = 0;
    const counting: Augmentation = (x) => {
      calls++;
      return add(x, 1);
    };
    const changed = images(10).map(augment([counting], { seed: 3 }));
    for (const epoch of [0, 1, 2]) for (const { x } of changed.epoch(epoch).batch(4)) x.dataSync();
    // Batches of 1 (to learn the shape), 4 and 2.
    expect(calls).toBe(3);
  });

  it.each<[string, () => unknown, RegExp]>([
    ['no changes', () => augment([], { seed: 1 }), /expected a list of changes/],
    ['something else', () => augment([3] as never, { seed: 1 }), /expected a list of changes/],
    ['no seed', () => augment(changes, {} as { seed: number }), /augment: seed must be an integer/],
    ['an unknown option', () => augment(changes, { seed: 1, fields: 'x' } as { seed: number }), /mean "field"/],
    [
      'a field that is not there',
      () => images(1).map(augment(changes, { seed: 1, field: 'z' })),
      /no field "z"; there is x, y/,
    ],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });

  it('refuses flat samples', () => {
    const flat = dataset({ x: [[1, 2, 3, 4]] });
    expect(() => flat.map(augment([randomFlip()], { seed: 1 }))).toThrow(
      /randomFlip: images have shape .* got \[1, 4\]/,
    );
  });
});
