import { expect, it } from 'vitest';
import { exampleOf } from '../../src/digits/drawing/examples.ts';
import { imageOf } from '../../src/digits/drawing/rasterize.ts';
import { createDigitNetwork } from '../../src/digits/engine/digit-network.ts';

const trained = (seed: number, epochs: number) => {
  const network = createDigitNetwork({ units: 64, seed });
  for (let i = 0; i < epochs; i++) network.trainEpoch();
  return network;
};
const largest = (values: Float32Array): number => values.indexOf(Math.max(...values));

it('learns the digits, and knows those that are drawn', () => {
  for (const seed of [1, 2, 3]) {
    const network = trained(seed, 40);
    expect(network.progress).toMatchObject({ epoch: 40 });
    expect(network.progress.accuracy).toBeGreaterThan(0.95);
    const said = Array.from({ length: 10 }, (_, digit) =>
      largest(network.ask(imageOf(exampleOf(digit))).probabilities),
    );
    expect(said).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
});

it('does the same again with the same seed', () => {
  const [one, other] = [trained(5, 3), trained(5, 3)];
  const image = imageOf(exampleOf(3));
  expect(one.progress).toEqual(other.progress);
  expect(one.ask(image)).toEqual(other.ask(image));
});

it('gives probabilities, and pixels that add up to what they explain', () => {
  const network = trained(1, 2);
  const image = imageOf(exampleOf(6));
  const { probabilities, relevance, nearest } = network.ask(image);
  expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  // Where there is no ink there is nothing to explain.
  image.forEach((ink, i) => {
    if (ink === 0) expect(relevance[i]).toBeCloseTo(0, 12);
  });
  // A small step along a pixel changes the lead of the winner as its derivative says.
  const scores = (changed: Float32Array) => network.ask(changed).probabilities.map(Math.log);
  const winner = largest(probabilities);
  const lead = (changed: Float32Array) => {
    const logs = scores(changed);
    return logs[winner] - logs.reduce((sum, value) => sum + value, 0) / 10;
  };
  const pixel = image.indexOf(Math.max(...image));
  const change = 0.02;
  const moved = (by: number) => image.map((ink, i) => (i === pixel ? ink + by : ink));
  const slope = (lead(moved(change)) - lead(moved(-change))) / (2 * change);
  expect(relevance[pixel]).toBeCloseTo(image[pixel] * slope, 1);
  expect(nearest.length).toBe(5);
  expect(nearest.map(({ distance }) => distance)).toEqual(
    nearest.map(({ distance }) => distance).toSorted((a, b) => a - b),
  );
});

it('finds a training image by itself', () => {
  const network = createDigitNetwork({ units: 4, seed: 1 });
  const [first] = network.ask(imageOf(exampleOf(1))).nearest;
  const [again] = network.ask(first.pixels).nearest;
  expect(again).toEqual({ ...first, distance: 0 });
});
