import type { DType } from '@gradkit/core';

const decimal = /^[ \t]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t]*$/;

/** Whole numbers that an element type holds. */
const integerRange: { readonly [Type in DType]?: readonly [number, number] } = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  uint8: [0, 255],
  bool: [0, 1],
};

/** The number that a text writes in decimal, or what is wrong with it. */
export function parseNumber(text: string, dtype: DType): number | string {
  if (!decimal.test(text)) return 'is not a number';
  const value = Number(text);
  const range = integerRange[dtype];
  if (range !== undefined) {
    if (!Number.isInteger(value)) return `is not a whole number, which ${dtype} needs`;
    if (value < range[0] || value > range[1]) return `is outside the range of ${dtype}`;
  } else if (!Number.isFinite(dtype === 'float32' ? Math.fround(value) : value)) {
    return `is outside the range of ${dtype}`;
  }
  return value;
}

/** Distinct labels in the order of their ids: by number if all are numbers, else by code unit. */
export function sortedLabels(labels: Iterable<string>): string[] {
  const distinct = [...new Set(labels)];
  if (!distinct.every((label) => decimal.test(label))) return distinct.sort();
  return distinct.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
}
