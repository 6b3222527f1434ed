import { expect, it } from 'vitest';
import { packArrays, unpackArrays } from '../src/arrays.ts';

it('gives back what was packed, each array aligned', () => {
  const arrays = [
    { name: 'x', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
    { name: 'y', shape: [3], data: Int32Array.of(-1, 0, 7) },
    { name: 'empty', shape: [0], data: new Float32Array(0) },
  ];
  const file = packArrays(arrays);
  const unpacked = unpackArrays(file.buffer as ArrayBuffer);
  expect([...unpacked.values()]).toEqual(arrays);
  for (const { data } of unpacked.values()) expect(data.byteOffset % 64).toBe(0);
});
