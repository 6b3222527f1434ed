import type { Tensor } from '@gradkit/core';
import { elementsOf, storedAs } from './elements.ts';
import type { RecordedTensor, Tolerance } from './recorded.ts';

/** What is wrong with a result, in words; undefined when nothing is. */
export function difference(got: Tensor, expected: RecordedTensor, tolerance: Tolerance): string | undefined {
  const dtype = storedAs[expected.dtype];
  // The truth values of WebNN are bytes.
  const isTruth = expected.dtype === 'uint8' && got.dtype === 'bool';
  if (got.dtype !== dtype && !isTruth) return `the result is ${got.dtype}, expected ${dtype}`;
  if (String(got.shape) !== String(expected.shape)) {
    return `the result has shape [${got.shape.join(', ')}], expected [${expected.shape.join(', ')}]`;
  }
  const isWithin = dtype === 'float32' || dtype === 'float64' ? floats[tolerance.metric] : integers;
  const [results, right] = [got.dataSync(), elementsOf(expected)];
  const wrong: number[] = [];
  right.forEach((value, i) => {
    if (!isWithin(results[i] as number, value, tolerance)) wrong.push(i);
  });
  const first = wrong[0];
  if (first === undefined) return undefined;
  const detail = `element ${first} is ${results[first]}, expected ${right[first]}`;
  return `${wrong.length} of ${right.length} elements differ: ${detail}`;
}

type Comparison = (got: number, expected: number, tolerance: Tolerance) => boolean;

const floats: Readonly<Record<Tolerance['metric'], Comparison>> = {
  close: (got, expected, tolerance) => {
    if (tolerance.metric !== 'close') return false;
    if (!Number.isFinite(expected)) return Object.is(got, expected);
    return Math.abs(got - expected) <= tolerance.absolute + tolerance.relative * Math.abs(expected);
  },
  ATOL: (got, expected, tolerance) => {
    if (tolerance.metric !== 'ATOL') return false;
    if (!Number.isFinite(expected)) return Object.is(got, expected);
    return Math.abs(got - expected) <= tolerance.value;
  },
  ULP: (got, expected, tolerance) => {
    if (tolerance.metric !== 'ULP') return false;
    if (Number.isNaN(expected) || Number.isNaN(got)) return Object.is(got, expected);
    return Math.abs(float32Rank(got) - float32Rank(expected)) <= tolerance.value;
  },
};

/** Integers are exact, but where a suite allows steps between them, as for rounded quotients. */
const integers: Comparison = (got, expected, tolerance) =>
  Math.abs(got - expected) <= (tolerance.metric === 'ULP' ? tolerance.value : 0);

/** The position of a float32 among all of them, in order, counted from 0: zeros of both signs are one. */
export function float32Rank(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  return bits < 0x80000000 ? bits : 0x80000000 - bits;
}
